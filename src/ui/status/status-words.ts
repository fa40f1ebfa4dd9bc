/** The engine's state in a sentence that says what is safe and what happens next. */
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { SyncStatus } from "../../state/views.ts";

export function statusSentence(status: SyncStatus): string {
  const count = formatNumber(status.pending);
  switch (status.state) {
    case "guest":
      return m.state_guest();
    case "offline":
      return status.pending === 0 ? m.state_offline() : m.state_offline_pending({ count });
    case "syncing":
      return status.pending === 0 ? m.state_syncing() : m.state_syncing_pending({ count });
    case "synced":
      return m.state_synced();
    case "stalled":
      return m.state_stalled({ count });
    case "signedOut":
      return m.state_signedOut();
    case "attention":
      // Without a refusal it is the device itself: no room, a clock far off, an app too old.
      return status.quarantined === 0 ? m.state_attention_device() : m.state_attention({ count: formatNumber(status.quarantined) });
  }
}

/** Why the server refused something, from the code's class alone. */
export function refusalReason(code: string): string {
  if (code === "undeliverable") return m.refused_undeliverable();
  if (code.startsWith("22")) return m.refused_content();
  if (code.startsWith("23")) return m.refused_rule();
  return m.refused_other();
}
