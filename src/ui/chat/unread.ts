/** F9: which message is the first that the person has not seen, and what becomes of the line above it. Pure. */
import { isAfter } from "../../domain/place.ts";
import type { MessageView, TimelinePlace, TimelineView } from "../../state/views.ts";

/** The line as a screen holds it. */
export interface UnreadLine {
  /** The line stands behind this; null: nothing was ever seen. */
  readonly before: TimelinePlace | null;
  /** It is there, and stays where it is. */
  readonly stands: boolean;
  /** The newest message there was while the reader was at the end. */
  readonly passed: TimelinePlace | null;
}

type Place = TimelinePlace | null;
const later = (a: Place, b: Place): Place => (a === null || (b !== null && isAfter(b, a)) ? b : a);

/** Where the messages behind `place` begin, and whether something that Bondhu said is among them. */
function behind(messages: readonly MessageView[], place: Place): { readonly first: number; readonly news: boolean } {
  let first = messages.length;
  let news = false;
  for (; place !== null && first > 0; first -= 1) {
    const message = messages[first - 1];
    if (message === undefined || !isAfter(message, place)) break;
    news ||= message.sender === "ai";
  }
  return { first, news };
}

/** The conversation comes into sight. `passed`: of an earlier time that it was. */
export function beginLine({ messages, readUpTo }: Pick<TimelineView, "messages" | "readUpTo">, passed: Place = null): UnreadLine {
  const before = later(readUpTo, passed);
  return { before, stands: behind(messages, before).news, passed };
}

/**
 * The line once `messages` are what there is. `atEnd`: somebody is looking at the end, so what has come comes before their eyes, one's own
 * words most of all: it begins no line. What comes out of sight does. The same object where nothing changes.
 */
export function nextLine(line: UnreadLine, messages: readonly MessageView[], atEnd: boolean): UnreadLine {
  const stands = (line.stands || !atEnd) && behind(messages, line.before).news;
  const last = messages.at(-1);
  const passed = atEnd && last !== undefined ? later(line.passed, last) : line.passed;
  const before = stands ? line.before : later(line.before, passed);
  return stands === line.stands && passed?.id === line.passed?.id && passed?.stamp === line.passed?.stamp ? line : { before, stands, passed };
}

/**
 * The first message behind `before`, if something that Bondhu said is among what follows: one's own words, typed on another device,
 * are no news. null also where the place itself lies before the window: the line belongs further up.
 */
export function firstUnread({ messages, hasOlder }: Pick<TimelineView, "messages" | "hasOlder">, before: Place): string | null {
  const { first, news } = behind(messages, before);
  if (!news || (first === 0 && hasOlder)) return null;
  return messages[first]?.id ?? null;
}
