/** Pages from the server meet the device: rows are joined with the local ones and the cursor moves, in one transaction (L3). */
import { shapesOf } from "./backfill.ts";
import { joinRows } from "./join.ts";
import type { Backfill, BootstrapAnswer, Clock, Cursor, EngineState, HistoryAnswer, PullAnswer, Random, Row, Store, StoreTx, TableSpec, WireRow } from "./ports.ts";
import { type ClockSample, heard } from "./request.ts";
import { checkFence, clockAfter, correctedNow, hasPending } from "./state.ts";

export interface PageDeps {
  readonly store: Store;
  /** C4. */
  readonly fence: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly specs: ReadonlyMap<string, TableSpec>;
}

interface Page {
  readonly rows: readonly WireRow[];
  readonly epoch: string;
}

/** L4: the first answer of a new device. */
export function applyBootstrap(deps: PageDeps, answer: BootstrapAnswer, sample: ClockSample | null): Promise<EngineState> {
  return applyPage(deps, answer, sample, (state) =>
    state.cursor === null
      ? reached(deps.clock, { ...state, cursor: answer.cursor, history: answer.history, backfill: null, shapes: shapesOf(deps.specs.values()) })
      : null,
  );
}

/** L1, L3: `asked` is the cursor that the request carried. */
export function applyPull(deps: PageDeps, asked: Cursor, answer: PullAnswer, sample: ClockSample | null): Promise<EngineState> {
  return applyPage(deps, answer, sample, (state) => {
    if (!samePlace(state.cursor, asked)) return null;
    const moved = { ...state, cursor: answer.cursor };
    return answer.more ? moved : reached(deps.clock, moved);
  });
}

/** L4's walk back: `asked` is the position that the request carried. */
export function applyHistory(deps: PageDeps, asked: Cursor, answer: HistoryAnswer, sample: ClockSample | null): Promise<EngineState> {
  return applyPage(deps, answer, sample, (state) => (samePlace(state.history, asked) ? { ...state, history: answer.before } : null));
}

/** L7's walk back: `asked` is the one that the request was made for. */
export function applyBackfill(deps: PageDeps, asked: Backfill, answer: HistoryAnswer, sample: ClockSample | null): Promise<EngineState> {
  return applyPage(deps, answer, sample, (state) =>
    state.backfill && samePlace(state.backfill.before, asked.before) && state.backfill.tables.join() === asked.tables.join()
      ? { ...state, backfill: answer.before && { tables: asked.tables, before: answer.before } }
      : null,
  );
}

/** `advance` answers null when the state has moved on since the request: then the page is dropped, since its cursor would lead astray. */
function applyPage(
  deps: PageDeps,
  { rows, epoch }: Page,
  sample: ClockSample | null,
  advance: (state: EngineState) => EngineState | null,
): Promise<EngineState> {
  const byTable = groupByTable(deps.specs, rows);
  return deps.store.write([...byTable.keys()], async (tx) => {
    const state = await tx.state();
    checkFence(state, deps.fence);
    const advanced = advance(state);
    if (!advanced) return state;
    for (const [table, { spec, rows: arrived }] of byTable) await joinInto(tx, table, spec, arrived);
    const next = heard(state, sample, epoch, deps.random);
    // With another epoch `heard` has taken the cursors back, and this page must not restore them.
    const isKept = next.cursor === state.cursor && next.history === state.history && next.backfill === state.backfill;
    const kept = isKept ? { ...next, ...positions(advanced) } : next;
    const stored = { ...kept, ...clockAfter(kept, rows.map(({ row }) => row.stamp), correctedNow(deps.clock, kept)) };
    await tx.setState(stored);
    return stored;
    // Rows and cursor are lost together or not at all, and the server gives them again.
  }, "relaxed");
}

type Positions = Pick<EngineState, "cursor" | "history" | "backfill" | "shapes" | "lastSyncAt">;
const positions = ({ cursor, history, backfill, shapes, lastSyncAt }: EngineState): Positions => ({ cursor, history, backfill, shapes, lastSyncAt });

/** Most of what arrives is new here, so nobody looks for it first: only what turns out to be here already is read and joined. */
async function joinInto(tx: StoreTx, table: string, spec: TableSpec, arrived: readonly Row[]): Promise<void> {
  const known = await tx.addRows(table, arrived);
  if (known.size === 0) return;
  const rows = arrived.filter(({ id }) => known.has(id));
  const local = await tx.rows(
    table,
    rows.map(({ id }) => id),
  );
  await tx.putRows(
    table,
    rows.map((row, index) => {
      const mine = local[index];
      return mine ? joinRows(spec, mine, row) : row;
    }),
  );
}

/** A table that this version did not ask for is not its business (L7 backfills it after the upgrade that knows it). */
function groupByTable(specs: ReadonlyMap<string, TableSpec>, rows: readonly WireRow[]): Map<string, { readonly spec: TableSpec; readonly rows: Row[] }> {
  const groups = new Map<string, { readonly spec: TableSpec; readonly rows: Row[] }>();
  for (const { table, row } of rows) {
    const spec = specs.get(table);
    if (!spec) continue;
    const group = groups.get(table);
    if (group) group.rows.push(row);
    else groups.set(table, { spec, rows: [row] });
  }
  return groups;
}

/** Having reached the server's head confirms everything here, unless something still waits to be sent. */
const reached = (clock: Clock, state: EngineState): EngineState => (hasPending(state) || state.audit ? state : { ...state, lastSyncAt: clock.now() });

export const samePlace = (a: Cursor | null, b: Cursor): boolean => a !== null && a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
