import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import type { BondhuDatabase } from "../../../src/adapters/dexie/database.ts";
import { live } from "../../../src/adapters/dexie/live.ts";
import { rowCount } from "../../../src/adapters/dexie/counts.ts";
import { newestRows, repliesTo, rows } from "../../../src/adapters/dexie/queries.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { timelinePage } from "../../../src/adapters/dexie/timeline-page.ts";
import type { Live } from "../../../src/shared/live.ts";
import type { Row } from "../../../src/sync/ports.ts";
import { created, device, message, stamp } from "./device.ts";
import { eventually } from "../../support/eventually.ts";

/** mulberry32: the same sequence for the same seed. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const first = <T>(query: Live<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = query.subscribe((value) => {
      queueMicrotask(() => stop());
      resolve(value);
    }, reject);
  });

const newest = (db: BondhuDatabase, limit: number) => live(() => newestRows(db, limit));
const from = (db: BondhuDatabase, at: number) => timelinePage(db, { before: null, from: { stamp: stamp(at), id: "" } }, 5);

const queries = (db: BondhuDatabase): readonly Live<unknown>[] => [
  newest(db, 5),
  from(db, 40),
  repliesTo(db, [message(3).id, message(7).id]),
  rows(db, "chat_messages", [message(1).id, message(20).id, message(60).id]),
  rowCount(db, "chat_messages"),
  live(async () => (await db.chat_messages.where("[stamp+id]").between([stamp(10), ""], [stamp(30), ""]).primaryKeys()).join()),
];

describe("what live queries are told about the store's writes", () => {
  it.each([1, 2, 3])("every query follows every write, random writes of seed %i", async (seed) => {
    const random = generator(seed);
    const db = await created(device());
    const store = createDexieStore(db);
    const followed = queries(db).map((query) => {
      const state: { value: unknown } = { value: undefined };
      query.subscribe((value) => (state.value = value));
      return state;
    });
    const put = (at: number): Row =>
      message(at, { stamp: stamp(random(80)), reply_to: random(3) === 0 ? message(random(10)).id : null, message_text: String(random(1000)) });
    for (let step = 0; step < 25; step += 1) {
      const ids = Array.from({ length: random(4) === 0 ? 70 : 1 + random(3) }, () => random(80));
      await store.write(["chat_messages"], (tx) =>
        random(3) === 0
          ? tx.deleteRows("chat_messages", ids.map((at) => message(at).id))
          : tx.putRows("chat_messages", ids.map(put)),
      );
      const now = await Promise.all(queries(db).map((query) => first(query)));
      await eventually(() => expect(followed.map((state) => state.value)).toEqual(now));
    }
  });

  it("[L4] a page of old rows does not wake a query over the newest", async () => {
    const db = await created(device());
    const store = createDexieStore(db);
    await store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", [message(1000)]));
    let told = 0;
    let counted = 0;
    from(db, 1000).subscribe(() => (told += 1));
    rowCount(db, "chat_messages").subscribe((count) => (counted = count));
    await eventually(() => expect([told, counted]).toEqual([1, 1]));
    await store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", Array.from({ length: 500 }, (_, at) => message(at))));
    await eventually(() => expect(counted).toBe(501));
    expect(told).toBe(1);
  });

  it("nothing is told of a transaction that was rolled back", async () => {
    const db = await created(device());
    const store = createDexieStore(db);
    let told = 0;
    newest(db, 5).subscribe(() => (told += 1));
    await eventually(() => expect(told).toBe(1));
    const failure = new Error("no");
    const refused = store.write(["chat_messages"], async (tx) => {
      await tx.putRows("chat_messages", [message(1)]);
      throw failure;
    });
    await expect(refused).rejects.toBe(failure);
    await first(newest(db, 5));
    expect(told).toBe(1);
  });
});
