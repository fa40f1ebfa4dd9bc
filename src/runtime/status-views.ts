/** What the status screen tells of one account's database: what was refused, and how much is here. */
import { rowCount } from "../adapters/dexie/counts.ts";
import { engineState, quarantined } from "../adapters/dexie/queries.ts";
import type { QuarantinedEntry } from "../sync/ports.ts";
import type { Queries, QuarantineView } from "./api.ts";
import type { Device } from "./device.ts";
import { combine, sameJson } from "./live.ts";

/** In code points. */
const previewLength = 120;

function quarantineView({ id, code, quarantinedAt, ops }: QuarantinedEntry): QuarantineView {
  const names = [...new Set(ops.map((op) => op.table))].join(", ");
  const words = ops.map(({ row }) => row["message_text"] ?? row["text"]).find((text) => typeof text === "string" && text !== "");
  const preview = typeof words === "string" ? `${names}: ${[...words].slice(0, previewLength).join("")}` : names;
  return { id, code, quarantinedAt, preview };
}

export const statusViews = ({ db, account }: Device): Pick<Queries, "quarantine" | "report"> => ({
  quarantine: combine([quarantined(db)], (entries) => entries.map(quarantineView), sameJson),
  report: combine(
    [rowCount(db, "chat_messages"), rowCount(db, "user_sessions"), engineState(db)],
    (messages, sessions, state) => ({ messages, sessions, databaseName: account.name, historyComplete: state.history === null }),
    sameJson,
  ),
});
