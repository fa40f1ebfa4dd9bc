/** Asks for older and newer history while the window's edge is still some screens away, one request at a time for each side. */
import { type RefObject, useCallback, useEffect, useRef } from "react";

interface Options {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  /** Messages in the window now: a change means that an answer has been drawn. */
  readonly length: number;
  readonly loadOlder: () => Promise<void>;
  readonly loadNewer: () => Promise<void>;
}

/** Screens of history kept ready on either side of the reader. */
const ahead = 2;

export function usePages({ scroller, hasOlder, hasNewer, length, loadOlder, loadNewer }: Options): () => void {
  const loading = useRef({ older: false, newer: false });

  const loadWhenNear = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const load = (side: "older" | "newer", wanted: boolean, distance: number, ask: () => Promise<void>): void => {
      if (!wanted || loading.current[side] || distance > element.clientHeight * ahead) return;
      loading.current[side] = true;
      const done = () => {
        loading.current[side] = false;
      };
      // A failed read reaches the screen through the timeline itself; the next scroll tries again.
      ask().then(done, done);
    };
    load("older", hasOlder, element.scrollTop, loadOlder);
    load("newer", hasNewer, element.scrollHeight - element.scrollTop - element.clientHeight, loadNewer);
  }, [scroller, hasOlder, hasNewer, loadOlder, loadNewer]);

  // A short window, or a reader who has reached its edge, needs more without another scroll.
  useEffect(() => {
    const frame = requestAnimationFrame(loadWhenNear);
    return () => cancelAnimationFrame(frame);
  }, [loadWhenNear, length]);
  return loadWhenNear;
}
