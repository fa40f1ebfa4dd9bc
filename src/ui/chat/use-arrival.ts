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

/** The row of the place; -1 where there is none to show (it was deleted meanwhile: then its neighbours are in sight). */
export function useArrival({ destination, rows, scroller, virtualizer }: Options): number {
  const index = destination === null ? -1 : rows.indexOf(destination.id);
  // Rows above the place are measured as they are drawn: the list goes on until it stands exactly.
  useLayoutEffect(() => {
    if (index >= 0) virtualizer.scrollToIndex(index, { align: destination?.kind === "day" ? "start" : "center" });
    // Once, on arriving; what comes later must not take the reader back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  useEffect(() => {
    if (destination === null) return undefined;
    // Behind the sheet that closes and gives the focus back to its button.
    const frame = requestAnimationFrame(() => {
      const target = scroller.current?.querySelector<HTMLElement>("[data-hit]") ?? scroller.current;
      target?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  return index;
}
