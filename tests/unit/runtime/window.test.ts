/** F7 on IndexedDB: a window around a place, growing both ways while messages come, go and change places. */
import "fake-indexeddb/auto";
import { afterEach, describe, expect, it } from "vitest";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import type { TimelinePlace, TimelineView } from "../../../src/runtime/api.ts";
import { createTimeline } from "../../../src/runtime/timeline.ts";
import { markRead } from "../../../src/runtime/commands/mark-read.ts";
import { created, device, message, stamp } from "../dexie/device.ts";
import { eventually } from "../../support/eventually.ts";
import { mulberry32 } from "../../support/search/words.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function phone(count: number) {
  const db = await created(device());
  closers.push(() => db.leave());
  const store = createDexieStore(db);
  const put = (...rows: ReturnType<typeof message>[]): Promise<void> => store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", rows));
  if (count > 0) await put(...Array.from({ length: count }, (_, n) => message((n + 1) * 10)));
  const open = (around: TimelinePlace | null) => {
    const timeline = createTimeline(db, undefined, around);
    const views: TimelineView[] = [];
    closers.push(
      timeline.subscribe(
        (next) => views.push(next),
        (reason) => expect.fail(String(reason)),
      ),
    );
    const numbers = (view = views.at(-1)): number[] => (view?.messages ?? []).map(({ id }) => Number.parseInt(id.slice(-12), 16) / 10);
    const span = (): string => {
      const shown = numbers();
      const view = views.at(-1);
      return `${view?.hasOlder === true ? "…" : ""}${shown[0] ?? ""}–${shown.at(-1) ?? ""}${view?.hasNewer === true ? "…" : ""} ${shown.length}`;
    };
    return { timeline, views, numbers, shows: (expected: string) => eventually(() => expect(span()).toBe(expected)) };
  };
  return { db, store, put, open };
}
const placeOf = (n: number): TimelinePlace => ({ stamp: stamp(n * 10), id: message(n * 10).id });
const gone = { deleted_at: "2026-01-02T00:00:00.000Z", message_text: "" };

describe("a window around a place", () => {
  it("[F7] opens with 50 on each side at once, and grows both ways to both ends", async () => {
    const { open } = await phone(400);
    const { timeline, shows, views } = open(placeOf(200));
    await shows("…150–249… 100");
    expect(new Set(views.map(({ messages }) => messages.length))).toEqual(new Set([100]));
    await timeline.loadNewer();
    await shows("…150–349… 200");
    await timeline.loadOlder();
    await shows("…50–349… 300");
    await timeline.loadNewer();
    await shows("…50–400 351");
    await timeline.loadNewer();
    await timeline.loadOlder();
    await shows("1–400 400");
  });

  it("[F7] what arrives at the end is not shown before the window reaches it, and then at once", async () => {
    const { open, put, store } = await phone(120);
    const { timeline, shows, views } = open(placeOf(20));
    await shows("1–69… 69");
    await put(message(1210));
    await store.write(["asks"], (tx) => tx.side("asks").put({ messageId: message(1210).id, attempt: 1, state: "open", askedAt: 1 }));
    await shows("1–69… 69");
    expect(views.at(-1)?.reply.kind).toBe("idle");
    await timeline.loadNewer();
    await shows("1–121 121");
    expect(views.at(-1)?.reply.kind).toBe("thinking");
    await put(message(1220));
    await shows("1–122 122");
  });

  it("[F7] the place may have been deleted, or lie before or behind every message", async () => {
    const { open, put } = await phone(60);
    await put(message(300, gone));
    const { shows } = open(placeOf(30));
    await shows("1–60 59");
    await open({ stamp: "0", id: "" }).shows("1–51… 50");
    await open({ stamp: "f", id: "" }).shows("…10–60 50");
    const { open: openEmpty } = await phone(0);
    const empty = openEmpty(placeOf(1));
    await eventually(() => expect(empty.views.at(-1)).toMatchObject({ messages: [], hasOlder: false, hasNewer: false }));
  });

  it.each(Array.from({ length: 10 }, (_, seed) => seed + 1))("[F7] pages never leave a hole nor show a message twice, whatever happens meanwhile (%i)", async (seed) => {
    const random = mulberry32(seed);
    const below = (n: number): number => Math.floor(random() * n);
    const { db, open, put } = await phone(700);
    const around = random() < 0.8 ? placeOf(1 + below(700)) : null;
    const { timeline, views, numbers } = open(around);
    await eventually(() => expect(views.length).toBeGreaterThan(0));
    const asked: Promise<void>[] = [];
    let next = 7010;
    for (let step = 0; step < 40; step += 1) {
      const kind = below(6);
      if (kind === 0) asked.push(timeline.loadOlder());
      else if (kind === 1) asked.push(timeline.loadNewer());
      else if (kind === 2) await put(message(10 * (1 + below(700)), gone));
      // Another device's words, from any time.
      else if (kind === 3) await put(message(10 * below(700) + 1 + below(9)));
      else if (kind === 4) await put(...Array.from({ length: 1 + below(80) }, () => message((next += 10))));
      else await Promise.all(asked.splice(0));
    }
    await Promise.all(asked);
    const living = (await db.chat_messages.orderBy("[stamp+id]").toArray()).filter((row) => row.deleted_at === null).map((row) => Number.parseInt(row.id.slice(-12), 16) / 10);
    await eventually(() => {
      const shown = numbers();
      const from = living.indexOf(shown[0] ?? -1);
      expect(from).toBeGreaterThanOrEqual(0);
      // The newest living ones where it reaches the end.
      expect(shown).toEqual(living.slice(from, from + shown.length));
      const view = views.at(-1);
      expect(view?.hasNewer).toBe(from + shown.length < living.length);
      expect(view?.hasOlder).toBe(from > 0);
    });
    // Nor was there one on the way.
    for (const view of views) {
      const shown = numbers(view);
      expect(shown).toEqual([...new Set(shown)].toSorted((a, b) => a - b));
    }
    for (let n = 0; n < 20; n += 1) await Promise.all([timeline.loadOlder(), timeline.loadNewer()]);
    await eventually(() => expect(numbers()).toEqual(living));
  });
});

describe("how far was read", () => {
  it("[F9] only ever moves on, is kept, and stands in every view", async () => {
    const { open, store } = await phone(5);
    const { views } = open(null);
    await eventually(() => expect(views.at(-1)?.readUpTo).toBeNull());
    await Promise.all([markRead(store, placeOf(3)), markRead(store, placeOf(2))]);
    await eventually(() => expect(views.at(-1)?.readUpTo).toMatchObject(placeOf(3)));
    await markRead(store, placeOf(1));
    const again = open(null);
    await eventually(() => expect(again.views.at(-1)?.readUpTo).toMatchObject(placeOf(3)));
  });
});
