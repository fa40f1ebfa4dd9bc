import "fake-indexeddb/auto";
import { afterEach, describe, expect, it } from "vitest";
import type { BondhuDatabase } from "../../../src/adapters/dexie/database.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import type { TimelineView } from "../../../src/runtime/api.ts";
import { createTimeline } from "../../../src/runtime/timeline.ts";
import { created, device, message } from "../dexie/device.ts";
import { eventually } from "../../support/eventually.ts";

const databases: BondhuDatabase[] = [];
afterEach(() => {
  for (const db of databases.splice(0)) db.leave();
});

async function withMessages(from: number, to: number) {
  const db = await created(device());
  databases.push(db);
  const store = createDexieStore(db);
  const add = (first: number, last: number): Promise<void> =>
    store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", Array.from({ length: last - first + 1 }, (_, n) => message(first + n))));
  if (to >= from) await add(from, to);
  const timeline = createTimeline(db);
  let view: TimelineView | null = null;
  const stop = timeline.subscribe(
    (next) => {
      view = next;
    },
    (reason) => expect.fail(String(reason)),
  );
  const span = (): string => {
    const messages = view?.messages ?? [];
    return `${messages[0]?.text ?? ""}..${messages.at(-1)?.text ?? ""} ${messages.length}${view?.hasOlder === true ? " older" : ""}`;
  };
  const shows = (expected: string): Promise<void> => eventually(() => expect(span()).toBe(expected));
  return { db, store, add, timeline, stop, shows, view: () => view };
}

describe("the timeline", () => {
  it("[L4] starts with the newest 50 and grows backwards by 100", async () => {
    const { timeline, shows, stop } = await withMessages(1, 170);
    await shows("message 121..message 170 50 older");
    await timeline.loadOlder();
    await shows("message 21..message 170 150 older");
    await timeline.loadOlder();
    await shows("message 1..message 170 170");
    await timeline.loadOlder();
    await shows("message 1..message 170 170");
    stop();
  });

  it("[L4] history that arrives from the server stays behind the window", async () => {
    const { add, timeline, shows, stop } = await withMessages(1000, 1049);
    await shows("message 1000..message 1049 50");
    await add(500, 999);
    await shows("message 1000..message 1049 50 older");
    await timeline.loadOlder();
    await shows("message 900..message 1049 150 older");
    stop();
  });

  it("[L3] new messages, changes and deletions show without a reload", async () => {
    const { add, store, shows, stop, view } = await withMessages(1, 3);
    await shows("message 1..message 3 3");
    await add(4, 4);
    await shows("message 1..message 4 4");
    await store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", [message(2, { deleted_at: "2026-01-02T00:00:00.000Z", message_text: "" })]));
    await eventually(() => expect(view()?.messages.map((each) => each.text)).toEqual(["message 1", "message 3", "message 4"]));
    stop();
  });

  it("[L4] a long evening: the newest page is cut, nothing is lost or doubled", async () => {
    const { add, shows, stop, view } = await withMessages(1, 60);
    await shows("message 11..message 60 50 older");
    for (let at = 61; at <= 320; at += 20) await add(at, at + 19);
    await shows("message 11..message 320 310 older");
    await add(321, 330);
    await shows("message 11..message 330 320 older");
    const ids = view()?.messages.map((each) => each.id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    stop();
  });

  it("[L4] the window is kept while no screen looks", async () => {
    const { add, timeline, shows, stop, view } = await withMessages(1, 170);
    await shows("message 121..message 170 50 older");
    await timeline.loadOlder();
    stop();
    await add(171, 171);
    const again = timeline.subscribe(() => undefined);
    await eventually(() => expect(view()?.messages).toBeDefined());
    let last = 0;
    const third = timeline.subscribe((next) => {
      last = next.messages.length;
    });
    await eventually(() => expect(last).toBe(151));
    again();
    third();
  });
});
