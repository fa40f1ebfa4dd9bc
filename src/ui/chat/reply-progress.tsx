/** What Bondhu is doing about the last message: thinking, waiting for a network, or not able to answer. Never a made-up message. */
import { Suspense } from "react";
import { m } from "../../i18n/messages.ts";
import type { ReplyProgress as Progress } from "../../state/views.ts";
import { Avatar } from "../kit/avatar.tsx";
import { lazyPart } from "../lazy-part.tsx";

const StoppedReply = lazyPart(
  () => import("./later.tsx").then(({ later }) => later.StoppedReply),
  () => null,
);

export function ReplyProgress({ progress }: { readonly progress: Exclude<Progress, { readonly kind: "idle" }> }) {
  return progress.kind === "thinking" ? (
    <div className="chat-theirs chat-progress" data-progress="thinking">
      <Avatar mood="thinking" decorative className="chat-face" />
      <p className="chat-dots">
        <span className="sr-only">{m.chat_thinking()}</span>
        <i />
        <i />
        <i />
      </p>
    </div>
  ) : (
    <Suspense>
      <StoppedReply progress={progress} />
    </Suspense>
  );
}
