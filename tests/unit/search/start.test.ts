/** F4 from the start of a page: the search works without anybody searching. */
import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { browserClock } from "../../../src/adapters/browser/clock.ts";
import { createRuntime } from "../../../src/runtime/create-runtime.ts";
import { openDevice } from "../../../src/runtime/device.ts";
import type { Question } from "../../../src/runtime/search/protocol.ts";
import { eventually } from "../../support/eventually.ts";
import { Backend, Phone } from "../runtime/phone.ts";

/** As the page waits before it reads what is new, ms. */
const quietMs = 2000;

it("[F4] a page that has started reads what has not been read, by itself", async () => {
  const phone = new Phone(new Backend());
  const asked: Question["kind"][] = [];
  const platform = {
    ...phone.platform(() => undefined),
    clock: { ...browserClock, after: (ms: number, ring: () => void) => browserClock.after(ms === quietMs ? 0 : ms, ring) },
    searchThread: async () => ({ post: (message: object) => void asked.push((message as Question).kind), listen: () => undefined, end: () => undefined }),
  };
  const runtime = createRuntime(platform, await openDevice(platform));
  await eventually(() => expect(asked).toEqual(["open", "catchUp"]));
  await runtime.stop();
});
