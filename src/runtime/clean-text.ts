/** A person's words made safe to store everywhere: nothing Postgres refuses may enter the queue. */
import { maxMessageLength } from "../domain/records.ts";
import { storable } from "../domain/storable.ts";
import { err, ok, type Result } from "../shared/result.ts";

export type TextError =
  | { readonly kind: "blank" }
  | { readonly kind: "tooLong"; readonly length: number; readonly max: number };

/** White space and format characters only: nothing is to be seen of it. */
export const blank = /^[\s\p{Cf}\u3164\u2800]*$/u;

/** Length is counted in UTF-16 code units, as the composer's counter does. */
export function cleanText(text: string): Result<string, TextError> {
  const clean = storable(text);
  if (blank.test(clean)) return err({ kind: "blank" });
  if (clean.length > maxMessageLength) return err({ kind: "tooLong", length: clean.length, max: maxMessageLength });
  return ok(clean);
}
