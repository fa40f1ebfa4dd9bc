/** Which actions a message has in the conversation as it stands. Pure. */
import type { MessageView, TimelineView } from "../../../state/views.ts";

/** A message as it is seen: one of several answers stands for all of them. */
export interface Seen {
  readonly message: MessageView;
  /** The message that Bondhu would be asked about once more; null: not now. */
  readonly askAbout: string | null;
  readonly hasAnswer: boolean;
}

export function whatApplies({ messages, reply, hasNewer }: TimelineView, id: string): Seen | null {
  const at = messages.findIndex((message) => message.id === id || message.attempts?.some((attempt) => attempt.id === id) === true);
  const found = messages[at];
  if (found === undefined) return null;
  const message = { ...found, ...found.attempts?.find((attempt) => attempt.id === id) };
  const own = message.sender === "user";
  const later = messages.slice(at + 1);
  const hasAnswer = own && messages.some(({ replyTo }) => replyTo === message.id);
  // M6: only at the end of the conversation, and while nothing is on its way.
  const isLast = !hasNewer && !later.some(({ sender }) => sender === "user") && !(own && later.length > 0);
  const about = own ? message.id : message.replyTo;
  const quiet = reply.kind === "idle" && message.state !== "streaming" && message.state !== "failed";
  return { message, askAbout: isLast && quiet && !hasAnswer ? about : null, hasAnswer };
}
