/** Whether some disk still holds what a mutation said. */
import { canonicalText } from "../../../../src/sync/canonical.ts";
import { joinRows } from "../../../../src/sync/join.ts";
import type { Row, RowOp, WireRow } from "../../../../src/sync/ports.ts";
import { specs } from "../device.ts";
import type { Profile } from "./profile.ts";

const specOf = new Map(specs.map((spec) => [spec.name, spec]));

/** A row without what only the device or only the server writes on it, as one comparable text. */
export const bareText = (row: Row): string =>
  JSON.stringify(Object.entries(row).filter(([column]) => !column.startsWith("_") && column !== "version").map(([column, value]) => [column, typeof value === "object" || value === undefined ? canonicalText([value]) : value]).sort(byColumn));
const byColumn = ([a]: readonly unknown[], [b]: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1);

/** A join with it changes nothing: everything that `op` says is in `row` already. */
export function contains(row: Row | undefined, op: RowOp): boolean {
  const spec = specOf.get(op.table);
  if (!row || !spec) return false;
  return bareText(joinRows(spec, row, op.row)) === bareText(joinRows(spec, row, row));
}

export const byKey = (rows: readonly WireRow[]): ReadonlyMap<string, Row> => new Map(rows.map(({ table, row }) => [`${table} ${row.id}`, row]));

/** Each op is in the server's rows, or in those of a device where it waits for nobody's decision (P6). */
export function isHeld(ops: readonly RowOp[], server: readonly WireRow[], profiles: readonly Profile[]): boolean {
  const rows = byKey(server);
  return ops.every((op) => {
    if (contains(rows.get(`${op.table} ${op.row.id}`), op)) return true;
    return profiles.some(({ store }) => contains(store.data.rows.get(op.table)?.get(op.row.id), op));
  });
}
