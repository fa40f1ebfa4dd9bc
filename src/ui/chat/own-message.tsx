/** A person's own words: a slip of marigold paper, with its mark in the margin. */
import type { MessageView } from "../../state/views.ts";
import { FailedNote } from "./failed-note.tsx";
import { emojiOnly } from "./emoji-only.ts";
import { More, Reaction } from "./message-hand.tsx";
import { MessageMark } from "./message-mark.tsx";
import { MessageText } from "./message-text.tsx";

export function OwnMessage({ message }: { readonly message: MessageView }) {
  const state = message.state === "streaming" ? "local" : message.state;
  return (
    <div className="chat-own">
      <div className={emojiOnly(message.text) ? "chat-bare" : "chat-slip"} data-failed={state === "failed" || undefined}>
        <MessageText text={message.text} />
      </div>
      <MessageMark state={state} />
      <More />
      <Reaction reaction={message.reaction} />
      {state === "failed" ? <FailedNote quarantineId={message.quarantineId} /> : null}
    </div>
  );
}
