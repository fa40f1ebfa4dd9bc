/** F9: tells the device how far the person has read, and where the line above what is new stands. */
import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { isAfter } from "../../domain/place.ts";
import { useCommands } from "../../state/use-commands.ts";
import type { MessageView, TimelinePlace, TimelineView } from "../../state/views.ts";
import { beginLine, firstUnread, nextLine } from "./unread.ts";

interface Options {
  readonly view: TimelineView;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly messageAt: (index: number) => MessageView | undefined;
  /** The reader is at the end of the conversation. */
  readonly atEnd: boolean;
}

const isVisible = (): boolean => document.visibilityState === "visible";

/** The newest message whose words are in sight. */
function inSight({ scroller, virtualizer, messageAt }: Options): MessageView | undefined {
  const element = scroller.current;
  if (element === null || !isVisible()) return undefined;
  const bottom = element.scrollTop + element.clientHeight;
  const last = virtualizer.getVirtualItemForOffset(bottom);
  // The row that the lower edge cuts is not read yet.
  for (let index = last?.index ?? -1; index >= 0; index -= 1) {
    const item = virtualizer.measurementsCache[index];
    const message = messageAt(index);
    if (message !== undefined && item !== undefined && item.end <= bottom + 1) return message;
    if (item !== undefined && item.end < element.scrollTop) return undefined;
  }
  return undefined;
}

/** `look`: call on every scroll. */
export function useRead(options: Options): { readonly unreadId: string | null; readonly look: () => void } {
  const { view, atEnd } = options;
  const { markRead } = useCommands();
  const [visible, setVisible] = useState(isVisible);
  const [line, setLine] = useState(() => beginLine(view));
  const watched = atEnd && visible;
  // In the same drawing as the message itself: an effect would show a line for a moment.
  const next = useMemo(() => nextLine(line, view.messages, watched), [line, view.messages, watched]);
  if (next !== line) setLine(next);
  const now = useRef(options);
  const told = useRef<TimelinePlace | null>(null);
  useEffect(() => {
    now.current = options;
  });

  const look = useCallback(() => {
    const seen = inSight(now.current);
    const known = now.current.view.readUpTo;
    if (seen === undefined || (known !== null && !isAfter(seen, known)) || (told.current !== null && !isAfter(seen, told.current))) return;
    told.current = { stamp: seen.stamp, id: seen.id };
    // Not kept: shown as new once more. Whatever is wrong with the device is told by what matters more.
    markRead(told.current).catch(() => undefined);
  }, [markRead]);

  const last = view.messages.at(-1)?.id;
  useEffect(() => {
    // Drawn and measured by then.
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [look, last]);
  useEffect(() => {
    const seen = (): void => {
      setVisible(isVisible());
      if (!isVisible()) return;
      setLine(({ passed }) => beginLine(now.current.view, passed));
      look();
    };
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, [look]);
  return { unreadId: useMemo(() => firstUnread(view, next.before), [view, next.before]), look };
}
