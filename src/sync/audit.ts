/**
 * L5: after a new epoch every local row is held against the server's, in order of (table, id), and what the server lacks is queued
 * again. Pieces of one request each, with the place kept in the state row, so that it goes on where it stopped.
 */
import { canonicalText } from "./canonical.ts";
import { joinRows } from "./join.ts";
import { opRow, opsBytes } from "./ops.ts";
import type { AuditPlace, Clock, EngineState, QuarantinedEntry, Random, Row, RowOp, RowsAnswer, Store, StoreTx, TableSpec } from "./ports.ts";
import { type ClockSample, heard } from "./request.ts";
import { amend, checkFence, hasPending } from "./state.ts";
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
  return deps.store.write([...deps.specs.keys()], async (tx) => {
    const state = heard(await tx.state(), sample, answer.epoch, deps.random);
    checkFence(state, asked.fence);
    const stored = state.epoch === asked.epoch && samePlace(state.audit, asked.audit) ? await compare(deps, tx, state, { table, ids }, theirs) : state;
    await tx.setState(stored);
    return stored;
  });
}

/** Nothing is left to compare. */
export function endAudit({ store, clock }: Pick<AuditDeps, "store" | "clock">, asked: EngineState): Promise<EngineState> {
  return amend(store, asked.fence, (state) =>
    samePlace(state.audit, asked.audit) ? { ...state, audit: null, lastSyncAt: hasPending(state) ? state.lastSyncAt : clock.now() } : state,
  );
}

async function compare(deps: AuditDeps, tx: StoreTx, state: EngineState, { table, ids }: Piece, theirs: ReadonlyMap<string, Row>): Promise<EngineState> {
  const spec = deps.specs.get(table);
  if (!spec) throw new TypeError(`not a synced table: ${table}`);
  const quarantine = await tx.quarantine();
  const refused = new Set(quarantine.flatMap(({ ops }) => ops.flatMap((op) => (op.table === table ? [op.row.id] : []))));
  const freed = new Set<string>();
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
    const alone = refused.has(mine.id);
    if (alone) freed.add(mine.id);
    // What waits in the outbox goes anyway.
    const waits = Number(mine["_seq"] ?? 0) > state.ackedSeq;
    if (waits || (their && sameColumns(joined, their))) {
      await tx.putRows(table, [joined]);
      continue;
    }
    const op = { table, row: opRow(joined) };
    if (alone || (ops.length > 0 && opsBytes([...ops, op]) > mutationBytes)) await flush();
    ops.push(op);
    await tx.putRows(table, [{ ...joined, _seq: nextSeq }]);
    if (alone) await flush();
  }
  await flush();
  const place: AuditPlace = [table, ids.at(-1) ?? ""];
  const isFreed = (op: RowOp): boolean => op.table === table && freed.has(op.row.id);
  // Refused while the comparison was under way: what of the same entry lies behind its place nobody would look at again (seed 40).
  const passed = quarantine.filter(({ ops: held }) => held.some(isFreed)).flatMap(({ ops: held }) => held.filter((op) => !isFreed(op) && isBehind(op, place)));
  for (const op of passed) {
    const other = deps.specs.get(op.table);
    if (!other) continue;
    const [local] = await tx.rows(op.table, [op.row.id]);
    const joined = joinRows(other, local ?? op.row, op.row);
    ops.push({ table: op.table, row: opRow(joined) });
    await tx.putRows(op.table, [{ ...joined, _seq: nextSeq }]);
    await flush();
  }
  await takeOut(tx, quarantine, (op) => isFreed(op) || passed.includes(op));
  return { ...state, nextSeq, audit: place };
}

const isBehind = ({ table, row }: RowOp, [placeTable, id]: AuditPlace): boolean => table < placeTable || (table === placeTable && row.id <= id);

/**
 * A row that was refused may hold what had been taken before, and nobody can tell the two apart here. So each goes again, alone, with a
 * verdict of its own, and leaves the entry that it was refused with.
 */
async function takeOut(tx: StoreTx, quarantine: readonly QuarantinedEntry[], goes: (op: RowOp) => boolean): Promise<void> {
  const touched = quarantine.filter(({ ops }) => ops.some(goes)).map((entry) => ({ ...entry, ops: entry.ops.filter((op) => !goes(op)) }));
  const left = touched.filter(({ ops }) => ops.length > 0);
  if (left.length > 0) await tx.putQuarantine(left.map((entry) => ({ ...entry, bytes: opsBytes(entry.ops) })));
  const empty = touched.filter(({ ops }) => ops.length === 0).map(({ id }) => id);
  if (empty.length > 0) await tx.removeQuarantine(empty);
}

function sameColumns(a: Row, b: Row): boolean {
  const text = (row: Row): string => canonicalText([Object.fromEntries(Object.entries(opRow(row)).flatMap(([column, value]) => (value === undefined || value === null ? [] : [[column, value]])))]);
  return text(a) === text(b);
}

const samePlace = (a: AuditPlace | null, b: AuditPlace | null): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1];
