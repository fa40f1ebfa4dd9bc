/** L7: a build that knows more tables or columns than the one before it asks for what the feed has passed by meanwhile. */
import type { EngineState, Shapes, Store, TableSpec } from "./ports.ts";
import { amend } from "./state.ts";

const shapeOf = (spec: TableSpec): string =>
  (spec.kind === "grow" ? [...spec.once, ...spec.min, ...spec.max, ...spec.union] : [...spec.columns]).sort().join();

export const shapesOf = (specs: Iterable<TableSpec>): Shapes => Object.fromEntries([...specs].map((spec) => [spec.name, shapeOf(spec)]));

/** Tables that have never been asked for in their present shape. Before the bootstrap none is missed: that will bring them all. */
const missed = ({ cursor, shapes: known }: EngineState, shapes: Shapes): string[] =>
  cursor === null ? [] : Object.keys(shapes).filter((table) => known?.[table] !== shapes[table]);

/**
 * Notes what has to be fetched, once for each build. Everything up to the cursor may be missing, what comes after it names the new
 * tables. Returns the state as stored.
 */
export async function noteBackfill(store: Store, asked: EngineState, shapes: Shapes): Promise<EngineState> {
  if (missed(asked, shapes).length === 0) return asked;
  return amend(store, asked.fence, (state) => {
    const tables = missed(state, shapes);
    if (!state.cursor || tables.length === 0) return state;
    const all = [...new Set([...(state.backfill?.tables ?? []), ...tables])];
    return { ...state, shapes, backfill: { tables: all, before: [state.cursor[0] + 1, "", ""] } };
  });
}
