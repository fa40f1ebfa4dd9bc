/** Knows whether the reader is at the end of the conversation, keeps them there when they are, and counts what they have not seen. */
import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { MessageView } from "../../state/views.ts";
import { unseenAfter } from "./rows.ts";

interface Options {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly messages: readonly MessageView[];
  readonly threshold: number;
  readonly startsAtEnd: boolean;
  /** The window reaches the end of the conversation, and did so when it was last scrolled: only there is an end to stay at. */
  readonly live: boolean;
  readonly sent: number;
}

interface End {
  readonly atEnd: boolean;
  readonly far: boolean;
  readonly unseen: number;
  /** Call on every scroll. */
  readonly look: () => void;
  readonly goToEnd: () => void;
}

export function useEnd({ scroller, virtualizer, messages, threshold, startsAtEnd, live, sent }: Options): End {
  const lastId = messages.at(-1)?.id ?? null;
  const [place, setPlace] = useState<{ readonly atEnd: boolean; readonly far: boolean }>({ atEnd: startsAtEnd, far: false });
  const [seenId, setSeenId] = useState(lastId);
  if (place.atEnd && seenId !== lastId) setSeenId(lastId);
  const following = useRef(startsAtEnd);
  const before = useRef<{ readonly top: number; readonly height: number } | null>(null);

  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop: top, scrollHeight: height, clientHeight } = element;
    const distance = height - top - clientHeight;
    // What grew pushes the end away, and what shrank takes the place along; only a reader moves up by more than that.
    const { current: last } = before;
    const movedUp = last !== null && last.top - top > Math.max(0, last.height - height) + 1;
    before.current = { top, height };
    if (live && distance <= threshold) following.current = true;
    else if (movedUp) following.current = false;
    const atEnd = following.current;
    const far = !atEnd && distance > clientHeight;
    setPlace((known) => (known.atEnd === atEnd && known.far === far ? known : { atEnd, far }));
  }, [scroller, threshold, live]);
  const goToEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);

  // The first place, exactly: guesses brought us near it. Again when one's own words were sent.
  const last = useRef<number | null>(startsAtEnd ? null : sent);
  useLayoutEffect(() => {
    if (last.current === sent) return;
    last.current = sent;
    virtualizer.scrollToEnd();
  }, [sent, virtualizer]);

  // Who is at the end stays there, whatever takes room: a keyboard, a growing composer, a row anywhere above. The list itself only
  // follows what is put behind the last row, and another device's words may take their place before it.
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight;
      before.current = { top: element.scrollTop, height: element.scrollHeight };
      // Rows that turned out taller than guessed push the end out of sight without a scroll.
      look();
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [scroller, look]);

  return { ...place, unseen: place.atEnd ? 0 : unseenAfter(messages, seenId), look, goToEnd };
}
