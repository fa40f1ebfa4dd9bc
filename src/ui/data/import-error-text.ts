/** Why a file was not brought in: what happened, what is safe, what to do. */
import { formatBytes, formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { ImportError } from "../../state/views.ts";
import { writeErrorText } from "../write-error.ts";

const tableName = (table: Extract<ImportError, { readonly kind: "brokenRow" }>["table"]): string =>
  ({
    chat_messages: m.archive_table_messages(),
    user_sessions: m.archive_table_sessions(),
    activities: m.archive_table_activities(),
    streak_days: m.archive_table_days(),
    message_reactions: m.archive_table_reactions(),
    personality_answers: m.archive_table_answers(),
    memory_facts: m.archive_table_facts(),
    reply_notes: m.archive_table_notes(),
    preferences: m.archive_table_preferences(),
  })[table];

export function importErrorText(error: ImportError | { readonly kind: "unknown" }): string {
  switch (error.kind) {
    case "empty":
      return m.archive_error_empty();
    case "foreign":
      return m.archive_error_foreign();
    case "truncated":
      return m.archive_error_truncated();
    case "damaged":
      return m.archive_error_damaged();
    case "newer":
      return m.archive_error_newer();
    case "tooLarge":
      return m.archive_error_tooLarge({ max: formatBytes(error.max) });
    case "oversized":
      return m.archive_error_oversized();
    case "brokenRow":
      return m.archive_error_brokenRow({ table: tableName(error.table), number: formatNumber(error.number), column: error.column ?? "–" });
    case "unreadable":
      return m.archive_error_unreadable();
    case "passphraseNeeded":
    case "wrongPassphrase":
      return m.archive_error_passphrase();
    case "cancelled":
      return error.changed === 0 ? m.archive_error_cancelled() : m.archive_error_cancelled_part({ count: formatNumber(error.changed) });
    case "quota":
      return m.archive_error_quota({ count: formatNumber(error.changed) });
    case "unknown":
      return m.archive_error_unknown();
    case "blank":
    case "tooLong":
    case "mutationTooLarge":
    case "gone":
      return writeErrorText(error);
  }
}
