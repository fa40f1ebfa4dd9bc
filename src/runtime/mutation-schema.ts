/** T3: how rows of older builds become this build's. */
import { mutationSchemaOf, type Upcast } from "../sync/upcast.ts";

/** One for each mutation schema after the first; with a new one goes a new database schema, which keeps older builds out. */
export const upcasts: readonly Upcast[] = [];
/** Schema version of the mutations written by this build (T3). */
export const mutationSchema = mutationSchemaOf(upcasts);
