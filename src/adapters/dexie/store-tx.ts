/** The port's transaction over one IndexedDB transaction: reads are one promise each, writes only asked for. */
import { count, countedTables, tallyVersion } from "../../domain/life/contribution.ts";
import type { EngineState, OutboxEntry, QuarantinedEntry, Row, SideTable, StoreTx } from "../../sync/ports.ts";
import { stateRow } from "./database.ts";
import type { StateRow } from "./database.ts";
import type { Mutated } from "./mutated.ts";

/** The result of one request. A failed one aborts the whole transaction: its error is not handled here on purpose. */
export const result = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("request failed", "UnknownError"));
  });

/** Requests of one transaction succeed in the order they were made: waiting for the last is waiting for all. */
async function last(requests: readonly IDBRequest[]): Promise<void> {
  const request = requests.at(-1);
  if (request) await result(request);
}

/** Integers as runs without holes, first and last of each: an acknowledged batch is one run. */
function runs(seqs: readonly number[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const seq of [...seqs].sort((first, second) => first - second)) {
    const run = found.at(-1);
    if (run && seq <= run[1] + 1) run[1] = seq;
    else found.push([seq, seq]);
  }
  return found;
}

/** The table that the search index is made of, and where its changes are noted. */
const indexed = "chat_messages";
const journal = "search_journal";

/** Where is noted what a transaction has changed of the tally (N2). */
const tallyJournal = "tally_journal";
const isCounted = (table: string): boolean => countedTables.includes(table);

/** Tables that a transaction over `tables` may write to besides. */
export const alongWith = (tables: readonly string[], mode: IDBTransactionMode): readonly string[] =>
  mode === "readonly" ? [] : [...(tables.includes(indexed) ? [journal] : []), ...(tables.some(isCounted) ? [tallyJournal] : [])];

/** Its key is here already. */
const isTaken = (request: IDBRequest): boolean => request.error?.name === "ConstraintError";

/** Resolves when the request has succeeded or found its key taken; rejects when it failed otherwise. */
const settled = (request: IDBRequest | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    if (!request) return resolve();
    request.addEventListener("success", () => resolve());
    request.addEventListener("error", () => (isTaken(request) ? resolve() : reject(request.error ?? new DOMException("request failed", "UnknownError"))));
  });

export class IdbStoreTx implements StoreTx {
  readonly #transaction: IDBTransaction;
  readonly #mutated: Mutated;
  readonly #keyRange: typeof IDBKeyRange;
  readonly #failed: (reason: unknown) => void;
  /** Messages written or deleted: what the search index has to look at again (F2). */
  readonly #touched = new Set<string>();
  /** N2, by table and id: rows as this transaction found them, and those it writes as it leaves them. */
  readonly #found = new Map<string, Row | undefined>();
  readonly #left = new Map<string, { readonly table: string; readonly row: Row | undefined }>();
  /** The last look at a row that is written without having been read. */
  #look: IDBRequest | undefined;
  #state: Promise<StateRow>;

  /** `failed` is told of a write that could not be asked for: the transaction must not commit. */
  constructor(transaction: IDBTransaction, state: Promise<StateRow>, mutated: Mutated, keyRange: typeof IDBKeyRange, failed: (reason: unknown) => void) {
    this.#transaction = transaction;
    this.#state = state;
    this.#mutated = mutated;
    this.#keyRange = keyRange;
    this.#failed = failed;
  }

  async state(): Promise<EngineState> {
    const { key: _key, schema: _schema, status: _status, ...state } = await this.#state;
    return state;
  }
  async setState(state: EngineState): Promise<void> {
    const row = stateRow(state);
    this.#state = Promise.resolve(row);
    await this.#put("state", [row]);
  }

  async rows(table: string, ids: readonly string[]): Promise<readonly (Row | undefined)[]> {
    const store = this.#transaction.objectStore(table);
    const requests = ids.map((id): IDBRequest<Row | undefined> => store.get(id));
    await last(requests);
    const found = requests.map((request) => request.result);
    if (isCounted(table)) ids.forEach((id, index) => this.#find(table, id, found[index]));
    return found;
  }
  rowsAfter(table: string, after: string, limit: number): Promise<readonly Row[]> {
    if (limit < 1) return Promise.resolve([]);
    return result<Row[]>(this.#transaction.objectStore(table).getAll(this.#keyRange.lowerBound(after, true), limit));
  }
  putRows(table: string, rows: readonly Row[], fresh = false): Promise<void> {
    return this.#put(table, rows, fresh);
  }
  /** In a walk back through history nearly every row is new: looking for each first took as long as storing it. */
  async addRows(table: string, rows: readonly Row[]): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    let request: IDBRequest<IDBValidKey> | undefined;
    this.#attempt(() => {
      const store = this.#transaction.objectStore(table);
      for (const row of rows) {
        request = store.add(row);
        if (isCounted(table)) request.onsuccess = () => this.#leave(table, row.id, row, true);
        request.onerror = (event) => {
          // Any other failure aborts the transaction.
          if (!isTaken(event.target as IDBRequest)) return;
          event.preventDefault();
          known.add(row.id);
        };
      }
    });
    if (isCounted(table)) this.#look = request ?? this.#look;
    this.#wrote(table, rows);
    await settled(request);
    return known;
  }
  deleteRows(table: string, ids: readonly string[]): Promise<void> {
    return this.#delete(table, ids);
  }

  outbox(after: number, limit: number): Promise<readonly OutboxEntry[]> {
    // IndexedDB takes a limit of 0 for "all".
    if (limit < 1) return Promise.resolve([]);
    return result<OutboxEntry[]>(this.#transaction.objectStore("outbox").getAll(this.#keyRange.lowerBound(after, true), limit));
  }
  putOutbox(entries: readonly OutboxEntry[]): Promise<void> {
    return this.#put("outbox", entries);
  }
  removeOutbox(seqs: readonly number[]): Promise<void> {
    const ranges = runs(seqs).map(([from, to]) => (from === to ? from : this.#keyRange.bound(from, to)));
    return this.#delete("outbox", seqs, ranges);
  }
  async outboxSize(): Promise<{ readonly count: number; readonly oldestQueuedAt: number | null }> {
    const store = this.#transaction.objectStore("outbox");
    const [count, oldest] = await Promise.all([result(store.count()), result<OutboxEntry[]>(store.getAll(null, 1))]);
    return { count, oldestQueuedAt: oldest[0]?.queuedAt ?? null };
  }

  quarantine(): Promise<readonly QuarantinedEntry[]> {
    return result<QuarantinedEntry[]>(this.#transaction.objectStore("quarantine").getAll());
  }
  putQuarantine(entries: readonly QuarantinedEntry[]): Promise<void> {
    return this.#put("quarantine", entries);
  }
  removeQuarantine(ids: readonly string[]): Promise<void> {
    return this.#delete("quarantine", ids);
  }

  side<T>(table: string): SideTable<T> {
    const store = this.#transaction.objectStore(table);
    return {
      get: (key) => result<T | undefined>(store.get(key)),
      all: () => result<T[]>(store.getAll()),
      put: (value) => this.#put(table, [value as T & object]),
      delete: (key) => this.#delete(table, [key]),
    };
  }

  /** Right before the commit: in the same transaction as the rows, so that no crash can part them (F2, N2). */
  async writeJournals(): Promise<void> {
    if (this.#touched.size > 0) this.#note(journal, { ids: [...this.#touched] });
    if (this.#look?.readyState === "pending") await settled(this.#look);
    const sums: Record<string, number> = {};
    for (const [key, { table, row }] of this.#left) {
      count(sums, table, this.#found.get(key), -1);
      count(sums, table, row, 1);
    }
    for (const key of Object.keys(sums)) if (sums[key] === 0) delete sums[key];
    if (Object.keys(sums).length > 0) this.#note(tallyJournal, { version: tallyVersion, sums });
  }
  #note(store: string, entry: object): void {
    this.#attempt(() => {
      const request = this.#transaction.objectStore(store).add(entry);
      // IndexedDB gives the key.
      request.onsuccess = () => this.#mutated.delete(store, [Number(request.result)]);
    });
  }

  /** Of several looks the first one tells what the transaction found: their answers come in the order they were asked for. */
  #find(table: string, id: string, row: Row | undefined): void {
    const key = table + id;
    if (!this.#found.has(key)) this.#found.set(key, row);
  }
  /** `fresh`: it is not here yet, so nobody has to look. To be told before the write is asked for. */
  #leave(table: string, id: string, row: Row | undefined, fresh: boolean): void {
    if (!isCounted(table)) return;
    const key = table + id;
    this.#left.set(key, { table, row });
    if (fresh) this.#find(table, id, undefined);
    else if (!this.#found.has(key)) {
      const look: IDBRequest<Row | undefined> = this.#transaction.objectStore(table).get(id);
      look.onsuccess = () => this.#find(table, id, look.result);
      this.#look = look;
    }
  }

  // Writes are asked for and not waited for: IndexedDB keeps their order, later reads see them, and one that fails aborts the
  // transaction, which is what `Store.write` rejects with. It saves a round trip for each.
  async #put(table: string, values: readonly object[], fresh = false): Promise<void> {
    this.#attempt(() => {
      const store = this.#transaction.objectStore(table);
      if (isCounted(table)) for (const row of values as readonly Row[]) this.#leave(table, row.id, row, fresh);
      for (const value of values) store.put(value);
    });
    this.#wrote(table, values);
  }
  /** `ranges`: the same keys in fewer requests. */
  async #delete(table: string, keys: readonly (string | number)[], ranges: readonly (IDBValidKey | IDBKeyRange)[] = keys): Promise<void> {
    this.#attempt(() => {
      const store = this.#transaction.objectStore(table);
      if (isCounted(table)) for (const key of keys) this.#leave(table, String(key), undefined, false);
      for (const range of ranges) store.delete(range);
    });
    this.#mutated.delete(table, keys);
    if (table === indexed) for (const key of keys) this.#touched.add(String(key));
  }
  #wrote(table: string, values: readonly object[]): void {
    this.#mutated.put(table, values);
    if (table === indexed) for (const value of values as readonly Row[]) this.#touched.add(value.id);
  }
  /** A request that cannot even be made (a value that cannot be cloned) would leave the earlier ones alone: it ends the transaction too. */
  #attempt(make: () => void): void {
    try {
      make();
    } catch (reason) {
      this.#failed(reason);
      throw reason;
    }
  }
}
