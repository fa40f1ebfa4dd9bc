/** Bondhu's words: ink on the page beside the small face, no box around them. */
import { Suspense } from "react";
import { m } from "../../i18n/messages.ts";
import type { MessageView } from "../../state/views.ts";
import { Avatar } from "../kit/avatar.tsx";
import { lazyPart } from "../lazy-part.tsx";
import { More, Reaction } from "./message-hand.tsx";
import { ReplyText } from "./message-text.tsx";
import { SimpleReply } from "./simple-reply.tsx";

const Attempts = lazyPart(
  () => import("./later.tsx").then(({ later }) => later.Attempts),
  () => null,
);

export function BondhuMessage({ message, opens }: { readonly message: MessageView; readonly opens: boolean }) {
  return (
    <div className="chat-theirs">
      {opens ? <Avatar mood="listening" decorative className="chat-face" /> : null}
      <div className="chat-words">
        <ReplyText text={message.text} />
        <Reaction reaction={message.reaction} />
        {message.attempts === null ? null : (
          // As tall before it is loaded as after.
          <div className="chat-attempts">
            <Suspense>
              <Attempts message={message} />
            </Suspense>
          </div>
        )}
        {message.source === "rules" ? <SimpleReply /> : null}
        {message.source === "device" ? <p className="chat-source">{m.chat_device_reply()}</p> : null}
      </div>
      <More />
    </div>
  );
}
