/** The device's wall clock and timers. Page and worker. */
import type { Clock } from "../../sync/ports.ts";

export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
