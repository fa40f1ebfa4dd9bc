/** What a hand finds on a message: the way to its actions, and the reaction that was given. What they do is loaded later (actions/). */
import { m } from "../../i18n/messages.ts";

export function More() {
  const label = m.hand_more();
  return (
    <button type="button" data-more aria-haspopup="menu" aria-label={label} title={label} tabIndex={-1} className="chat-more">
      <svg aria-hidden viewBox="0 0 16 16">
        <path d="M3 8h.01M8 8h.01M13 8h.01" />
      </svg>
    </button>
  );
}

export function Reaction({ reaction }: { readonly reaction: string | null }) {
  if (reaction === null) return null;
  return (
    <button type="button" data-more aria-haspopup="menu" aria-label={m.hand_reacted({ reaction })} tabIndex={-1} className="chat-reaction">
      {reaction}
    </button>
  );
}
