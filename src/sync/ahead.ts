/** W4: what a clock that ran ahead has stamped is moved to now, once everything the server has taken is settled. */
import { instantOf, msOf } from "../shared/instant.ts";
import { maxAheadMs, parseStamp, tick } from "./hlc.ts";
import { opsBytes } from "./ops.ts";
import type { AuditPlace, Clock, EngineState, OutboxEntry, Random, Row, RowOp, Stamp, Store, StoreTx, TableSpec } from "./ports.ts";
import { type ClockSample, heard } from "./request.ts";
import { checkFence, correctedNow } from "./state.ts";

export interface AheadDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly specs: ReadonlyMap<string, TableSpec>;
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
    const changed = entries.flatMap((entry) => moveEntry(deps, entry, move) ?? []);
    await tx.putOutbox(changed);
    await moveRows(deps, tx, changed, move);
    const fallen = { ...state, stamp: last, audit: auditAfter(deps, state.audit, changed) };
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

/** null: nothing of it is later. */
function moveEntry({ random, specs }: AheadDeps, entry: OutboxEntry, move: Move): OutboxEntry | null {
  const ops = entry.ops.map(({ table, row }): RowOp => ({ table, row: moveRow(specs.get(table), row, move) }));
  if (ops.every(({ row }, index) => row === entry.ops[index]?.row)) return null;
  return { ...entry, id: random.uuid(), ops, bytes: opsBytes(ops) };
}

/** Each local row once, however many mutations speak of it: a new stamp may be what another one was before. */
async function moveRows({ specs }: AheadDeps, tx: StoreTx, changed: readonly OutboxEntry[], move: Move): Promise<void> {
  for (const [table, spec] of specs) {
    const ids = [...new Set(changed.flatMap(({ ops }) => ops.flatMap((op) => (op.table === table ? [op.row.id] : []))))];
    const local = await tx.rows(table, ids);
    await tx.putRows(
      table,
      local.flatMap((row) => (row ? [moveRow(spec, row, move)] : [])),
    );
  }
}

/** A row whose stamp stays was written in time: of its instants only those move that the server would not take. */
function moveRow(spec: TableSpec | undefined, row: Row, { now, stamps }: Move): Row {
  const stamp = stamps.get(row.stamp);
  const bound = stamp === undefined ? now + maxAheadMs : now;
  const later = (spec?.instants ?? []).filter((column) => isAfter(row[column], bound));
  if (stamp === undefined && later.length === 0) return row;
  // What stays may be minutes ahead of now as well: what was after it is not before it then.
  const latest = (spec?.instants ?? []).flatMap((column) => (later.includes(column) || typeof row[column] !== "string" ? [] : msOf(row[column]))).filter(Number.isFinite);
  const to = instantOf(Math.max(now, ...latest));
  return { ...row, ...Object.fromEntries(later.map((column) => [column, to])), stamp: stamp ?? row.stamp };
}

const isAfter = (instant: Row[string], ms: number): boolean => typeof instant === "string" && msOf(instant) > ms;
