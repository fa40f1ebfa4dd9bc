/** Where a message of one's own is: a small sign in the margin, with words for those who cannot see it. */
import { m } from "../../i18n/messages.ts";
import type { MessageState } from "../../state/views.ts";

type OwnState = Exclude<MessageState, "streaming">;

const signs: Record<OwnState, string> = {
  local: "M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM8 5v3.200l2.100 1.300",
  synced: "M3 8.600l3.300 3.300L13 5",
  answered: "M1 8.600l3.100 3.300L10.300 5M8.300 11.700l.3.200L15 5",
  failed: "M8 3v6M8 12.200v.300",
};
const words: Record<OwnState, () => string> = {
  local: () => m.chat_state_local(),
  synced: () => m.chat_state_synced(),
  answered: () => m.chat_state_answered(),
  failed: () => m.chat_state_failed(),
};
const inks: Record<OwnState, string> = { local: "text-faint", synced: "text-faint", answered: "text-pond", failed: "text-brick" };

export function MessageMark({ state }: { readonly state: OwnState }) {
  const label = words[state]();
  return (
    <svg role="img" aria-label={label} viewBox="0 0 16 16" className={`chat-mark ${inks[state]}`}>
      <title>{label}</title>
      <path d={signs[state]} />
    </svg>
  );
}
