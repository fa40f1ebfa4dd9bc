/** Asks for older history while its beginning is still some screens away, one request at a time. */
import { type RefObject, useCallback, useEffect, useRef } from "react";

interface Options {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly hasOlder: boolean;
  /** Messages in the window now: a change means that an answer has been drawn. */
  readonly length: number;
  readonly loadOlder: () => Promise<void>;
}

/** Screens of history kept ready above the reader. */
const ahead = 2;

export function useOlder({ scroller, hasOlder, length, loadOlder }: Options): () => void {
  const loading = useRef(false);

  const loadWhenNear = useCallback(() => {
    const element = scroller.current;
    if (element === null || !hasOlder || loading.current || element.scrollTop > element.clientHeight * ahead) return;
    loading.current = true;
    const done = () => {
      loading.current = false;
    };
    // A failed read reaches the screen through the timeline itself; the next scroll tries again.
    loadOlder().then(done, done);
  }, [scroller, hasOlder, loadOlder]);

  // A short window, or a reader who has reached its beginning, needs more without another scroll.
  useEffect(() => {
    const frame = requestAnimationFrame(loadWhenNear);
    return () => cancelAnimationFrame(frame);
  }, [loadWhenNear, length]);
  return loadWhenNear;
}
