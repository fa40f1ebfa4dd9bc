/** What a person can do with a quarantined mutation (P6): try it again, read it, or give it up for what the server has. */
import type { Json } from "../shared/json.ts";
import { err, ok, type Result } from "../shared/result.ts";
import { canonicalText } from "./canonical.ts";
import { joinRows } from "./join.ts";
import { opRow } from "./ops.ts";
import type { EngineState, Failure, PullRequest, QuarantinedEntry, Row, RowOp, Store, StoreTx, TableSpec, Transport } from "./ports.ts";
import { newEntry, type WriterDeps } from "./writer.ts";

/**
 * Writes it again as a new mutation at the end of the outbox, with the rows as they are now; wake the engine afterwards.
 * False: it is not in the quarantine (any more). The bytes may have grown: throws `MutationTooLarge`.
 */
export function retryQuarantined(deps: WriterDeps, id: string): Promise<boolean> {
  const specs = specsOf(deps.tables);
  return deps.store.write([...specs.keys()], async (tx) => {
    const entry = await find(tx, id);
    if (!entry) return false;
    const state = await tx.state();
    const ops: RowOp[] = [];
    for (const { table, row } of entry.ops) {
      const spec = specs.get(table);
      if (!spec) continue;
      const [local] = await tx.rows(table, [row.id]);
      const now: Row = { ...joinRows(spec, local ?? row, row), _seq: state.nextSeq };
      await tx.putRows(table, [now]);
      ops.push({ table, row: opRow(now) });
    }
    await tx.putOutbox([newEntry(deps, state.nextSeq, ops)]);
    await tx.setState({ ...state, nextSeq: state.nextSeq + 1 });
    await tx.removeQuarantine([id]);
    return true;
  });
}

/** The entry as it would be kept in a file; null: not in the quarantine. */
export function readQuarantined(store: Store, id: string): Promise<QuarantinedEntry | null> {
  return store.read([], async (tx) => (await find(tx, id)) ?? null);
}

export interface DiscardDeps {
  readonly store: Store;
  readonly transport: Transport;
  readonly tables: readonly TableSpec[];
}

/** A row that keeps changing while the server is asked about it is being worked on; three rounds are patience enough. */
const maxRounds = 3;

/**
 * Removes it and takes the server's rows in its place, joined with whatever else still waits in the outbox for them; a row that the
 * server does not have goes. Nothing is discarded without the server's answer, nor while a restored server is being compared with
 * (L5). False: it was not in the quarantine.
 */
export async function discardQuarantined(deps: DiscardDeps, id: string, signal: AbortSignal): Promise<Result<boolean, Failure>> {
  for (let round = 0; round < maxRounds; round++) {
    const before = await deps.store.read(deps.tables.map(({ name }) => name), async (tx) => {
      const entry = await find(tx, id);
      return entry ? { entry, state: await tx.state(), seen: await lookAt(tx, entry) } : null;
    });
    if (!before) return ok(false);
    const { state } = before;
    const rows = before.entry.ops.map(({ table, row }) => ({ table, id: row.id }));
    const answer = await deps.transport.rows({ client: state.client, rows }, signal);
    if (!answer.ok) return err(answer.failure);
    if (answer.value.epoch !== state.epoch || state.audit) return err(notNow);
    const pulled = await deps.transport.pull(lookRequest(deps, state), signal);
    if (!pulled.ok) return err(pulled.failure);
    const theirs = new Map(answer.value.rows.map(({ table, row }) => [`${table} ${row.id}`, row]));
    if (await replace(deps, before.entry, before.seen, theirs)) return ok(true);
  }
  return err(notNow);
}

const notNow: Failure = { kind: "busy", retryAfterMs: null, blame: false, status: null };

/** L5: a server that has come back from a backup says so here. What it has forgotten is not what it does not have. */
const lookRequest = ({ tables }: DiscardDeps, { client, ackedSeq, seqBase, epoch, cursor }: EngineState): PullRequest => ({
  client,
  ackedSeq: ackedSeq - seqBase,
  epoch,
  cursor,
  tables: tables.map(({ name }) => name),
  limit: 1,
});

/** False: the rows have changed since `seen`, so that `theirs` may lack what was acknowledged or pulled meanwhile. */
function replace({ store, tables }: DiscardDeps, entry: QuarantinedEntry, seen: string, theirs: ReadonlyMap<string, Row>): Promise<boolean> {
  const specs = specsOf(tables);
  return store.write([...specs.keys()], async (tx) => {
    if ((await lookAt(tx, entry)) !== seen) return false;
    const waiting = await waitingOps(tx);
    for (const { table, row } of entry.ops) {
      const spec = specs.get(table);
      if (!spec) continue;
      const key = `${table} ${row.id}`;
      const [local] = await tx.rows(table, [row.id]);
      const [first, ...more] = [...(theirs.has(key) ? [theirs.get(key)] : []), ...(waiting.get(key) ?? [])].filter((known) => known !== undefined);
      if (!first) await tx.deleteRows(table, [row.id]);
      else await tx.putRows(table, [{ ...more.reduce((joined, next) => joinRows(spec, joined, next), first), ...deviceColumns(local) }]);
    }
    await tx.removeQuarantine([entry.id]);
    return true;
  });
}

/** Rows of the entry and what of them is unacknowledged, as one comparable text. */
async function lookAt(tx: StoreTx, { ops }: QuarantinedEntry): Promise<string> {
  const { ackedSeq } = await tx.state();
  const parts: string[] = [];
  for (const { table, row } of ops) {
    const [local] = await tx.rows(table, [row.id]);
    const seq = local?.["_seq"];
    const columns = Object.entries(local ?? {}).map(([column, value]): [string, Json] => [column, value ?? null]);
    parts.push(canonicalText([table, row.id, Object.fromEntries(columns), typeof seq === "number" && seq > ackedSeq]));
  }
  return parts.join();
}

async function waitingOps(tx: StoreTx): Promise<Map<string, Row[]>> {
  const { ackedSeq, nextSeq } = await tx.state();
  const byRow = new Map<string, Row[]>();
  for (const { ops } of await tx.outbox(ackedSeq, nextSeq)) {
    for (const { table, row } of ops) {
      const key = `${table} ${row.id}`;
      byRow.set(key, [...(byRow.get(key) ?? []), row]);
    }
  }
  return byRow;
}

const deviceColumns = (local: Row | undefined): Partial<Row> => Object.fromEntries(Object.entries(local ?? {}).filter(([column]) => column.startsWith("_")));

const find = async (tx: StoreTx, id: string): Promise<QuarantinedEntry | undefined> => (await tx.quarantine()).find((entry) => entry.id === id);

const specsOf = (tables: readonly TableSpec[]): ReadonlyMap<string, TableSpec> => new Map(tables.map((spec) => [spec.name, spec]));
