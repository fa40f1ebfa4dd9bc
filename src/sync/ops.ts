/** Row operations: what of a row goes on the wire, and how large it is there. */
import type { Row, RowOp } from "./ports.ts";

/** The row without what belongs to the device (`_…`) and to the server (`version`). */
export function opRow(row: Row): Row {
  const { id, stamp } = row;
  const columns = Object.entries(row).filter(([column, value]) => !column.startsWith("_") && column !== "version" && value !== undefined);
  return { ...Object.fromEntries(columns), id, stamp };
}

const encoder = new TextEncoder();

/** UTF-8 bytes of the ops as JSON. */
export const opsBytes = (ops: readonly RowOp[]): number => encoder.encode(JSON.stringify(ops)).length;
