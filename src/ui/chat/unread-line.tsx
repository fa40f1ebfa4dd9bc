/** The line above the first message that the person has not seen. */
import { m } from "../../i18n/messages.ts";

export function UnreadLine() {
  return (
    <p className="chat-unread">
      <span>{m.search_unread()}</span>
    </p>
  );
}
