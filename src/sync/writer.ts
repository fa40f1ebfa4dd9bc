/** A command's write: rows, device-only rows and exactly one outbox mutation in one transaction (W1–W3). */
import { tick } from "./hlc.ts";
import { joinRows } from "./join.ts";
import { opRow, opsBytes } from "./ops.ts";
import type { Clock, OutboxEntry, Random, Row, RowOp, SideTable, Stamp, Store, StoreTx, TableSpec } from "./ports.ts";
import { correctedNow } from "./state.ts";

/** W2, in UTF-8 bytes of the ops as JSON. */
export const maxMutationBytes = 1_000_000;

/** W2: nothing was written. Bulk commands split their work into many mutations. */
export class MutationTooLarge extends Error {
  override readonly name = "MutationTooLarge";
  constructor(
    readonly bytes: number,
    readonly max: number,
  ) {
    super(`a mutation of ${bytes} bytes is over the limit of ${max}`);
  }
}

/** What a command may do inside its transaction. Awaiting anything else inside it is a bug: the transaction would end. */
export interface WriteContext {
  /** ms since epoch as the server sees it, as far as it is known. */
  now(): number;
  /** ms: what of `now` is the server's correction of the device's clock (W4). */
  offset(): number;
  /** A new ordering stamp, larger than every one made or seen on this device (W3). */
  stamp(): Stamp;
  rows(table: string, ids: readonly string[]): Promise<readonly (Row | undefined)[]>;
  /**
   * Joins `row` with the local one, stores the result with `_seq` of this mutation and makes it part of the mutation.
   * Two puts of one row in one command must be awaited one after the other.
   */
  put(table: string, row: Row): Promise<Row>;
  /** `put` of a row whose id was made in this command: it cannot be here yet, so nobody looks for it first. */
  add(table: string, row: Row): Promise<Row>;
  side<T>(table: string): SideTable<T>;
}

export interface Writer {
  /**
   * Runs `command` in one transaction over `tables` and resolves once that is durable. If it put anything, exactly one mutation
   * is in the outbox; otherwise none. Rejects with nothing written: {@link MutationTooLarge}, `QuotaExceeded`, `DatabaseGone`
   * or whatever the command threw.
   */
  write<T>(tables: readonly string[], command: (context: WriteContext) => Promise<T>, ahead?: Ahead): Promise<T>;
}

/** Device-only values that a command looks at first: [table, key]. They are asked for together with the state, which saves a round trip. */
export type Ahead = readonly (readonly [table: string, key: string])[];

export interface WriterDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly tables: readonly TableSpec[];
  /** Schema version written into mutations (T3). */
  readonly schema: number;
}

export function createWriter(deps: WriterDeps): Writer {
  const specs = new Map(deps.tables.map((spec) => [spec.name, spec]));
  const specOf = (table: string): TableSpec => {
    const spec = specs.get(table);
    if (!spec) throw new TypeError(`not a synced table: ${table}`);
    return spec;
  };
  return {
    write: (tables, command, ahead = []) =>
      deps.store.write(tables, async (tx) => {
        const side = withAhead(tx, ahead);
        const state = await tx.state();
        const now = correctedNow(deps.clock, state);
        const ops = new Map<string, RowOp>();
        let stamp = state.stamp;
        const keep = async (table: string, row: Row, local: Row | undefined, fresh = false): Promise<Row> => {
          const stored: Row = { ...joinRows(specOf(table), local ?? row, row), _seq: state.nextSeq };
          await tx.putRows(table, [stored], fresh);
          ops.set(`${table} ${row.id}`, { table, row: opRow(stored) });
          return stored;
        };
        const result = await command({
          now: () => now,
          offset: () => state.clockOffset ?? 0,
          stamp: () => (stamp = tick(stamp, now, state.client)),
          rows: (table, ids) => tx.rows(table, ids),
          put: async (table, row) => {
            specOf(table);
            const [local] = await tx.rows(table, [row.id]);
            return keep(table, row, local);
          },
          add: (table, row) => keep(table, row, undefined, true),
          side,
        });
        if (ops.size > 0) {
          await tx.putOutbox([newEntry(deps, state.nextSeq, [...ops.values()])]);
          await tx.setState({ ...state, nextSeq: state.nextSeq + 1, stamp });
        } else if (stamp !== state.stamp) await tx.setState({ ...state, stamp });
        return result;
      }),
  };
}

/** `tx.side`, with these values on their way already; each counts once, and not after a write to its table. */
function withAhead(tx: StoreTx, ahead: Ahead): <T>(table: string) => SideTable<T> {
  const asked = new Map(ahead.map(([table, key]) => [`${table} ${key}`, tx.side<unknown>(table).get(key)]));
  for (const value of asked.values()) value.catch(() => undefined);
  return <T>(table: string): SideTable<T> => {
    const side = tx.side<T>(table);
    const written = (): void => {
      for (const place of [...asked.keys()]) if (place.startsWith(`${table} `)) asked.delete(place);
    };
    return {
      get(key) {
        const value = asked.get(`${table} ${key}`);
        asked.delete(`${table} ${key}`);
        // What is read under a name is what was put under it, as in the store.
        return value ? (value as Promise<T | undefined>) : side.get(key);
      },
      all: () => side.all(),
      put(value) {
        written();
        return side.put(value);
      },
      delete(key) {
        written();
        return side.delete(key);
      },
    };
  };
}

/** A new mutation of these ops; throws {@link MutationTooLarge}. */
export function newEntry(deps: Pick<WriterDeps, "clock" | "random" | "schema">, seq: number, ops: readonly RowOp[]): OutboxEntry {
  const bytes = opsBytes(ops);
  if (bytes > maxMutationBytes) throw new MutationTooLarge(bytes, maxMutationBytes);
  return { seq, id: deps.random.uuid(), schema: deps.schema, ops, bytes, queuedAt: deps.clock.now() };
}
