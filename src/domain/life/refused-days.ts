/** K5 on a device: days whose first mutation the server has refused do not count, as long as nothing else brings them. */
import type { Json } from "../../shared/json.ts";
import { momentText } from "../streak/local-day.ts";
import type { StreakDay } from "../streak/streak.ts";

type Columns = { readonly [column: string]: Json | undefined };

/** Date → the last moment (as text) that a refused mutation knows of it, for the dates that one of them began. */
export type RefusedDays = Readonly<Record<string, string>>;

/**
 * `rows`: days as they stand in refused mutations. One whose first moment is its last began the day; the others were written onto a day
 * that was there.
 */
export function refusedDays(rows: Iterable<Columns>): RefusedDays {
  const lasts: Record<string, string> = {};
  const begun = new Set<string>();
  for (const { day, first_moment: first, last_moment: last } of rows) {
    if (typeof day !== "string" || typeof last !== "string") continue;
    if (first === last) begun.add(day);
    if (last > (lasts[day] ?? "")) lasts[day] = last;
  }
  return Object.fromEntries(Object.entries(lasts).filter(([day]) => begun.has(day)));
}

/** A later moment than any that was refused came by another mutation, which has brought the whole day to the server or will. */
export const countedDays = <D extends StreakDay>(days: readonly D[], refused: RefusedDays): readonly D[] =>
  Object.keys(refused).length === 0 ? days : days.filter(({ day, last }) => refused[day] !== momentText(last));
