/** W4: what a clock that ran ahead has stamped is moved to now, once everything the server has taken is settled. */
import { movedTo, msOfMoment } from "../shared/instant.ts";
import { maxAheadMs, parseStamp, tick } from "./hlc.ts";
import { joinRows } from "./join.ts";
import { opsBytes } from "./ops.ts";
import type { AuditPlace, Backfill, Clock, EngineState, Follow, OutboxEntry, Random, Row, RowOp, Stamp, Store, StoreTx, TableSpec } from "./ports.ts";
import { type ClockSample, heard } from "./request.ts";
import { checkFence, correctedNow } from "./state.ts";

export interface AheadDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly specs: ReadonlyMap<string, TableSpec>;
  readonly follow?: Follow;
}

/** Corrected now, and the new stamp of each that is later. */
interface Move {
  readonly now: number;
  readonly stamps: ReadonlyMap<Stamp, Stamp>;
}

/**
 * In one transaction: every unsynced stamp later than now gets one at now, in the same order and after everything synced; instants of
 * such a row that are later than now become now; the mutations concerned get new ids, since the old ones may still be on their way;
 * and the clock falls to the largest stamp left. Returns the state as stored; the same if another context has moved it on.
 */
export function moveToNow(deps: AheadDeps, { client, ackedSeq, fence }: EngineState, epoch: string, sample: ClockSample | null): Promise<EngineState> {
  return deps.store.write([...deps.specs.keys()], async (tx) => {
    const before = await tx.state();
    checkFence(before, fence);
    if (before.client !== client || before.ackedSeq !== ackedSeq) return before;
    const state = heard(before, sample, epoch, deps.random);
    const now = correctedNow(deps.clock, state);
    const entries = await tx.outbox(ackedSeq, state.nextSeq - 1 - ackedSeq);
    const { stamps, last } = restamp(entries, floorOf(state, now), now, client);
    const move: Move = { now, stamps };
    const changes = entries.flatMap((entry) => moveEntry(deps, entry, move) ?? []);
    const changed = changes.map(({ after }) => after);
    await tx.putOutbox(changed);
    const left = await moveRows(deps, tx, changes, move);
    const fallen = { ...state, stamp: last, audit: auditAfter(deps, state.audit, changed), backfill: backfillOf(state, left) };
    await tx.setState(fallen);
    return fallen;
  });
}

/**
 * A `max` that is lowered may fall below what the server took before the clock ran ahead, and nothing here tells it any more. So the
 * rows of such tables are compared with the server's (as in L5); null: there are none.
 */
function auditAfter({ specs }: AheadDeps, audit: AuditPlace | null, changed: readonly OutboxEntry[]): AuditPlace | null {
  const touched = new Set(changed.flatMap(({ ops }) => ops.map(({ table }) => table)));
  const isLowered = (spec: TableSpec): boolean => spec.kind === "grow" && spec.max.some((column) => spec.instants.includes(column));
  const [first] = [...specs.values()].flatMap((spec) => (touched.has(spec.name) && isLowered(spec) ? [spec.name] : [])).sort();
  return first !== undefined && (audit === null || first <= audit[0]) ? [first, ""] : audit;
}

/** What is synced stays, so the clock cannot fall below it; unless the server's own clock has fallen far below it since. */
const floorOf = ({ seen }: EngineState, now: number): Stamp | null => (seen && parseStamp(seen).ms <= now + maxAheadMs ? seen : null);

function restamp(entries: readonly OutboxEntry[], floor: Stamp | null, now: number, client: string): { readonly stamps: Map<Stamp, Stamp>; readonly last: Stamp } {
  const all = [...new Set(entries.flatMap(({ ops }) => ops.map(({ row }) => row.stamp)))].sort();
  const isLater = (stamp: Stamp): boolean => parseStamp(stamp).ms > now && (floor === null || stamp > floor);
  const left = [floor, all.filter((stamp) => !isLater(stamp)).at(-1)].filter((stamp) => typeof stamp === "string");
  let last = left.sort().at(-1) ?? `000000000000-0000-${client}`;
  const stamps = new Map<Stamp, Stamp>();
  for (const stamp of all.filter(isLater)) {
    last = tick(last, now, client);
    stamps.set(stamp, last);
  }
  return { stamps, last };
}

interface Change {
  readonly before: OutboxEntry;
  readonly after: OutboxEntry;
}

/** null: nothing of it is later. */
function moveEntry(deps: AheadDeps, before: OutboxEntry, move: Move): Change | null {
  const moved = before.ops.map(({ table, row }): RowOp => ({ table, row: moveRow(deps, table, row, move) }));
  if (moved.every(({ row }, index) => row === before.ops[index]?.row)) return null;
  const ops = joinOps(deps, moved);
  return { before, after: { ...before, id: deps.random.uuid(), ops, bytes: opsBytes(ops) } };
}

/** Two rows of one mutation may have become one, and the server takes each but once. */
function joinOps({ specs }: AheadDeps, ops: readonly RowOp[]): readonly RowOp[] {
  const joined = new Map<string, RowOp>();
  for (const { table, row } of ops) {
    const [key, spec] = [`${table} ${row.id}`, specs.get(table)];
    const other = joined.get(key);
    joined.set(key, { table, row: other && spec ? joinRows(spec, other.row, row) : row });
  }
  return [...joined.values()];
}

/**
 * Each local row once, however many mutations speak of it: a new stamp may be what another one was before. A row whose id followed from
 * what was moved goes, and what the mutations say of it now is joined with what is there. Resolves with the tables that lost a row.
 */
async function moveRows(deps: AheadDeps, tx: StoreTx, changes: readonly Change[], move: Move): Promise<readonly string[]> {
  const left: string[] = [];
  for (const [table, spec] of deps.specs) {
    const ids = [...new Set(changes.flatMap(({ before }) => before.ops.flatMap((op) => (op.table === table ? [op.row.id] : []))))];
    const [here, gone] = [new Map<string, Row>(), new Set<string>()];
    for (const row of await tx.rows(table, ids)) {
      if (!row) continue;
      const moved = moveRow(deps, table, row, move);
      if (moved.id === row.id) here.set(row.id, moved);
      else gone.add(row.id);
    }
    const said = changes.flatMap(({ after: { seq, ops } }) => ops.flatMap((op) => (op.table === table ? [{ row: op.row, seq }] : [])));
    const others = [...new Set(said.map(({ row }) => row.id))].filter((id) => !here.has(id));
    const found = await tx.rows(
      table,
      others.filter((id) => !gone.has(id)),
    );
    for (const row of found) if (row) here.set(row.id, row);
    for (const { row, seq } of said.filter(({ row: { id } }) => others.includes(id))) {
      const local = here.get(row.id);
      here.set(row.id, { ...joinRows(spec, local ?? row, row), _seq: Math.max(seq, Number(local?.["_seq"] ?? 0)) });
    }
    await tx.deleteRows(
      table,
      [...gone].filter((id) => !here.has(id)),
    );
    await tx.putRows(table, [...here.values()]);
    if (gone.size > 0) left.push(table);
  }
  return left;
}

/** A row whose stamp stays was written in time: of its instants only those move that the server would not take. */
function moveRow({ specs, follow }: AheadDeps, table: string, row: Row, { now, stamps }: Move): Row {
  const stamp = stamps.get(row.stamp);
  const bound = stamp === undefined ? now + maxAheadMs : now;
  const instants = (specs.get(table)?.instants ?? []).flatMap((column): (readonly [string, string])[] => {
    const text = row[column];
    return typeof text === "string" ? [[column, text]] : [];
  });
  const later = instants.filter(([, text]) => msOfMoment(text) > bound);
  if (stamp === undefined && later.length === 0) return row;
  // What stays may be minutes ahead of now as well: what was after it is not before it then.
  const latest = instants.map(([, text]) => msOfMoment(text)).filter((ms) => ms <= bound);
  const to = Math.max(now, ...latest);
  const moved = { ...row, ...Object.fromEntries(later.map(([column, text]) => [column, movedTo(text, to)])), id: row.id, stamp: stamp ?? row.stamp };
  return later.length > 0 && follow ? follow(table, moved, row) : moved;
}

/** Of a row that went from here the server may have taken a part, under the id it had (its own clock fell back): that comes again (L7). */
function backfillOf({ cursor, backfill }: EngineState, left: readonly string[]): Backfill | null {
  if (left.length === 0 || cursor === null) return backfill;
  return { tables: [...new Set([...(backfill?.tables ?? []), ...left])], before: [cursor[0] + 1, "", ""] };
}
