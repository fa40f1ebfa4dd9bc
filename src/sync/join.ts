/**
 * The join of two versions of a row (DESIGN §3): commutative, associative and idempotent, and the same in SQL,
 * so that neither order nor repetition of deliveries ever matters.
 */
import type { Json } from "../shared/json.ts";
import { canonicalText, compareBytes } from "./canonical.ts";
import type { Row, TableSpec } from "./ports.ts";

/**
 * Device columns (`_…`) are taken from `a`, the local row, where it has them. `version` is the larger.
 * A column the spec does not know (a newer schema's) survives; of two values the larger canonical bytes do.
 * `joinRows(spec, a, a)` is `a` in normal form: unions sorted, a deleted row wiped.
 */
export function joinRows(spec: TableSpec, a: Row, b: Row): Row {
  const joined: { [column: string]: Json | undefined } = joinUnknown(spec, a, b);
  const group = spec.kind === "grow" ? spec.once : spec.columns;
  const order = compareGroup(group, a, b);
  const winner = (spec.kind === "grow" ? order <= 0 : order >= 0) ? a : b;
  for (const column of group) joined[column] = winner[column] ?? null;
  if (spec.kind === "grow") {
    for (const column of spec.min) joined[column] = extreme(a[column], b[column], -1);
    for (const column of spec.max) joined[column] = extreme(a[column], b[column], 1);
    for (const column of spec.union) joined[column] = union(a[column], b[column]);
    if ((joined["deleted_at"] ?? null) !== null) Object.assign(joined, spec.wipe);
  }
  return { ...joined, id: a.id, stamp: winner.stamp };
}

/** Order by (stamp, canonical bytes of the group). The bytes are made only for equal stamps, which is rare. */
function compareGroup(columns: readonly string[], a: Row, b: Row): number {
  const order = compareBytes(a.stamp, b.stamp);
  if (order !== 0 || a === b) return order;
  return compareBytes(canonicalText(columns.map((column) => a[column])), canonicalText(columns.map((column) => b[column])));
}

/** The smaller (`sign` −1) or larger (1) of two values; null gives way. Numbers by size, text by bytes. */
function extreme(a: Json | undefined, b: Json | undefined, sign: 1 | -1): Json {
  if (a === undefined || a === null) return b ?? null;
  if (b === undefined || b === null) return a;
  return compareValues(a, b) * sign >= 0 ? a : b;
}

function compareValues(a: Json, b: Json): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareBytes(a, b);
  return compareBytes(canonicalText([a]), canonicalText([b]));
}

/** A set: sorted by canonical bytes, each element once; null only when neither side has one. */
function union(a: Json | undefined, b: Json | undefined): Json {
  if (!Array.isArray(a) && !Array.isArray(b)) return null;
  const elements = new Map<string, Json>();
  for (const side of [a, b]) {
    if (Array.isArray(side)) for (const element of side as readonly Json[]) elements.set(canonicalText([element]), element);
  }
  return [...elements].sort(([x], [y]) => compareBytes(x, y)).map(([, element]) => element);
}

function joinUnknown(spec: TableSpec, a: Row, b: Row): { [column: string]: Json | undefined } {
  const known = knownColumns(spec);
  const joined: { [column: string]: Json | undefined } = {};
  for (const column of Object.keys(b)) if (!known.has(column)) joined[column] = b[column];
  for (const column of Object.keys(a)) {
    if (known.has(column)) continue;
    const other = joined[column];
    joined[column] = column.startsWith("_") || other === undefined ? a[column] : extreme(a[column], other, 1);
  }
  return joined;
}

const knownBySpec = new WeakMap<TableSpec, ReadonlySet<string>>();
function knownColumns(spec: TableSpec): ReadonlySet<string> {
  let known = knownBySpec.get(spec);
  if (!known) {
    const columns = spec.kind === "grow" ? [...spec.once, ...spec.min, ...spec.max, ...spec.union] : spec.columns;
    known = new Set(["id", "stamp", ...columns]);
    knownBySpec.set(spec, known);
  }
  return known;
}
