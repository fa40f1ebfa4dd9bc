/** The engine's Store on Dexie: one strict-durability transaction per write, the state row checked inside it. */
import type { Table, Transaction } from "dexie";
import type { EngineState, OutboxEntry, QuarantinedEntry, Row, SideTable, Store, StoreTx } from "../../sync/ports.ts";
import { engineTables, stateRow, usable } from "./database.ts";
import type { BondhuDatabase, StateRow } from "./database.ts";
import { storeError } from "./errors.ts";
import { permit } from "./middleware.ts";

class DexieStoreTx implements StoreTx {
  readonly #tx: Transaction;
  #state: StateRow;
  /** The first failed operation: it decides, even when the caller catches its promise. */
  failure: { readonly reason: unknown } | null = null;

  constructor(tx: Transaction, state: StateRow) {
    this.#tx = tx;
    this.#state = state;
  }

  // The table is bound to this transaction, so that it works even where Dexie's ambient zone was lost.
  #table<T, K extends string | number>(name: string): Table<T, K> {
    return this.#tx.table<T, K>(name);
  }

  /** An operation that fails takes the whole transaction with it: nothing half-written, whatever the caller does. */
  async #done(operation: PromiseLike<unknown>): Promise<void> {
    try {
      await operation;
    } catch (reason) {
      this.failure ??= { reason };
      this.#tx.abort();
      throw reason;
    }
  }

  state(): Promise<EngineState> {
    const { key: _key, schema: _schema, status: _status, ...state } = this.#state;
    return Promise.resolve(state);
  }
  async setState(state: EngineState): Promise<void> {
    const row = stateRow(state);
    this.#state = row;
    await this.#done(this.#table<StateRow, string>("state").put(row));
  }

  async rows(table: string, ids: readonly string[]): Promise<readonly (Row | undefined)[]> {
    return ids.length === 0 ? [] : await this.#table<Row, string>(table).bulkGet([...ids]);
  }
  async putRows(table: string, rows: readonly Row[]): Promise<void> {
    if (rows.length > 0) await this.#done(this.#table<Row, string>(table).bulkPut(rows));
  }
  async deleteRows(table: string, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#done(this.#table<Row, string>(table).bulkDelete([...ids]));
  }

  async outbox(after: number, limit: number): Promise<readonly OutboxEntry[]> {
    return await this.#table<OutboxEntry, number>("outbox").where("seq").above(after).limit(limit).toArray();
  }
  async putOutbox(entries: readonly OutboxEntry[]): Promise<void> {
    if (entries.length > 0) await this.#done(this.#table<OutboxEntry, number>("outbox").bulkPut(entries));
  }
  async removeOutbox(seqs: readonly number[]): Promise<void> {
    if (seqs.length > 0) await this.#done(this.#table<OutboxEntry, number>("outbox").bulkDelete([...seqs]));
  }
  async outboxSize(): Promise<{ readonly count: number; readonly oldestQueuedAt: number | null }> {
    const outbox = this.#table<OutboxEntry, number>("outbox");
    const [count, oldest] = await Promise.all([outbox.count(), outbox.orderBy("seq").first()]);
    return { count, oldestQueuedAt: oldest?.queuedAt ?? null };
  }

  async quarantine(): Promise<readonly QuarantinedEntry[]> {
    return await this.#table<QuarantinedEntry, string>("quarantine").toArray();
  }
  async putQuarantine(entries: readonly QuarantinedEntry[]): Promise<void> {
    if (entries.length > 0) await this.#done(this.#table<QuarantinedEntry, string>("quarantine").bulkPut(entries));
  }
  async removeQuarantine(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#done(this.#table<QuarantinedEntry, string>("quarantine").bulkDelete([...ids]));
  }

  side<T>(name: string): SideTable<T> {
    const table = this.#table<T, string>(name);
    return {
      get: async (key) => await table.get(key),
      all: async () => await table.toArray(),
      put: (value) => this.#done(table.put(value)),
      delete: (key) => this.#done(table.delete(key)),
    };
  }
}

/** Every operation throws {@link DatabaseGone} or {@link QuotaExceeded} where the port says so; anything else is a bug passed on as it is. */
export function createDexieStore(db: BondhuDatabase): Store {
  const run = async <T>(mode: "r!" | "rw!", tables: readonly string[], fn: (tx: StoreTx) => Promise<T>): Promise<T> => {
    let storeTx: DexieStoreTx | null = null;
    try {
      // "!": a transaction of its own even when called inside another, so that resolved means committed.
      return await db.transaction(mode, [...new Set<string>([...engineTables, ...tables])], async (tx) => {
        if (mode === "rw!") permit(tx.idbtrans);
        storeTx = new DexieStoreTx(tx, usable(await tx.table<StateRow, string>("state").get("engine"), db.name));
        return await fn(storeTx);
      });
    } catch (reason) {
      throw storeError(firstFailure(storeTx) ?? reason, db.isOpen());
    }
  };
  return {
    read: (tables, fn) => run("r!", tables, fn),
    write: (tables, fn) => run("rw!", tables, fn),
  };
}

const firstFailure = (tx: DexieStoreTx | null): unknown => tx?.failure?.reason;
