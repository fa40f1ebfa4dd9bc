/**
 * The engine's Store: one IndexedDB transaction per write, strict unless asked otherwise, the state row checked inside it.
 *
 * It goes to IndexedDB itself, on Dexie's connection: a send measured 1.9 to 2.3 bare strict puts this way and 2.5 to 4.3
 * through Dexie's tables. Everybody else writes through Dexie, where the write guard stands. Guarantees:
 * - `write` resolves after the commit; if it rejects, nothing of it was written, whatever `fn` caught on its way.
 * - No connection is opened here: a database closed or deleted under the app throws {@link DatabaseGone}.
 * - Live queries of every context are told after the commit. Reads here are not observed: live queries use `queries.ts`.
 */
import { DatabaseGone } from "../../sync/ports.ts";
import type { Store, StoreTx } from "../../sync/ports.ts";
import { tables as syncedTables } from "../../domain/tables.ts";
import { engineTables, openable, usable } from "./database.ts";
import type { BondhuDatabase, StateRow } from "./database.ts";
import { storeError } from "./errors.ts";
import { Mutated } from "./mutated.ts";
import { schemaVersion } from "./schema.ts";
import { alongWith, IdbStoreTx, result } from "./store-tx.ts";

/** null: committed. Otherwise the platform's reason, where it had one (no room left), or a bare AbortError. */
export function fate(transaction: IDBTransaction): Promise<DOMException | null> {
  return new Promise((resolve) => {
    transaction.addEventListener("complete", () => resolve(null));
    transaction.addEventListener("abort", () => resolve(transaction.error ?? new DOMException("the transaction was aborted", "AbortError")));
  });
}

/** Commits or aborts, unless the transaction has ended already: `fate` tells how. */
function end(transaction: IDBTransaction, how: "commit" | "abort"): void {
  try {
    transaction[how]();
  } catch (reason) {
    if (!(reason instanceof DOMException) || reason.name !== "InvalidStateError") throw reason;
  }
}

type Work<T> = (tx: StoreTx) => Promise<T>;

interface Plan {
  readonly mode: IDBTransactionMode;
  readonly tables: readonly string[];
  readonly durability: "strict" | "relaxed";
  /** The row, or throws why nothing may be done here. */
  readonly accept: (row: StateRow | undefined, name: string) => StateRow;
}

function begin(db: BondhuDatabase, { mode, tables, durability }: Plan): IDBTransaction {
  if (!db.isOpen()) throw new DatabaseGone(`${db.name} is closed`);
  try {
    return db.backendDB().transaction([...new Set<string>([...engineTables, ...tables, ...alongWith(tables, mode)])], mode, { durability });
  } catch (reason) {
    // The connection is closing, and Dexie has not heard of it yet.
    throw storeError(reason, !(reason instanceof DOMException && reason.name === "InvalidStateError"));
  }
}

async function run<T>(db: BondhuDatabase, plan: Plan, fn: Work<T>): Promise<T> {
  const transaction = begin(db, plan);
  const ended = fate(transaction);
  const mutated = new Mutated(db);
  let failure: { readonly reason: unknown } | null = null;
  const fail = (reason: unknown): void => {
    failure ??= { reason };
    end(transaction, "abort");
  };
  let value: { readonly value: T } | null = null;
  try {
    // `fn` may ask for more at once; nothing of it counts before the row was accepted.
    const row = result<StateRow | undefined>(transaction.objectStore("state").get("engine")).then((found) => plan.accept(found, db.name));
    row.catch(fail);
    const tx = new IdbStoreTx(transaction, row, mutated, db.environment.IDBKeyRange, fail);
    value = { value: await fn(tx) };
    await row;
    await tx.writeJournals();
    end(transaction, "commit");
  } catch (reason) {
    fail(reason);
  }
  return settle(await ended, mutated, value, failure);
}

async function transact<T>(db: BondhuDatabase, plan: Plan, fn: Work<T>): Promise<T> {
  try {
    return await run(db, plan, fn);
  } catch (reason) {
    throw storeError(reason, db.isOpen());
  }
}

export function createDexieStore(db: BondhuDatabase): Store {
  return {
    read: (tables, fn) => transact(db, { mode: "readonly", tables, durability: "strict", accept: usable }, fn),
    write: (tables, fn, durability = "strict") => transact(db, { mode: "readwrite", tables, durability, accept: usable }, fn),
  };
}

/** T3: what `upgrade` gives writes into a database of an older build, and this build's schema, in one transaction; nothing where it is this build's. */
export async function upgradeContent(db: BondhuDatabase, upgrade: () => Promise<Work<void>>): Promise<void> {
  const content = await db.state.get("engine");
  if (content?.schema === schemaVersion) return;
  let older = true;
  const accept: Plan["accept"] = (row, name) => {
    const found = openable(row, name);
    // Another context was quicker.
    older = found.schema < schemaVersion;
    return found;
  };
  const tables = syncedTables.map(({ name }) => name);
  const lift = await upgrade();
  await transact(db, { mode: "readwrite", tables, durability: "strict", accept }, async (tx) => {
    if (!older) return;
    await lift(tx);
    // Whatever that did: a state row is written with this build's schema.
    await tx.setState(await tx.state());
  });
}

/** What `run` resolves to or throws, once the transaction has ended. */
function settle<T>(
  aborted: DOMException | null,
  mutated: Mutated,
  value: { readonly value: T } | null,
  failure: { readonly reason: unknown } | null,
): T {
  if (!aborted) mutated.tell();
  if (aborted && aborted.name !== "AbortError") throw aborted;
  if (failure && !aborted && mutated.any) throw new Error("Store.write awaited something else inside: a part is written", { cause: failure.reason });
  if (failure) throw failure.reason;
  if (aborted || !value) throw aborted ?? new Error("unreachable: neither value nor failure");
  return value.value;
}
