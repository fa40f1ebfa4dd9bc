/** T3: how rows of older builds become the present one's, and the number that a build's mutations carry. */
import type { Row } from "./ports.ts";

/**
 * By table: a row of one schema in the next one's columns; the same object when nothing changes, as in a row that has been lifted
 * already. Id and stamp stay.
 */
export type Upcast = { readonly [table: string]: (row: Row) => Row };

/** Schema version of the mutations written by a build with these upcasts. */
export const mutationSchemaOf = (upcasts: readonly Upcast[]): number => upcasts.length + 1;

/** A row of mutation schema `schema` in this build's columns; the same object when nothing changed. */
export const liftRow = (upcasts: readonly Upcast[], table: string, row: Row, schema: number): Row =>
  upcasts.slice(schema - 1).reduce((older, upcast) => upcast[table]?.(older) ?? older, row);
