/** C1: the moments at which a page looks for work by itself. */
import { expect, test } from "vitest";
import type { Wake } from "../../../src/adapters/browser/network.ts";
import { followWakes, slowTimerMs } from "../../../src/runtime/wakes.ts";
import { FakeClock } from "../../support/sync/fakes.ts";

function page() {
  const clock = new FakeClock();
  const heard: string[] = [];
  const listeners = new Set<(wake: Wake) => void>();
  const page = { visible: true };
  const network = {
    online: () => true,
    live: { subscribe: () => () => undefined },
    wakes: {
      subscribe(next: (wake: Wake) => void) {
        listeners.add(next);
        return () => listeners.delete(next);
      },
    },
  };
  const stop = followWakes({ network, clock, visible: () => page.visible }, (reason) => heard.push(reason));
  const tell = (wake: Wake): void => listeners.forEach((listener) => listener(wake));
  return { clock, heard, page, tell, stop };
}

test("[C1] a slow timer wakes it while it is visible, and only then", async () => {
  const { clock, heard, page: shown } = page();
  await clock.advance(2 * slowTimerMs);
  expect(heard).toEqual(["timer", "timer"]);
  shown.visible = false;
  await clock.advance(3 * slowTimerMs);
  expect(heard).toHaveLength(2);
  shown.visible = true;
  await clock.advance(slowTimerMs);
  expect(heard).toHaveLength(3);
});

test("[C1] what the browser tells is passed on; after the end nothing is", async () => {
  const { clock, heard, tell, stop } = page();
  tell("online");
  tell("visible");
  expect(heard).toEqual(["online", "visible"]);
  stop();
  tell("online");
  await clock.advance(10 * slowTimerMs);
  expect([heard.length, clock.pending]).toEqual([2, 0]);
});
