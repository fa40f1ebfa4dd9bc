import { IDBDatabase as FakeDatabase, IDBObjectStore as FakeObjectStore } from "fake-indexeddb";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openAccountDatabase } from "../../../src/adapters/dexie/database.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { DatabaseGone, QuotaExceeded } from "../../../src/sync/ports.ts";
import type { Store } from "../../../src/sync/ports.ts";
import { account, created, device, dump, entry, message } from "./device.ts";

afterEach(() => vi.restoreAllMocks());

const realTransaction: IDBDatabase["transaction"] = Reflect.get(FakeDatabase.prototype, "transaction");
const realPut: IDBObjectStore["put"] = Reflect.get(FakeObjectStore.prototype, "put");

/** What a command does: read and advance the state, write rows and one mutation. */
const send = (store: Store, at: number): Promise<number> =>
  store.write(["chat_messages"], async (tx) => {
    const state = await tx.state();
    const row = message(at);
    await Promise.all([
      tx.putRows("chat_messages", [row]),
      tx.putOutbox([entry(state.nextSeq, [row])]),
      tx.setState({ ...state, nextSeq: state.nextSeq + 1 }),
    ]);
    return state.nextSeq;
  });

/** Every transaction opened from now on. Dexie binds `transaction` when it opens a database: call this before. */
function watchTransactions() {
  const seen: { readonly args: readonly unknown[]; committed: boolean; readonly over: Promise<void>; readonly abort: (name: string) => void }[] = [];
  vi.spyOn(FakeDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...args) {
    const transaction = realTransaction.apply(this, args);
    const abort: unknown = Reflect.get(transaction, "_abort");
    const over = new Promise<void>((resolve) => {
      for (const end of ["complete", "abort"]) transaction.addEventListener(end, () => resolve());
    });
    const record = { args, committed: false, over, abort: (name: string) => typeof abort === "function" && Reflect.apply(abort, transaction, [name]) };
    transaction.addEventListener("complete", () => (record.committed = true));
    seen.push(record);
    return transaction;
  });
  return seen;
}

describe("the store on Dexie", () => {
  it("[W1] asks IndexedDB for strict durability, over no more tables than named and the journals of what is made of them", async () => {
    const transactions = watchTransactions();
    const store = createDexieStore(await created(device()));
    transactions.length = 0;
    await send(store, 1);
    expect(transactions.map(({ args }) => args)).toEqual([
      [["state", "outbox", "quarantine", "chat_messages", "search_journal", "tally_journal"], "readwrite", { durability: "strict" }],
    ]);
  });

  it("[L3] is relaxed only when asked to be", async () => {
    const transactions = watchTransactions();
    const store = createDexieStore(await created(device()));
    transactions.length = 0;
    await store.write(["chat_messages"], async (tx) => tx.setState(await tx.state()), "relaxed");
    expect(transactions.map(({ args }) => args[2])).toEqual([{ durability: "relaxed" }]);
  });

  it("[W1] resolves after the commit, not before", async () => {
    const transactions = watchTransactions();
    const store = createDexieStore(await created(device()));
    await send(store, 1);
    expect(transactions.at(-1)?.committed).toBe(true);
  });

  it("[W1] a crash in the middle leaves nothing", async () => {
    const environment = device();
    const db = await created(environment);
    const store = createDexieStore(db);
    const before = await dump(environment, account);
    const crash = new Error("crash");
    await expect(
      store.write(["chat_messages"], async (tx) => {
        await tx.putRows("chat_messages", [message(1)]);
        await tx.putOutbox([entry(1)]);
        throw crash;
      }),
    ).rejects.toBe(crash);
    expect(await dump(environment, account)).toEqual(before);
    expect(await send(store, 2)).toBe(1);
  });

  it("[T2] a quota error is QuotaExceeded and leaves nothing half-written, even when the caller swallows it", async () => {
    const environment = device();
    const db = await created(environment);
    const before = await dump(environment, account);
    vi.spyOn(FakeObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name === "outbox") throw new DOMException("full", "QuotaExceededError");
      return realPut.apply(this, args);
    });
    await expect(send(createDexieStore(db), 1)).rejects.toBeInstanceOf(QuotaExceeded);
    await expect(
      createDexieStore(db).write(["chat_messages"], async (tx) => {
        await tx.putRows("chat_messages", [message(1)]);
        await tx.putOutbox([entry(1), entry(2)]).catch(() => undefined);
      }),
    ).rejects.toBeInstanceOf(QuotaExceeded);
    expect(await dump(environment, account)).toEqual(before);
  });

  it("[T2] a quota error at commit is QuotaExceeded", async () => {
    const environment = device();
    const transactions = watchTransactions();
    const store = createDexieStore(await created(environment));
    const before = await dump(environment, account);
    await expect(
      store.write(["chat_messages"], async (tx) => {
        await tx.putRows("chat_messages", [message(1)]);
        // Chromium aborts on its own, with this as the transaction's error, when the disk is full at commit.
        transactions.at(-1)?.abort("QuotaExceededError");
      }),
    ).rejects.toBeInstanceOf(QuotaExceeded);
    expect(await dump(environment, account)).toEqual(before);
  });

  it("[W1] waiting for anything else inside is an error, not a silent half", async () => {
    const transactions = watchTransactions();
    const db = await created(device());
    await expect(
      createDexieStore(db).write(["chat_messages"], async (tx) => {
        await tx.putRows("chat_messages", [message(1)]);
        await transactions.at(-1)?.over;
        await tx.putOutbox([entry(1)]);
      }),
    ).rejects.toThrow("awaited something else inside");
  });

  it("[T3] an operation too late in a read is our bug, not a database that is gone", async () => {
    const transactions = watchTransactions();
    const store = createDexieStore(await created(device()));
    const late = store.read(["chat_messages"], async (tx) => {
      await transactions.at(-1)?.over;
      return await tx.rows("chat_messages", ["a"]);
    });
    await expect(late).rejects.toHaveProperty("name", "InvalidStateError");
  });

  it("[C2] a page and a worker that write at once keep seq contiguous", async () => {
    const environment = device();
    const page = createDexieStore(await created(environment));
    const worker = createDexieStore(await openAccountDatabase(account, environment));
    const seqs = await Promise.all(Array.from({ length: 60 }, (_, at) => send(at % 2 === 0 ? page : worker, at)));
    expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
    expect(await page.read([], (tx) => tx.outboxSize())).toEqual({ count: 60, oldestQueuedAt: 1001 });
    expect((await worker.read([], (tx) => tx.outbox(10, 3))).map((queued) => queued.seq)).toEqual([11, 12, 13]);
  });

  it("[W1] a write inside another transaction's callback commits on its own", async () => {
    const environment = device();
    const db = await created(environment);
    const store = createDexieStore(db);
    await db.transaction("r", db.table("kv"), () => send(store, 1)).catch(() => undefined);
    expect((await dump(environment, account))?.["chat_messages"]).toHaveLength(1);
  });

  it("[T3] an operation after the transaction's end is refused", async () => {
    const db = await created(device());
    const store = createDexieStore(db);
    const late = await store.write(["chat_messages"], async (tx) => () => tx.putRows("chat_messages", [message(1)]));
    await expect(late()).rejects.toHaveProperty("name", "InvalidStateError");
    expect(await store.read(["chat_messages"], (tx) => tx.rows("chat_messages", [message(1).id]))).toEqual([undefined]);
  });

  it("[T3] every operation of a closed database throws DatabaseGone", async () => {
    const db = await created(device());
    const store = createDexieStore(db);
    const running = store.write(["chat_messages"], async (tx) => {
      await tx.putRows("chat_messages", [message(1)]);
      db.close();
      await tx.putRows("chat_messages", [message(2)]);
    });
    await running.catch((reason: unknown) => expect(reason).toBeInstanceOf(DatabaseGone));
    await expect(store.read([], (tx) => tx.state())).rejects.toBeInstanceOf(DatabaseGone);
    await expect(store.write([], (tx) => tx.state())).rejects.toBeInstanceOf(DatabaseGone);
  });

  it.each([0, 1, 20, 150, 500])("[L3] many rows are found among %i others, in the order asked for, missing ones undefined", async (others) => {
    const db = await created(device());
    const store = createDexieStore(db);
    const at = (index: number): number => (index * 7919) % 1009;
    const kept = Array.from({ length: others }, (_, index) => message(at(index)));
    const asked = Array.from({ length: 100 }, (_, index) => message(at(index * 3)).id);
    await store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", kept));
    const byId = new Map(kept.map((row) => [row.id, row]));
    expect(await store.read(["chat_messages"], (tx) => tx.rows("chat_messages", asked))).toEqual(asked.map((id) => byId.get(id)));
  });

  it("[P5] exactly the named entries leave the outbox", async () => {
    const db = await created(device());
    const store = createDexieStore(db);
    await store.write([], (tx) => tx.putOutbox(Array.from({ length: 12 }, (_, index) => entry(index + 1))));
    await store.write([], (tx) => tx.removeOutbox([9, 2, 3, 4, 4, 11, 99]));
    expect((await store.read([], (tx) => tx.outbox(0, 100))).map((queued) => queued.seq)).toEqual([1, 5, 6, 7, 8, 10, 12]);
  });

  it("[W1] side tables are written with what they belong to", async () => {
    const db = await created(device());
    const store = createDexieStore(db);
    await store.write(["asks"], async (tx) => tx.side<{ messageId: string }>("asks").put({ messageId: "m" }));
    expect(await store.read(["asks"], (tx) => tx.side("asks").all())).toEqual([{ messageId: "m" }]);
    await store.write(["asks"], (tx) => tx.side("asks").delete("m"));
    expect(await store.read(["asks"], (tx) => tx.side("asks").get("m"))).toBeUndefined();
  });
});
