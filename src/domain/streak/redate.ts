/** K4: what follows from moments that a wrong clock told and that were moved to now: the date, and the id from the date. */
import type { Json } from "../../shared/json.ts";
import { streakDayId } from "./day-id.ts";
import { dayOf, type LocalDay, type Moment, momentText, parseDay, parseMoment, startOn } from "./local-day.ts";

type Columns = { readonly [column: string]: Json | undefined };

function momentIn(row: Columns, column: string): Moment | null {
  const text = row[column];
  return typeof text === "string" ? parseMoment(text) : null;
}

export interface Redated {
  readonly id?: string;
  readonly day?: LocalDay;
  readonly last_moment?: string;
}

/**
 * The columns of a row of `table` that change because its moments did; `before`: as the wrong clock had it. `offsetAt`: how far the
 * clocks on this device's wall are from UTC at an instant (ms), minutes.
 */
export function redated(table: string, moved: Columns, before: Columns, offsetAt: (at: number) => number): Redated {
  const day = typeof before["day"] === "string" ? parseDay(before["day"]) : null;
  if (day === null) return {};
  if (table === "activities") {
    const [now, was] = [moved, before].map(({ started_at: at }): Moment => ({ at: Date.parse(String(at)), offset: offsetAt(Date.parse(String(at))) }));
    return now === undefined || was === undefined || now.at === was.at ? {} : { day: dayOf(now, startOn(was, day) ?? 0) };
  }
  const [first, was, last] = [momentIn(moved, "first_moment"), momentIn(before, "first_moment"), momentIn(moved, "last_moment")];
  if (table !== "streak_days" || first === null || was === null) return {};
  const to = first.at === was.at ? day : dayOf(first, startOn(was, day) ?? 0);
  // Of two offsets the last moment's may put it on another date now, where it would be refused (K5).
  const stays = last === null || startOn(last, to) !== null;
  return { id: streakDayId(to), day: to, ...(stays ? {} : { last_moment: momentText(first) }) };
}
