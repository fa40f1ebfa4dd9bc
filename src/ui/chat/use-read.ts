/** F9: tells the device how far the person has read, and where the line above what is new stands. */
import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { isAfter } from "../../domain/place.ts";
import { useCommands } from "../../state/use-commands.ts";
import type { MessageView, TimelinePlace, TimelineView } from "../../state/views.ts";
import { firstUnread } from "./unread.ts";

interface Options {
  readonly view: TimelineView;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly messageAt: (index: number) => MessageView | undefined;
}

/** The newest message whose words are in sight. */
function inSight({ scroller, virtualizer, messageAt }: Options): MessageView | undefined {
  const element = scroller.current;
  if (element === null || document.visibilityState !== "visible") return undefined;
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
  const { view } = options;
  const { markRead } = useCommands();
  // As it was when the conversation came into sight: the line stays where it is while one reads on.
  const [before, setBefore] = useState<TimelinePlace | null>(view.readUpTo);
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
      if (document.visibilityState !== "visible") return;
      setBefore(now.current.view.readUpTo);
      look();
    };
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, [look]);
  return { unreadId: firstUnread(view, before), look };
}
