/** C1: the moments at which there may be work in a page, besides its start and its writes. */
import type { BrowserNetwork } from "../adapters/browser/network.ts";
import type { WakeReason } from "../sync/engine.ts";
import type { Clock } from "../sync/ports.ts";

/** While the page is visible, a pull even if every poke was lost (L6). */
export const slowTimerMs = 30_000;

export interface WakeSources {
  readonly network: BrowserNetwork;
  readonly clock: Clock;
  readonly visible: () => boolean;
}

export function followWakes({ network, clock, visible }: WakeSources, wake: (reason: WakeReason) => void): () => void {
  const stopNetwork = network.wakes.subscribe(wake);
  let cancel = (): void => undefined;
  const tick = (): void => {
    cancel = clock.after(slowTimerMs, () => {
      if (visible()) wake("timer");
      tick();
    });
  };
  tick();
  return () => {
    stopNetwork();
    cancel();
  };
}
