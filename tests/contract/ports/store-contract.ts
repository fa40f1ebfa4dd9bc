/** What every Store promises. Run on the one in memory here, and on the real one by its owner. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OutboxEntry, QuarantinedEntry, Row, Store } from "../../../src/sync/ports.ts";

export interface OpenStore {
  /** With a fresh state row: nextSeq 1, nothing acknowledged. */
  readonly store: Store;
  /** The same database as another context would open it. */
  reopen(): Promise<Store>;
  close(): Promise<void>;
}

/** Two synced tables and a side table (values keyed by `key`) that the store under test has. */
export interface StoreTables {
  readonly rows: string;
  readonly others: string;
  readonly side: string;
}

const table = (name: string): string => `0199aaaa-0000-7000-8000-0000000000${name}`;
const stamp = "019000000000-0000-00000000000000aa";
const row = (name: string, more: object = {}): Row => ({ id: table(name), stamp, key: `key ${name}`, value: { nested: ["ভাই", null, 1.5] }, ...more });
const entry = (seq: number): OutboxEntry => ({ seq, id: `id-${seq}`, schema: 1, ops: [{ table: "preferences", row: row("01") }], bytes: 10, queuedAt: 1000 + seq });
const quarantined = (id: string): QuarantinedEntry => ({ id, schema: 1, ops: [], bytes: 2, queuedAt: 5, code: "23514", quarantinedAt: 9 });

export function storeContract(name: string, tables: StoreTables, open: () => Promise<OpenStore>): void {
  describe(`Store contract: ${name}`, () => {
    let opened: OpenStore;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());
    const all = [tables.rows, tables.others, tables.side];
    const rowsOf = (from: Store, ...names: string[]): Promise<readonly (Row | undefined)[]> =>
      from.read(all, (tx) => tx.rows(tables.rows, names.map(table)));

    test("[W1] what a write committed, another context reads: rows, outbox, state, side table", async () => {
      await store.write(all, async (tx) => {
        const state = await tx.state();
        await tx.putRows(tables.rows, [row("01", { _seq: 1 }), row("02")]);
        await tx.putOutbox([entry(1)]);
        await tx.side(tables.side).put({ key: "chat", text: "draft", updatedAt: 1 });
        await tx.setState({ ...state, nextSeq: 2, clockOffset: -5, cursor: [7, "~", ""] });
      });
      const other = await opened.reopen();
      const seen = await other.read(all, async (tx) => ({
        rows: await tx.rows(tables.rows, [table("02"), table("99"), table("01")]),
        outbox: await tx.outbox(0, 10),
        state: await tx.state(),
        side: await tx.side(tables.side).get("chat"),
      }));
      expect(seen.rows).toEqual([row("02"), undefined, row("01", { _seq: 1 })]);
      expect(seen.outbox).toEqual([entry(1)]);
      expect(seen.state).toMatchObject({ nextSeq: 2, clockOffset: -5, cursor: [7, "~", ""] });
      expect(seen.side).toMatchObject({ key: "chat", text: "draft" });
    });

    test("[L5] rows come in order of their ids, after one, so many at a time", async () => {
      await store.write(all, async (tx) => {
        await tx.putRows(tables.rows, [row("03"), row("01"), row("04"), row("02")]);
        await tx.putRows(tables.others, [row("05")]);
      });
      const ids = (after: string, limit: number): Promise<readonly string[]> =>
        store.read(all, async (tx) => (await tx.rowsAfter(tables.rows, after, limit)).map(({ id }) => id));
      expect(await ids("", 3)).toEqual([table("01"), table("02"), table("03")]);
      expect(await ids(table("03"), 3)).toEqual([table("04")]);
      expect(await ids(table("01"), 0)).toEqual([]);
      expect(await ids(table("04"), 3)).toEqual([]);
    });

    test("[W1] a write that throws leaves nothing, and rejects with the very error", async () => {
      const before = await store.read([], (tx) => tx.state());
      const error = new RangeError("second thoughts");
      const attempt = store.write(all, async (tx) => {
        await tx.putRows(tables.rows, [row("01")]);
        await tx.putOutbox([entry(1)]);
        await tx.side(tables.side).put({ key: "chat", text: "draft", updatedAt: 1 });
        await tx.setState({ ...(await tx.state()), nextSeq: 2 });
        throw error;
      });
      await expect(attempt).rejects.toBe(error);
      const after = await store.read(all, async (tx) => [await tx.rows(tables.rows, [table("01")]), await tx.outbox(0, 10), await tx.side(tables.side).all(), await tx.state()]);
      expect(after).toEqual([[undefined], [], [], before]);
    });

    test("[W1] writes that overlap are one after the other: no increment is lost", async () => {
      const other = await opened.reopen();
      const increment = (on: Store): Promise<void> =>
        on.write([], async (tx) => {
          const state = await tx.state();
          await tx.setState({ ...state, nextSeq: state.nextSeq + 1 });
        });
      await Promise.all(Array.from({ length: 20 }, (_, i) => increment(i % 2 ? store : other)));
      expect((await store.read([], (tx) => tx.state())).nextSeq).toBe(21);
    });

    test("[W1] a transaction sees its own writes", async () => {
      const seen = await store.write(all, async (tx) => {
        await tx.putRows(tables.rows, [row("01")]);
        await tx.setState({ ...(await tx.state()), nextSeq: 9 });
        return [await tx.rows(tables.rows, [table("01")]), (await tx.state()).nextSeq];
      });
      expect(seen).toEqual([[row("01")], 9]);
    });

    test("[P2] the outbox comes ascending by seq, after a seq, and no more than asked for", async () => {
      await store.write([], (tx) => tx.putOutbox([11, 2, 9, 1, 10].map(entry)));
      const seqs = (after: number, limit: number): Promise<number[]> => store.read([], async (tx) => (await tx.outbox(after, limit)).map(({ seq }) => seq));
      expect(await seqs(0, 10)).toEqual([1, 2, 9, 10, 11]);
      expect(await seqs(2, 2)).toEqual([9, 10]);
      expect(await seqs(11, 5)).toEqual([]);
    });

    test("[P5] outbox entries leave by seq, and the size tells how many and how old", async () => {
      expect(await store.read([], (tx) => tx.outboxSize())).toEqual({ count: 0, oldestQueuedAt: null });
      await store.write([], (tx) => tx.putOutbox([1, 2, 3].map(entry)));
      await store.write([], (tx) => tx.removeOutbox([1, 3, 77]));
      expect(await store.read([], (tx) => tx.outboxSize())).toEqual({ count: 1, oldestQueuedAt: 1002 });
    });

    test("[P6] the quarantine keeps entries until they are removed", async () => {
      await store.write([], (tx) => tx.putQuarantine([quarantined("a"), quarantined("b")]));
      await store.write([], (tx) => tx.removeQuarantine(["a"]));
      expect(await store.read([], (tx) => tx.quarantine())).toEqual([quarantined("b")]);
    });

    test("[L3] rows are replaced whole, and deleted rows are gone", async () => {
      await store.write(all, (tx) => tx.putRows(tables.rows, [row("01", { extra: 1 }), row("02")]));
      await store.write(all, async (tx) => {
        await tx.putRows(tables.rows, [row("01")]);
        await tx.deleteRows(tables.rows, [table("02"), table("98")]);
      });
      expect(await rowsOf(store, "01", "02")).toEqual([row("01"), undefined]);
    });

    test("[L3] adding stores what is new and leaves what is there, telling which that was", async () => {
      await store.write(all, (tx) => tx.putRows(tables.rows, [row("01", { n: 1 }), row("02", { n: 1 })]));
      const known = await store.write(all, (tx) => tx.addRows(tables.rows, [row("01", { n: 2 }), row("03", { n: 2 }), row("03", { n: 3 })]));
      expect(known).toEqual(new Set([table("01"), table("03")]));
      expect(await rowsOf(store, "01", "02", "03")).toEqual([row("01", { n: 1 }), row("02", { n: 1 }), row("03", { n: 2 })]);
    });

    test("[L3] what was not added can be read and put in the same transaction", async () => {
      await store.write(all, (tx) => tx.putRows(tables.rows, [row("01", { n: 1 })]));
      await store.write(all, async (tx) => {
        await tx.addRows(tables.rows, [row("01", { n: 2 }), row("02", { n: 2 })]);
        const [before] = await tx.rows(tables.rows, [table("01")]);
        if (before) await tx.putRows(tables.rows, [{ ...before, also: true }]);
      });
      expect(await rowsOf(store, "01", "02")).toEqual([row("01", { n: 1, also: true }), row("02", { n: 2 })]);
    });

    test("[L3] tables do not share ids", async () => {
      await store.write(all, (tx) => tx.putRows(tables.rows, [row("01")]));
      expect(await store.read(all, (tx) => tx.rows(tables.others, [table("01")]))).toEqual([undefined]);
    });

    test("[L3] a page of 500 rows reads back as it was", async () => {
      const page = Array.from({ length: 500 }, (_, i) => row(String(i).padStart(3, "0").slice(-2) + String(i), { n: i }));
      await store.write(all, (tx) => tx.putRows(tables.rows, page));
      const back = await store.read(all, (tx) => tx.rows(tables.rows, page.map(({ id }) => id)));
      expect(back).toEqual(page);
    });

    test("[W1] empty lists are no work and no error", async () => {
      await store.write(all, async (tx) => {
        await tx.putRows(tables.rows, []);
        expect(await tx.addRows(tables.rows, [])).toEqual(new Set());
        await tx.deleteRows(tables.rows, []);
        await tx.putOutbox([]);
        await tx.removeOutbox([]);
        expect(await tx.rows(tables.rows, [])).toEqual([]);
      });
    });

    test("[W1] the side table gets, lists, replaces and deletes by key", async () => {
      await store.write([tables.side], async (tx) => {
        const side = tx.side<{ key: string; text: string; updatedAt: number }>(tables.side);
        await side.put({ key: "a", text: "1", updatedAt: 1 });
        await side.put({ key: "b", text: "2", updatedAt: 1 });
        await side.put({ key: "a", text: "3", updatedAt: 2 });
        await side.delete("b");
        expect(await side.all()).toMatchObject([{ key: "a", text: "3" }]);
        expect(await side.get("b")).toBeUndefined();
      });
    });
  });
}
