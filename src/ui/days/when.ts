/** When something was done, by the clocks on the wall where it was. */
import type { StreakDay } from "../../domain/streak/streak.ts";
import { m } from "../../i18n/messages.ts";
import { formatOffset, formatWall, offsetHere } from "./format.ts";

/** `here`: the offset of this device's own clock at an instant; a clock that differed from it is named. */
export function whenWords({ first, last }: StreakDay, here: (at: number) => number = offsetHere): string {
  const [from, to] = [formatWall(first), formatWall(last)];
  // A day that went over a zone's edge, or over a clock change.
  if (first.offset !== last.offset) {
    const isHere = first.offset === here(first.at) && last.offset === here(last.at);
    if (!isHere) return m.days_day_two({ first: from, from: formatOffset(first.offset), last: to, to: formatOffset(last.offset) });
  }
  const span = from === to ? m.days_day_once({ first: from }) : m.days_day_when({ first: from, last: to });
  return first.offset === here(first.at) || first.offset !== last.offset ? span : m.days_day_there({ span, offset: formatOffset(first.offset) });
}
