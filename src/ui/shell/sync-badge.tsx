/** T1 on every screen: one word and one small sign, leading to the whole story. */
import CircleAlert from "lucide-react/icons/circle-alert";
import CloudCheck from "lucide-react/icons/cloud-check";
import CloudOff from "lucide-react/icons/cloud-off";
import Hourglass from "lucide-react/icons/hourglass";
import KeyRound from "lucide-react/icons/key-round";
import RefreshCw from "lucide-react/icons/refresh-cw";
import Smartphone from "lucide-react/icons/smartphone";
import { Link } from "react-router";
import { m } from "../../i18n/messages.ts";
import { useStatus } from "../../state/use-status.ts";
import { type SyncState, syncWord } from "./sync-word.ts";

const signs = {
  guest: Smartphone,
  offline: CloudOff,
  syncing: RefreshCw,
  synced: CloudCheck,
  stalled: Hourglass,
  signedOut: KeyRound,
  attention: CircleAlert,
} as const satisfies Record<SyncState, unknown>;

/** What a person should hear without looking; the comings and goings of ordinary syncing stay quiet. */
const spoken: ReadonlySet<SyncState> = new Set(["stalled", "signedOut", "attention"]);

export function SyncBadge() {
  const status = useStatus();
  const state = status?.state;
  const Sign = state === undefined ? null : signs[state];
  return (
    <div
      role="status"
      aria-label={m.sync_label()}
      aria-live={state !== undefined && spoken.has(state) ? "polite" : "off"}
      data-sync={state ?? ""}
      data-pending={status?.pending ?? ""}
    >
      <Link
        to="/status"
        className={`inline-flex min-h-11 items-center whitespace-nowrap gap-2 rounded-full px-3 text-small no-underline hover:bg-sunk ${state === "attention" || state === "signedOut" ? "font-semibold text-brick" : "text-soft"}`}
      >
        {Sign === null ? null : <Sign aria-hidden="true" size={18} className={state === "syncing" ? "sync-turn" : undefined} />}
        <span>{state === undefined ? "" : syncWord(state)}</span>
      </Link>
    </div>
  );
}
