/** M11: what a screen reader is told of replies. Pure. */
import type { MessageView, TimelineView } from "../../state/views.ts";

export interface Heard {
  readonly id: string | null;
  readonly stamp: string;
}

const done = (last: MessageView | undefined): MessageView | null => (last?.sender === "ai" && last.state !== "streaming" ? last : null);

/** What was there when the screen opened is history, not news. */
export const heardAtFirst = ({ messages }: TimelineView): Heard => ({ id: done(messages.at(-1))?.id ?? null, stamp: messages.at(-1)?.stamp ?? "" });

/** The reply to be said now; null: none. One that stands last only because what came after it was deleted is no news either. */
export function newsFor(heard: Heard, { messages }: TimelineView): MessageView | null {
  const reply = done(messages.at(-1));
  return reply !== null && reply.id !== heard.id && reply.stamp >= heard.stamp ? reply : null;
}
