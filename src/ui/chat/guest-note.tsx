/** T2: says once, at the beginning of a guest's conversation, that it lives only here. */
import { Link } from "react-router";
import { m } from "../../i18n/messages.ts";

export function GuestNote() {
  return (
    <p className="chat-note chat-guest">
      {m.chat_beginning_guest()}{" "}
      <Link to="/settings" className="chat-link">
        {m.chat_beginning_guest_do()}
      </Link>
    </p>
  );
}
