/**
 * Takes the words of rows off this device for good: deleted ones become tombstones, whose join wipes them, and nothing that waits keeps
 * what they said. Erasing is a join like any other, so it does not matter what of them is on its way meanwhile.
 */
import { instantOf } from "../shared/instant.ts";
import type { Json } from "../shared/json.ts";
import { tick } from "./hlc.ts";
import { joinRows } from "./join.ts";
import { opRow, opsBytes } from "./ops.ts";
import type { EngineState, OutboxEntry, QuarantinedEntry, Row, RowOp, StoreTx, TableSpec } from "./ports.ts";
import { correctedNow, hasPending } from "./state.ts";
import { newEntry, type WriterDeps } from "./writer.ts";

type Columns = { readonly [column: string]: Json };

/** Outbox entries looked at in one read. */
const pageSize = 200;

/**
 * One transaction over the synced tables and `sides`. `choose` runs first in it and names rows of `table`; those that are here and not
 * erased yet are erased, as one mutation: a row of a table that grows is deleted, one of a table where the latest wins gets the columns of
 * `empty`. Their words leave the queued mutations too (whose ids stay: the server tells them by id), and a quarantined mutation that holds
 * one of them dissolves: what else it held is queued again. Resolves with the ids that were erased.
 */
export function eraseRows(
  deps: WriterDeps,
  table: string,
  sides: readonly string[],
  choose: (tx: StoreTx) => Promise<readonly string[]>,
  empty: Columns = {},
): Promise<readonly string[]> {
  const specs = new Map(deps.tables.map((spec) => [spec.name, spec]));
  return deps.store.write([...specs.keys(), ...sides], async (tx) => {
    const chosen = await choose(tx);
    const spec = specs.get(table);
    if (spec === undefined) throw new TypeError(`not a synced table: ${table}`);
    let state = await tx.state();
    const now = correctedNow(deps.clock, state);
    const isGone = (row: Row): boolean => (spec.kind === "grow" ? (row["deleted_at"] ?? null) !== null : Object.entries(empty).every(([column, value]) => row[column] === value));
    const local = (await tx.rows(table, chosen)).filter((row) => row !== undefined && !isGone(row)) as Row[];
    if (local.length === 0) return [];
    const wiped = (row: Row): Row => (spec.kind === "grow" ? joinRows(spec, row, { ...row, deleted_at: instantOf(now) }) : { ...row, ...empty });
    const erased = (row: Row): Row => {
      if (spec.kind === "grow") return wiped(row);
      state = { ...state, stamp: tick(state.stamp, now, state.client) };
      return { ...wiped(row), stamp: state.stamp };
    };
    const ids = new Set(local.map(({ id }) => id));
    const isErased = (op: RowOp): boolean => op.table === table && ids.has(op.row.id);

    const queue = async (ops: readonly RowOp[]): Promise<void> => {
      const rows = ops.map((op) => ({ table: op.table, row: { ...op.row, _seq: state.nextSeq } }));
      for (const { table: name, row } of rows) await tx.putRows(name, [row]);
      await tx.putOutbox([newEntry(deps, state.nextSeq, rows.map((op) => ({ table: op.table, row: opRow(op.row) })))]);
      state = { ...state, nextSeq: state.nextSeq + 1 };
    };
    await wipeOutbox(tx, state, isErased, wiped);
    await queue(local.map((row) => ({ table, row: erased(row) })));
    for (const entry of (await tx.quarantine()).filter(({ ops }) => ops.some(isErased))) {
      const rest = await rejoined(tx, specs, entry, isErased);
      if (rest.length > 0) await queue(rest);
      await tx.removeQuarantine([entry.id]);
    }
    await tx.setState(state);
    return [...ids];
  });
}

async function wipeOutbox(tx: StoreTx, state: EngineState, isErased: (op: RowOp) => boolean, wiped: (row: Row) => Row): Promise<void> {
  if (!hasPending(state)) return;
  for (let after = state.ackedSeq; ; ) {
    const entries = await tx.outbox(after, pageSize);
    const changed = entries.filter(({ ops }) => ops.some(isErased)).map((entry): OutboxEntry => {
      const ops = entry.ops.map((op) => (isErased(op) ? { table: op.table, row: wiped(op.row) } : op));
      return { ...entry, ops, bytes: opsBytes(ops) };
    });
    if (changed.length > 0) await tx.putOutbox(changed);
    const last = entries.at(-1);
    if (last === undefined || entries.length < pageSize) return;
    after = last.seq;
  }
}

/** What else a refused mutation held, as the rows are now. */
async function rejoined(tx: StoreTx, specs: ReadonlyMap<string, TableSpec>, entry: QuarantinedEntry, isErased: (op: RowOp) => boolean): Promise<RowOp[]> {
  const ops: RowOp[] = [];
  for (const op of entry.ops) {
    const spec = specs.get(op.table);
    if (spec === undefined || isErased(op)) continue;
    const [local] = await tx.rows(op.table, [op.row.id]);
    ops.push({ table: op.table, row: joinRows(spec, local ?? op.row, op.row) });
  }
  return ops;
}
