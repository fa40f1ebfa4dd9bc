/** A person's own words: a slip of marigold paper, with its mark in the margin. */
import { Suspense } from "react";
import type { MessageView } from "../../state/views.ts";
import { lazyPart } from "../lazy-part.tsx";
import { emojiOnly } from "./emoji-only.ts";
import { More, Reaction } from "./message-hand.tsx";
import { MessageMark } from "./message-mark.tsx";
import { MessageText } from "./message-text.tsx";

const FailedNote = lazyPart(
  () => import("./later.tsx").then(({ later }) => later.FailedNote),
  () => null,
);

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
      {state === "failed" ? (
        // About as tall before it is loaded as after.
        <Suspense fallback={<p className="chat-note">{"\u00a0\n\u00a0"}</p>}>
          <FailedNote quarantineId={message.quarantineId} />
        </Suspense>
      ) : null}
    </div>
  );
}
