/** A reply that does not come now: it waits for a network, or could not be made. */
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import type { ReplyProgress } from "../../state/views.ts";
import { Avatar } from "../kit/avatar.tsx";

export function StoppedReply({ progress }: { readonly progress: Extract<ReplyProgress, { readonly kind: "waiting" | "failed" }> }) {
  const commands = useCommands();
  return progress.kind === "waiting" ? (
    <div className="chat-theirs chat-progress" data-progress="waiting">
      <Avatar mood="asleep" decorative className="chat-face" />
      <p className="chat-aside">{m.chat_waiting()}</p>
    </div>
  ) : (
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
