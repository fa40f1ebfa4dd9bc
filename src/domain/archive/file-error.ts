/** Why a file cannot be brought in. Nothing of it was written. */
import type { SyncedTable } from "../tables.ts";

export type FileError =
  | { readonly kind: "empty" }
  /** Not made by Bondhu, or so damaged at its beginning that nobody can tell. */
  | { readonly kind: "foreign" }
  /** It ends before its end. */
  | { readonly kind: "truncated" }
  /** Changed or damaged in the middle. */
  | { readonly kind: "damaged" }
  /** A newer Bondhu wrote something that this one does not know. */
  | { readonly kind: "newer" }
  /** Bytes. */
  | { readonly kind: "tooLarge"; readonly max: number }
  /** Something in it is deeper or larger than anything Bondhu writes. */
  | { readonly kind: "oversized" }
  /** `number` counts the table's rows from 1; `column` is null when it is no row at all. */
  | { readonly kind: "brokenRow"; readonly table: SyncedTable; readonly number: number; readonly column: string | null }
  /** The browser cannot read it: moved, changed or taken away. */
  | { readonly kind: "unreadable" }
  | { readonly kind: "passphraseNeeded" }
  | { readonly kind: "wrongPassphrase" };

export class BadFile extends Error {
  override readonly name = "BadFile";
  constructor(readonly error: FileError) {
    super(JSON.stringify(error));
  }
}

export const bad = (kind: Exclude<FileError["kind"], "tooLarge" | "brokenRow">): BadFile => new BadFile({ kind });

/** What a piece of a file holds. @throws {BadFile} damaged: the only reason there is is that it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad("damaged");
  }
}
