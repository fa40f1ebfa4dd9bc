/** Rows that come from elsewhere (a file, another database) are joined into this one: a command's write (W1) for many rows at once. */
import { canonicalText } from "./canonical.ts";
import { receive } from "./hlc.ts";
import { joinRows } from "./join.ts";
import { opRow } from "./ops.ts";
import type { Row, RowOp, StoreTx, TableSpec } from "./ports.ts";
import { correctedNow } from "./state.ts";
import { newEntry, type WriterDeps } from "./writer.ts";

export interface Along {
  readonly tables: readonly string[];
  /** Awaiting anything but the transaction's own promises inside it is a bug. */
  write(side: StoreTx["side"]): Promise<void>;
}

/**
 * One transaction: the rows keep their ids and stamps, are joined with the local ones, and those that this changes go into exactly one
 * mutation; resolves with their number once that is durable. Rows that change nothing are not written, so that merging twice is merging
 * once. The clock moves as by pulled rows (W3). Rejects with nothing written, as `Writer.write` does; keep a call under W2's limit.
 * `along`: device-only rows that belong to them, such as the place that was reached.
 */
export function mergeRows(deps: WriterDeps, incoming: readonly RowOp[], along?: Along): Promise<number> {
  const specs = new Map(deps.tables.map((spec) => [spec.name, spec]));
  const names = [...new Set(incoming.map(({ table }) => table))];
  return deps.store.write([...names, ...(along?.tables ?? [])], async (tx) => {
    const state = await tx.state();
    await along?.write((table) => tx.side(table));
    const changed: RowOp[] = [];
    for (const name of names) {
      const spec = specs.get(name);
      if (!spec) throw new TypeError(`not a synced table: ${name}`);
      const rows = incoming.flatMap(({ table, row }) => (table === name ? [row] : []));
      const stored = (await changedBy(tx, spec, rows)).map((row): Row => ({ ...row, _seq: state.nextSeq }));
      await tx.putRows(name, stored);
      for (const row of stored) changed.push({ table: name, row: opRow(row) });
    }
    if (changed.length === 0) return 0;
    await tx.putOutbox([newEntry(deps, state.nextSeq, changed)]);
    const now = correctedNow(deps.clock, state);
    const stamp = changed.reduce((last, { row }) => receive(last, row.stamp, now), state.stamp);
    await tx.setState({ ...state, nextSeq: state.nextSeq + 1, stamp });
    return changed.length;
  });
}

/** The rows as they are afterwards, those that stay as they were left out. A row may come in several versions. */
async function changedBy(tx: StoreTx, spec: TableSpec, rows: readonly Row[]): Promise<readonly Row[]> {
  const ids = [...new Set(rows.map(({ id }) => id))];
  const local = await tx.rows(spec.name, ids);
  const before = new Map(ids.flatMap((id, index) => (local[index] ? [[id, local[index]] as const] : [])));
  const after = new Map<string, Row>();
  for (const row of rows) after.set(row.id, joinRows(spec, after.get(row.id) ?? before.get(row.id) ?? row, row));
  return [...after.values()].filter((row) => !isSame(before.get(row.id), row));
}

function isSame(before: Row | undefined, after: Row): boolean {
  if (!before) return false;
  return Object.keys(after).every((column) => {
    const [a, b] = [before[column], after[column]];
    return a === b || canonicalText([a]) === canonicalText([b]);
  });
}
