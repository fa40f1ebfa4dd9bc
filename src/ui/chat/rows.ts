/** The conversation as rows: which messages are drawn, what stands above each, and keys that survive every change. */
import type { MessageView, ReplyProgress, TimelineView } from "../../state/views.ts";

/** How a row stands to the one above it. */
export type Gap = "close" | "turn" | "moment" | "day";

export type ChatRow =
  | { readonly kind: "message"; readonly key: string; readonly message: MessageView; readonly gap: Gap; readonly opens: boolean }
  | { readonly kind: "progress"; readonly key: string; readonly progress: Exclude<ReplyProgress, { readonly kind: "idle" }> };

export interface ChatRows {
  readonly count: number;
  readonly keyAt: (index: number) => string;
  readonly rowAt: (index: number) => ChatRow | undefined;
  /** undefined where the row is no message. */
  readonly messageAt: (index: number) => MessageView | undefined;
  /** The row of a message, or of the reply that it is an attempt at; -1 when it is not in the window. */
  readonly indexOf: (messageId: string) => number;
}

/** A pause after which the time is worth saying again. */
const momentMs = 10 * 60_000;

export const sameDay = (a: number, b: number): boolean => {
  const left = new Date(a);
  const right = new Date(b);
  return left.getDate() === right.getDate() && left.getMonth() === right.getMonth() && left.getFullYear() === right.getFullYear();
};

function gapBetween(above: MessageView | undefined, message: MessageView): Gap {
  if (above === undefined || !sameDay(above.createdAt, message.createdAt)) return "day";
  if (Math.abs(message.createdAt - above.createdAt) >= momentMs) return "moment";
  return above.sender === message.sender ? "close" : "turn";
}

/**
 * While older messages may still come in front, the first one is held back: what stands above a row (date, time,
 * distance) then never changes when history is put before it, and its height with it.
 */
function heldBack(view: TimelineView): number {
  return view.messages.length >= 20 && (view.hasOlder || view.backfilling) ? 1 : 0;
}

/** A reply takes the key of the thought that came before it, so that the one turns into the other in place. */
const replyKey = (messageId: string): string => `re:${messageId}`;

export function rowsOf(view: TimelineView): ChatRows {
  const { messages, reply } = view;
  const first = heldBack(view);
  const last = messages.at(-1);
  const answering = last?.sender === "ai" && reply.kind === "thinking" && last.replyTo === reply.messageId && last.state === "streaming";
  const progress = reply.kind === "idle" || answering ? null : reply;
  const shown = messages.length - first;

  const messageKey = (index: number, message: MessageView): string => {
    if (message.sender === "user" || message.replyTo === null) return message.id;
    return messages[index - 1]?.replyTo === message.replyTo ? message.id : replyKey(message.replyTo);
  };
  // The list asks for every key again whenever a row has been measured: with a very long window that must cost nothing.
  const keys: string[] = [];
  const progressKey = progress !== null && last?.id === progress.messageId ? replyKey(progress.messageId) : "progress";

  return {
    messageAt: (index) => messages[index + first],
    indexOf: (id) => Math.max(-1, messages.findIndex((message) => message.id === id || message.attempts?.some((attempt) => attempt.id === id) === true) - first),
    count: shown + (progress === null ? 0 : 1),
    keyAt: (index) => {
      const message = messages[index + first];
      return message === undefined ? progressKey : (keys[index] ??= messageKey(index + first, message));
    },
    rowAt: (index) => {
      const at = index + first;
      const message = messages[at];
      if (message === undefined) return progress === null || index !== shown ? undefined : { kind: "progress", key: progressKey, progress };
      const above = messages[at - 1];
      const gap = gapBetween(above, message);
      return { kind: "message", key: messageKey(at, message), message, gap, opens: gap !== "close" };
    },
  };
}

/** How many of Bondhu's messages came after `seenId`. */
export function unseenAfter(messages: readonly MessageView[], seenId: string | null): number {
  if (seenId === null) return 0;
  let count = 0;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message === undefined || message.id === seenId) return count;
    if (message.sender === "ai") count += 1;
  }
  // What was seen last has been deleted since: nothing can be counted from it.
  return 0;
}
