/** F9: which message is the first that the person has not seen. Pure. */
import { isAfter } from "../../domain/place.ts";
import type { TimelinePlace, TimelineView } from "../../state/views.ts";

/**
 * The first message behind `readUpTo`, if something that Bondhu said is among what follows: one's own words, typed on another device,
 * are no news. null also where the place itself lies before the window: the line belongs further up.
 */
export function firstUnread({ messages, hasOlder }: Pick<TimelineView, "messages" | "hasOlder">, readUpTo: TimelinePlace | null): string | null {
  if (readUpTo === null) return null;
  let first: number = messages.length;
  let news = false;
  while (first > 0) {
    const message = messages[first - 1];
    if (message === undefined || !isAfter(message, readUpTo)) break;
    news ||= message.sender === "ai";
    first -= 1;
  }
  if (!news || (first === 0 && hasOlder)) return null;
  return messages[first]?.id ?? null;
}
