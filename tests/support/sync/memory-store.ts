/** A store in memory with IndexedDB's promises: one transaction after another, all or nothing, and none that outlives a foreign await. */
import {
  DatabaseGone,
  type EngineState,
  type OutboxEntry,
  type QuarantinedEntry,
  type Row,
  type SideTable,
  type Store,
  type StoreTx,
} from "../../../src/sync/ports.ts";

type Undo = () => void;

interface Data {
  state: EngineState;
  readonly rows: Map<string, Map<string, Row>>;
  readonly outbox: Map<number, OutboxEntry>;
  readonly quarantine: Map<string, QuarantinedEntry>;
  readonly side: Map<string, Map<string, unknown>>;
}

export class MemoryStore implements Store {
  readonly data: Data;
  /** Transactions begun, and requests made in them (what IndexedDB would have to do). */
  readonly counts = { reads: 0, writes: 0, requests: 0 };
  gone = false;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(state: EngineState) {
    this.data = { state, rows: new Map(), outbox: new Map(), quarantine: new Map(), side: new Map() };
  }

  read<T>(tables: readonly string[], fn: (tx: StoreTx) => Promise<T>): Promise<T> {
    this.counts.reads += 1;
    return this.#transact(tables, false, fn);
  }

  write<T>(tables: readonly string[], fn: (tx: StoreTx) => Promise<T>): Promise<T> {
    this.counts.writes += 1;
    return this.#transact(tables, true, fn);
  }

  table(name: string): readonly Row[] {
    return [...(this.data.rows.get(name)?.values() ?? [])];
  }

  #transact<T>(tables: readonly string[], writable: boolean, fn: (tx: StoreTx) => Promise<T>): Promise<T> {
    const run = this.#tail.then(async () => {
      if (this.gone) throw new DatabaseGone("the store is gone");
      const undo: Undo[] = [];
      const life = { over: false };
      // Everything a transaction awaits of itself settles in microtasks; what is still running afterwards has awaited something else.
      const committed = setImmediate(() => (life.over = true));
      try {
        const result = await fn(new MemoryTx(this.data, new Set(tables), writable, undo, life, this.counts));
        if (life.over) throw new Error("the transaction awaited something that is not its own");
        return result;
      } catch (error) {
        for (const step of undo.reverse()) step();
        throw error;
      } finally {
        life.over = true;
        clearImmediate(committed);
      }
    });
    this.#tail = run.catch(() => undefined);
    return run;
  }
}

class MemoryTx implements StoreTx {
  constructor(
    private readonly data: Data,
    private readonly tables: ReadonlySet<string>,
    private readonly writable: boolean,
    private readonly undo: Undo[],
    private readonly life: { readonly over: boolean },
    private readonly counts: { requests: number },
  ) {}

  async state(): Promise<EngineState> {
    this.#request();
    return this.data.state;
  }

  async setState(state: EngineState): Promise<void> {
    this.#change();
    const before = this.data.state;
    this.undo.push(() => (this.data.state = before));
    this.data.state = state;
  }

  async rows(table: string, ids: readonly string[]): Promise<readonly (Row | undefined)[]> {
    this.#request();
    const rows = this.#table(table);
    return ids.map((id) => rows.get(id));
  }

  async rowsAfter(table: string, after: string, limit: number): Promise<readonly Row[]> {
    this.#request();
    const rows = this.#table(table);
    const ids = [...rows.keys()].filter((id) => id > after).sort();
    return ids.slice(0, limit).flatMap((id) => rows.get(id) ?? []);
  }

  async putRows(table: string, rows: readonly Row[]): Promise<void> {
    this.#change();
    for (const row of rows) this.#set(this.#table(table), row.id, row);
  }

  async addRows(table: string, rows: readonly Row[]): Promise<ReadonlySet<string>> {
    this.#change();
    const stored = this.#table(table);
    const known = new Set<string>();
    for (const row of rows) {
      if (stored.has(row.id)) known.add(row.id);
      else this.#set(stored, row.id, row);
    }
    return known;
  }

  async deleteRows(table: string, ids: readonly string[]): Promise<void> {
    this.#change();
    for (const id of ids) this.#set(this.#table(table), id, undefined);
  }

  async outbox(after: number, limit: number): Promise<readonly OutboxEntry[]> {
    this.#request();
    const { outbox } = this.data;
    const seqs = [...outbox.keys()].filter((seq) => seq > after).sort((a, b) => a - b);
    return seqs.slice(0, limit).flatMap((seq) => outbox.get(seq) ?? []);
  }

  async putOutbox(entries: readonly OutboxEntry[]): Promise<void> {
    this.#change();
    for (const entry of entries) this.#set(this.data.outbox, entry.seq, entry);
  }

  async removeOutbox(seqs: readonly number[]): Promise<void> {
    this.#change();
    for (const seq of seqs) this.#set(this.data.outbox, seq, undefined);
  }

  async outboxSize(): Promise<{ readonly count: number; readonly oldestQueuedAt: number | null }> {
    this.#request();
    const { outbox } = this.data;
    const oldest = outbox.get(Math.min(...outbox.keys()));
    return { count: outbox.size, oldestQueuedAt: oldest?.queuedAt ?? null };
  }

  async quarantine(): Promise<readonly QuarantinedEntry[]> {
    this.#request();
    return [...this.data.quarantine.values()];
  }

  async putQuarantine(entries: readonly QuarantinedEntry[]): Promise<void> {
    this.#change();
    for (const entry of entries) this.#set(this.data.quarantine, entry.id, entry);
  }

  async removeQuarantine(ids: readonly string[]): Promise<void> {
    this.#change();
    for (const id of ids) this.#set(this.data.quarantine, id, undefined);
  }

  side<T>(table: string): SideTable<T> {
    const values = (): Map<string, unknown> => {
      let map = this.data.side.get(table);
      if (!map) this.data.side.set(table, (map = new Map()));
      return map;
    };
    return {
      get: async (key) => {
        this.#request();
        // What was put under a name is what is read under it.
        return values().get(key) as T | undefined;
      },
      all: async () => {
        this.#request();
        return [...values().values()] as T[];
      },
      put: async (value) => {
        this.#change();
        this.#set(values(), keyOf(value), value);
      },
      delete: async (key) => {
        this.#change();
        this.#set(values(), String(key), undefined);
      },
    };
  }

  #table(name: string): Map<string, Row> {
    if (!this.tables.has(name)) throw new Error(`table ${name} is not part of this transaction`);
    let rows = this.data.rows.get(name);
    if (!rows) this.data.rows.set(name, (rows = new Map()));
    return rows;
  }

  #set<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
    const before = map.get(key);
    this.undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)));
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }

  #request(): void {
    if (this.life.over) throw new Error("the transaction is over");
    this.counts.requests += 1;
  }

  #change(): void {
    this.#request();
    if (!this.writable) throw new Error("a read transaction cannot write");
  }
}

function keyOf(value: unknown): string {
  for (const key of ["key", "id", "messageId"]) {
    const text = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
    if (typeof text === "string") return text;
  }
  throw new TypeError("a value of a side table needs a text `key` or `id`");
}
