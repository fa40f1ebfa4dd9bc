/** One stop for Tab among the dates of a calendar; keys move it, and the focus with it. */
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { type LocalDay, parseDay } from "../../domain/streak/local-day.ts";
import { firstDayOfWeek } from "./format.ts";
import { keyLeads } from "./move.ts";

/** The date under an event, if any. */
export function dateUnder(target: EventTarget): LocalDay | null {
  const cell = target instanceof Element ? target.closest("[data-day]") : null;
  return cell === null ? null : parseDay(cell.getAttribute("data-day") ?? "");
}

interface Options {
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly stop: LocalDay;
  readonly onMove: (day: LocalDay) => void;
  readonly onOpen: (day: LocalDay) => void;
}

/** Handlers for an element that holds the calendars. */
export function useRoving({ from, to, stop, onMove, onOpen }: Options) {
  const ground = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState<LocalDay | null>(null);
  useLayoutEffect(() => {
    if (moved !== null) ground.current?.querySelector<HTMLElement>(`[data-day="${moved}"]`)?.focus();
  }, [moved]);
  return {
    ref: ground,
    onKeyDown: (event: KeyboardEvent): void => {
      const day = dateUnder(event.target);
      if (day === null || event.altKey) return;
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        onOpen(day);
        return;
      }
      const next = keyLeads(event.key, day, { from, to, first: firstDayOfWeek() }, event.ctrlKey || event.metaKey);
      if (next === null) return;
      event.preventDefault();
      onMove(next);
      setMoved(next);
    },
    onClick: (event: { readonly target: EventTarget }): void => {
      const day = dateUnder(event.target);
      if (day === null) return;
      if (day !== stop) onMove(day);
      onOpen(day);
    },
  };
}
