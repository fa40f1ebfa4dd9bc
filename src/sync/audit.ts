/**
 * L5: after a new epoch every local row is held against the server's, in order of (table, id), and what the server lacks is queued
 * again. Pieces of one request each, with the place kept in the state row, so that it goes on where it stopped.
 */
import { canonicalText } from "./canonical.ts";
import { joinRows } from "./join.ts";
import { opRow, opsBytes } from "./ops.ts";
import type { AuditPlace, Clock, EngineState, Random, Row, RowOp, RowsAnswer, Store, StoreTx, TableSpec } from "./ports.ts";
import { type ClockSample, heard } from "./request.ts";
import { checkFence, hasPending } from "./state.ts";
import { newEntry } from "./writer.ts";

export interface AuditDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  /** Schema version of the mutations made here (T3). */
  readonly schema: number;
  readonly specs: ReadonlyMap<string, TableSpec>;
}

/** Rows of one table, to be asked for at once. */
export interface Piece {
  readonly table: string;
  readonly ids: readonly string[];
}

/** Well below what a batch may hold (P2), so that pieces travel together. */
const mutationBytes = 60_000;

/** The next rows after `place`; null: none are left. */
export function nextPiece({ store, specs }: Pick<AuditDeps, "store" | "specs">, [from, after]: AuditPlace, limit: number): Promise<Piece | null> {
  const names = [...specs.keys()].filter((name) => name >= from).sort();
  return store.read(names, async (tx) => {
    for (const table of names) {
      const rows = await tx.rowsAfter(table, table === from ? after : "", limit);
      if (rows.length > 0) return { table, ids: rows.map(({ id }) => id) };
    }
    return null;
  });
}

/** Joins what the server has of the piece, queues what it lacks, and moves on, in one transaction. Returns the state as stored. */
export function applyAudit(deps: AuditDeps, asked: EngineState, { table, ids }: Piece, answer: RowsAnswer, sample: ClockSample | null): Promise<EngineState> {
  const theirs = new Map(answer.rows.map(({ row }) => [row.id, row]));
  return deps.store.write([table], async (tx) => {
    const state = heard(await tx.state(), sample, answer.epoch, deps.random);
    checkFence(state, asked.fence);
    const stored = state.epoch === asked.epoch && samePlace(state.audit, asked.audit) ? await compare(deps, tx, state, { table, ids }, theirs) : state;
    await tx.setState(stored);
    return stored;
  });
}

/** Nothing is left to compare. */
export function endAudit({ store, clock }: Pick<AuditDeps, "store" | "clock">, asked: EngineState): Promise<EngineState> {
  return store.write([], async (tx) => {
    const state = await tx.state();
    checkFence(state, asked.fence);
    if (!samePlace(state.audit, asked.audit)) return state;
    const done = { ...state, audit: null, lastSyncAt: hasPending(state) ? state.lastSyncAt : clock.now() };
    await tx.setState(done);
    return done;
  });
}

async function compare(deps: AuditDeps, tx: StoreTx, state: EngineState, { table, ids }: Piece, theirs: ReadonlyMap<string, Row>): Promise<EngineState> {
  const spec = deps.specs.get(table);
  if (!spec) throw new TypeError(`not a synced table: ${table}`);
  const refused = new Set((await tx.quarantine()).flatMap(({ ops }) => ops.flatMap((op) => (op.table === table ? [op.row.id] : []))));
  let { nextSeq } = state;
  let ops: RowOp[] = [];
  const flush = async (): Promise<void> => {
    if (ops.length === 0) return;
    await tx.putOutbox([newEntry(deps, nextSeq, ops)]);
    nextSeq += 1;
    ops = [];
  };
  for (const mine of await tx.rows(table, ids)) {
    if (!mine) continue;
    const their = theirs.get(mine.id);
    const joined = joinRows(spec, mine, their ?? mine);
    // What waits in the outbox goes anyway; what was refused waits for the person.
    const goes = Number(mine["_seq"] ?? 0) > state.ackedSeq || refused.has(mine.id);
    if (goes || (their && sameColumns(joined, their))) {
      await tx.putRows(table, [joined]);
      continue;
    }
    const op = { table, row: opRow(joined) };
    if (ops.length > 0 && opsBytes([...ops, op]) > mutationBytes) await flush();
    ops.push(op);
    await tx.putRows(table, [{ ...joined, _seq: nextSeq }]);
  }
  await flush();
  return { ...state, nextSeq, audit: [table, ids.at(-1) ?? ""] };
}

function sameColumns(a: Row, b: Row): boolean {
  const text = (row: Row): string => canonicalText([Object.fromEntries(Object.entries(opRow(row)).flatMap(([column, value]) => (value === undefined || value === null ? [] : [[column, value]])))]);
  return text(a) === text(b);
}

const samePlace = (a: AuditPlace | null, b: AuditPlace | null): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1];
