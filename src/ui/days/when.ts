/** When something was done, by the clocks on the wall where it was. */
import type { StreakDay } from "../../domain/streak/streak.ts";
import { m } from "../../i18n/messages.ts";
import { formatOffset, formatWall, offsetHere } from "./format.ts";

/** `here`: the offset of this device's own clock at an instant; a clock that differed from it is named. */
export function whenWords({ first, last }: StreakDay, here: (at: number) => number = offsetHere): string {
  const [from, to] = [formatWall(first), formatWall(last)];
  const span = from === to && first.offset === last.offset ? m.days_day_once({ first: from }) : m.days_day_when({ first: from, last: to });
  if (first.offset !== last.offset) return `${span} ${m.days_day_two({ first: formatOffset(first.offset), last: formatOffset(last.offset) })}`;
  return first.offset === here(first.at) || last.offset === here(last.at) ? span : `${span} ${m.days_day_there({ offset: formatOffset(first.offset) })}`;
}
