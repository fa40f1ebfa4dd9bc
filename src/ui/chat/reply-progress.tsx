/** What Bondhu is doing about the last message: thinking, waiting for a network, or not able to answer. Never a made-up message. */
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import type { ReplyProgress as Progress } from "../../state/views.ts";
import { Avatar } from "../kit/avatar.tsx";

export function ReplyProgress({ progress }: { readonly progress: Exclude<Progress, { readonly kind: "idle" }> }) {
  const commands = useCommands();
  switch (progress.kind) {
    case "thinking":
      return (
        <div className="chat-theirs chat-progress" data-progress="thinking">
          <Avatar mood="thinking" decorative className="chat-face" />
          <p className="chat-dots">
            <span className="sr-only">{m.chat_thinking()}</span>
            <i />
            <i />
            <i />
          </p>
        </div>
      );
    case "waiting":
      return (
        <div className="chat-theirs chat-progress" data-progress="waiting">
          <Avatar mood="asleep" decorative className="chat-face" />
          <p className="chat-aside">{m.chat_waiting()}</p>
        </div>
      );
    case "failed":
      return (
        <div className="chat-theirs chat-progress" data-progress="failed">
          <Avatar mood="gentle" decorative className="chat-face" />
          <p className="chat-aside">
            {m.chat_reply_failed()}{" "}
            <button type="button" className="chat-link" onClick={() => void commands.askAgain(progress.messageId)}>
              {m.chat_ask_again()}
            </button>
          </p>
        </div>
      );
  }
}
