/** Why a write did not happen, in words that say what is safe and what to do. */
import { formatNumber } from "../i18n/format.ts";
import { m } from "../i18n/messages.ts";
import type { WriteError } from "../state/views.ts";

export function writeErrorText(error: WriteError | { readonly kind: "unreachable" }): string {
  switch (error.kind) {
    case "blank":
      return m.write_blank();
    case "tooLong":
      return m.write_tooLong({ length: formatNumber(error.length), max: formatNumber(error.max) });
    case "mutationTooLarge":
      return m.write_mutationTooLarge();
    case "quota":
      return m.write_quota();
    case "gone":
      return m.write_gone();
    case "unreachable":
      return m.write_unreachable();
  }
}
