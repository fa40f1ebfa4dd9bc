/** One row of a file, judged whole: as it may be stored, or why it may not. */
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { SyncedTable } from "../tables.ts";
import { type Fields, rowRules } from "./row-rules.ts";

export type RowProblem =
  /** The column that is wrong; null: it is no row at all. */
  | { readonly kind: "broken"; readonly column: string | null }
  /** A column that this build does not know. */
  | { readonly kind: "newer" }
  /** More columns than any row has. */
  | { readonly kind: "oversized" };
export type SoundRow = { readonly id: string; readonly stamp: string } & { readonly [column: string]: Json };

const maxColumns = 100;

/** Columns that begin with `_` are those of the device that wrote the file: left out. */
export function readRow(table: SyncedTable, value: unknown): Result<SoundRow, RowProblem> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return err({ kind: "broken", column: null });
  const fields = value as Fields;
  const rules = rowRules[table];
  const columns = Object.keys(fields);
  if (columns.length > maxColumns) return err({ kind: "oversized" });
  if (columns.some((column) => !column.startsWith("_") && !Object.hasOwn(rules, column))) return err({ kind: "newer" });
  const row: Record<string, Json> = {};
  for (const [column, rule] of Object.entries(rules)) {
    const sound = rule(Object.hasOwn(fields, column) ? fields[column] : undefined, fields);
    if (sound === undefined) return err({ kind: "broken", column });
    row[column] = sound;
  }
  const { id, stamp } = row;
  if (typeof id !== "string" || typeof stamp !== "string") return err({ kind: "broken", column: "id" });
  return ok({ ...row, id, stamp });
}
