import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import type { BondhuDatabase } from "../../../src/adapters/dexie/database.ts";
import { ensureGuest, openRegistry } from "../../../src/adapters/dexie/registry.ts";
import { rowCount } from "../../../src/adapters/dexie/counts.ts";
import {
  engineState,
  hasMessagesBefore,
  messagesBefore,
  outboxSummary,
  quarantined,
  repliesTo,
  rows,
  sideRow,
  sideRows,
} from "../../../src/adapters/dexie/queries.ts";
import { lookAgain } from "../../../src/adapters/dexie/live.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { timelinePage } from "../../../src/adapters/dexie/timeline-page.ts";
import type { Live } from "../../../src/shared/live.ts";
import { DatabaseGone } from "../../../src/sync/ports.ts";
import type { StoreTx } from "../../../src/sync/ports.ts";
import { created, device, entry, message, newState, promised, stamp } from "./device.ts";
import { eventually } from "../../support/eventually.ts";

/** Every value a live query has told, and its errors. */
function follow<T>(live: Live<T>) {
  const values: T[] = [];
  const errors: unknown[] = [];
  const stop = live.subscribe(
    (value) => values.push(value),
    (reason) => errors.push(reason),
  );
  return { values, errors, stop, until: (test: (value: T | undefined) => void) => eventually(() => test(values.at(-1))) };
}
const write = (db: BondhuDatabase, fn: (tx: StoreTx) => Promise<void>) => createDexieStore(db).write(["chat_messages", "preferences", "asks"], fn);
const texts = (found: readonly { readonly message_text: string }[] | undefined) => found?.map((row) => row.message_text);
const place = (at: number) => ({ stamp: stamp(at), id: message(at).id });

describe("live queries", () => {
  it("the newest page comes oldest first, without deleted ones, keeps its beginning and follows writes", async () => {
    const db = await created(device());
    await write(db, (tx) => tx.putRows("chat_messages", [3, 1, 2, 5, 4].map((at) => message(at))));
    await write(db, (tx) => tx.putRows("chat_messages", [message(4, { deleted_at: "2026-01-01T00:00:00.000Z", message_text: "" })]));
    const newest = follow(timelinePage(db, { before: null, from: null }, 3));
    await newest.until((value) => expect(texts(value)).toEqual(["message 2", "message 3", "message 5"]));
    await write(db, (tx) => tx.putRows("chat_messages", [message(6)]));
    await newest.until((value) => expect(texts(value)).toEqual(["message 2", "message 3", "message 5", "message 6"]));
    newest.stop();
    await write(db, (tx) => tx.putRows("chat_messages", [message(7)]));
    expect(newest.values).toHaveLength(2);
  });

  it("[C1] a change that nobody told of, since its writer ended right after it, is seen when looked again", async () => {
    const db = await created(device());
    const newest = follow(timelinePage(db, { before: null, from: null }, 3));
    await newest.until((value) => expect(texts(value)).toEqual([]));
    await promised(db.backendDB().transaction("chat_messages", "readwrite").objectStore("chat_messages").put(message(1)));
    expect(texts(newest.values.at(-1))).toEqual([]);
    lookAgain();
    await newest.until((value) => expect(texts(value)).toEqual(["message 1"]));
  });

  it("equal stamps are ordered by id, and a place between them splits them", async () => {
    const db = await created(device());
    await write(db, (tx) => tx.putRows("chat_messages", ["b", "a", "c"].map((id) => message(1, { id, message_text: id }))));
    expect(texts(await messagesBefore(db, { stamp: stamp(1), id: "c" }, 10))).toEqual(["a", "b"]);
    const from = follow(timelinePage(db, { before: null, from: { stamp: stamp(1), id: "b" } }, 10));
    await from.until((value) => expect(texts(value)).toEqual(["b", "c"]));
  });

  it("older pages and whether there are any", async () => {
    const db = await created(device());
    await write(db, (tx) => tx.putRows("chat_messages", [1, 2, 3, 4].map((at) => message(at))));
    expect(texts(await messagesBefore(db, place(4), 2))).toEqual(["message 2", "message 3"]);
    const more = follow(hasMessagesBefore(db, place(2)));
    await more.until((value) => expect(value).toBe(true));
    await write(db, (tx) => tx.deleteRows("chat_messages", [message(1).id]));
    await more.until((value) => expect(value).toBe(false));
    const between = follow(timelinePage(db, { before: place(4), from: place(2) }, 10));
    await between.until((value) => expect(texts(value)).toEqual(["message 2", "message 3"]));
  });

  it("replies are found by what they answer", async () => {
    const db = await created(device());
    await write(db, (tx) => tx.putRows("chat_messages", [message(1), message(2, { reply_to: message(1).id }), message(3)]));
    const replies = follow(repliesTo(db, [message(1).id]));
    await replies.until((value) => expect(texts(value)).toEqual(["message 2"]));
  });

  it("[T1] outbox, acknowledged seq and quarantine are followed; equal values are told once", async () => {
    const db = await created(device());
    const outbox = follow(outboxSummary(db));
    const state = follow(engineState(db));
    const refused = follow(quarantined(db));
    await outbox.until((value) => expect(value).toEqual({ count: 0, oldestQueuedAt: null }));
    await state.until((value) => expect(value?.ackedSeq).toBe(0));
    await write(db, async (tx) => {
      await tx.putOutbox([entry(1), entry(2)]);
      await tx.setState({ ...newState(), nextSeq: 3 });
    });
    await outbox.until((value) => expect(value).toEqual({ count: 2, oldestQueuedAt: 1001 }));
    const { seq: _seq, ...first } = entry(1);
    await write(db, async (tx) => {
      await tx.removeOutbox([1, 2]);
      await tx.putQuarantine([{ ...first, code: "22023", quarantinedAt: 5 }]);
      await tx.setState({ ...newState(), nextSeq: 3, ackedSeq: 2 });
    });
    await state.until((value) => expect(value?.ackedSeq).toBe(2));
    await refused.until((value) => expect(value?.map((mutation) => mutation.code)).toEqual(["22023"]));
    await outbox.until((value) => expect(value?.count).toBe(0));
    expect(outbox.values.map((value) => value.count)).toEqual([0, 2, 0]);
  });

  it("tables, counts and device-only rows are followed", async () => {
    const db = await created(device());
    const preferences = follow(rows(db, "preferences"));
    const some = follow(rows(db, "preferences", ["p2", "missing"]));
    const count = follow(rowCount(db, "preferences"));
    const asks = follow(sideRows(db, "asks"));
    const draft = follow(sideRow<{ text: string }>(db, "drafts", "chat"));
    await write(db, async (tx) => {
      await tx.putRows("preferences", ["p1", "p2"].map((id) => ({ id, stamp: stamp(1), key: id, value: "dark" })));
      await tx.side("asks").put({ messageId: "m1" });
    });
    await db.table("drafts").put({ key: "chat", text: "half a thou" });
    await preferences.until((value) => expect(value).toHaveLength(2));
    await some.until((value) => expect(value?.map((row) => row.id)).toEqual(["p2"]));
    await count.until((value) => expect(value).toBe(2));
    await asks.until((value) => expect(value).toEqual([{ messageId: "m1" }]));
    await draft.until((value) => expect(value?.text).toBe("half a thou"));
  });

  it("[T3] a closed database is an error of the query, not silence", async () => {
    const db = await created(device());
    db.leave();
    const state = follow(engineState(db));
    await eventually(() => expect(state.errors[0]).toBeInstanceOf(DatabaseGone));
  });

  it("the current account is followed", async () => {
    const registry = await openRegistry({ uuid: () => "one", now: () => 7, environment: device() });
    const current = follow(registry.liveCurrent());
    await current.until((value) => expect(value).toBeNull());
    const guest = await ensureGuest(registry);
    await current.until((value) => expect(value).toEqual(guest));
  });
});
