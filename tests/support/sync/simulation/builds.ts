/** Two builds of the app, one newer than the other: what each knows of tables, and how the newer one lifts what the older has queued (T3, L7). */
import type { TableSpec } from "../../../../src/sync/ports.ts";
import { mutationSchemaOf, type Upcast } from "../../../../src/sync/upcast.ts";
import { specs } from "../device.ts";

export type Build = 1 | 2;
export const newest: Build = 2;

/** The older build knows no preferences. The server does: its migration goes out first. */
export const tablesOf = (build: Build): readonly TableSpec[] => (build === newest ? specs : specs.filter(({ name }) => name !== "preferences"));

/** What the older build calls a reaction. */
export const oldWord = "(liked)";
const newWord = "👍";

export const upcasts: readonly Upcast[] = [{ message_reactions: (row) => (row["reaction"] === oldWord ? { ...row, reaction: newWord } : row) }];
export const mutationSchema = (build: Build): number => (build === newest ? mutationSchemaOf(upcasts) : 1);
