/** T3: a database of an older build gets what this build expects of it: the queue is kept, its mutations are lifted to the present schema. */
import { joinRows } from "./join.ts";
import { opsBytes } from "./ops.ts";
import type { EngineState, OutboxEntry, QuarantinedEntry, Random, RowOp, StoreTx, TableSpec } from "./ports.ts";
import { newState } from "./state.ts";
import { liftRow, mutationSchemaOf, type Upcast } from "./upcast.ts";

export interface UpgradeDeps {
  readonly random: Random;
  readonly tables: readonly TableSpec[];
  /** `upcasts[n]` lifts rows of mutation schema n + 1 to n + 2. */
  readonly upcasts: readonly Upcast[];
}

/** Entries lifted at once: a queue may be long, a phone's memory is not. */
const pieceSize = 200;

/** In one transaction over all of `tables`: state row, outbox, quarantine and the rows that they speak of. */
export async function upgradeDevice(deps: UpgradeDeps, tx: StoreTx): Promise<void> {
  const stored: Partial<EngineState> = await tx.state();
  const state: EngineState = { ...newState(deps.random), ...stored };
  await tx.setState(state);
  for (let after = state.ackedSeq; ; ) {
    const entries = await tx.outbox(after, pieceSize);
    const lifted = entries.map((entry) => liftEntry(deps, entry));
    await tx.putOutbox(lifted.filter((entry, index) => entry !== entries[index]));
    for (const [index, { ops }] of lifted.entries()) if (ops !== entries[index]?.ops) await liftRows(deps, tx, ops);
    const last = entries.at(-1);
    if (!last) break;
    after = last.seq;
  }
  for (const entry of await tx.quarantine()) {
    const ops = liftOps(deps, entry);
    const kept: QuarantinedEntry = { ...entry, ops, schema: mutationSchemaOf(deps.upcasts), bytes: opsBytes(ops) };
    await tx.putQuarantine([kept]);
    if (ops !== entry.ops) await liftRows(deps, tx, ops);
  }
}

/** A changed mutation gets a new id: the old one may have arrived under it, and what is known by an id never changes (P4). */
function liftEntry(deps: UpgradeDeps, entry: OutboxEntry): OutboxEntry {
  const schema = mutationSchemaOf(deps.upcasts);
  if (entry.schema >= schema) return entry;
  const ops = liftOps(deps, entry);
  return ops === entry.ops ? { ...entry, schema } : { ...entry, schema, ops, bytes: opsBytes(ops), id: deps.random.uuid() };
}

/** The same array when nothing changed. */
function liftOps({ upcasts }: UpgradeDeps, { ops, schema }: { readonly ops: readonly RowOp[]; readonly schema: number }): readonly RowOp[] {
  const lifted = ops.map((op): RowOp => {
    const row = liftRow(upcasts, op.table, op.row, schema);
    return row === op.row ? op : { table: op.table, row };
  });
  return lifted.some((op, index) => op !== ops[index]) ? lifted : ops;
}

/** The rows here as if they had been written by this build. Device columns stay. */
async function liftRows({ tables, upcasts }: UpgradeDeps, tx: StoreTx, ops: readonly RowOp[]): Promise<void> {
  for (const { table, row } of ops) {
    const spec = tables.find(({ name }) => name === table);
    const [local] = await tx.rows(table, [row.id]);
    if (!spec || !local) continue;
    const lifted = upcasts.reduce((older, upcast) => upcast[table]?.(older) ?? older, local);
    await tx.putRows(table, [joinRows(spec, lifted, row)]);
  }
}
