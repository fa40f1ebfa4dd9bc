/** F8: brings a window that was opened around a place to that place, and the focus with it. */
import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect } from "react";
import type { Destination } from "./destination.ts";
import type { ChatRows } from "./rows.ts";

interface Options {
  readonly destination: Destination | null;
  readonly rows: ChatRows;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
}

/** Frames in which rows above the place may still turn out to be of another height than was guessed. */
const settlingFrames = 30;
/** In which the place has to have stood still. */
const stillFrames = 4;

/** How far the place is from where it should stand: a day at the top, a message in the middle. CSS pixels. */
function misplaced(frame: HTMLElement, row: HTMLElement, kind: Destination["kind"]): number {
  const [outer, inner] = [frame.getBoundingClientRect(), row.getBoundingClientRect()];
  const wanted = kind === "day" ? outer.top : outer.top + Math.max(0, (outer.height - inner.height) / 2);
  // Near either end there is no more to scroll.
  const target = Math.max(0, Math.min(frame.scrollTop + inner.top - wanted, frame.scrollHeight - frame.clientHeight));
  return target - frame.scrollTop;
}

/** The row of the place; -1 where there is none to show (it was deleted meanwhile: then its neighbours are in sight). */
export function useArrival({ destination, rows, scroller, virtualizer }: Options): number {
  const index = destination === null ? -1 : rows.indexOf(destination.id);
  useLayoutEffect(() => {
    if (index >= 0) virtualizer.scrollToIndex(index, { align: destination?.kind === "day" ? "start" : "center" });
    // Once, on arriving; what comes later must not take the reader back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  useEffect(() => {
    const frame = scroller.current;
    if (destination === null || frame === null) return undefined;
    let request = 0;
    let still = 0;
    const end = (): void => cancelAnimationFrame(request);
    // Guesses brought us near; rows that are drawn above the place only then may move it. Until it rests, or the reader's hand is on it.
    const settle = (left: number): void => {
      const row = frame.querySelector<HTMLElement>("[data-hit]");
      // Behind the sheet that closes and gives the focus back to its button.
      if (left === settlingFrames) (row ?? frame).focus({ preventScroll: true });
      const distance = row === null ? 0 : misplaced(frame, row, destination.kind);
      if (Math.abs(distance) > 1) frame.scrollTop += distance;
      still = Math.abs(distance) > 1 ? 0 : still + 1;
      if (left > 0 && still < stillFrames) request = requestAnimationFrame(() => settle(left - 1));
    };
    request = requestAnimationFrame(() => settle(settlingFrames));
    const hands = ["wheel", "touchstart", "pointerdown", "keydown"] as const;
    for (const hand of hands) frame.addEventListener(hand, end, { passive: true });
    return () => {
      end();
      for (const hand of hands) frame.removeEventListener(hand, end);
    };
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  return index;
}
