/** An empty page: Bondhu greets, says honestly what it is, and offers a few ways to begin that only fill the composer. */
import { m } from "../../i18n/messages.ts";
import { Avatar } from "../kit/avatar.tsx";

export function EmptyChat({ onOpener }: { readonly onOpener: (text: string) => void }) {
  const openers = [m.chat_opener_day(), m.chat_opener_sleep(), m.chat_opener_good(), m.chat_opener_hello()];
  return (
    <div className="chat-empty">
      <Avatar mood="glad" decorative className="chat-empty-face" />
      <h2 className="text-screen">{m.chat_greeting()}</h2>
      <p className="chat-empty-text">{m.chat_greeting_text()}</p>
      <ul aria-label={m.chat_openers()} className="chat-openers">
        {openers.map((opener) => (
          <li key={opener}>
            <button type="button" onClick={() => onOpener(opener)}>
              {opener}
            </button>
          </li>
        ))}
      </ul>
      <p className="text-small text-faint">{m.chat_greeting_honest()}</p>
    </div>
  );
}
