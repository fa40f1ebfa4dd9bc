/** What a year adds up to, month by month: the words that equal the heat map. */
import { type DayOfLife, noTime } from "../../domain/life/numbers.ts";
import { addDays, type LocalDay } from "../../domain/streak/local-day.ts";
import { playedMs } from "../../domain/life/ink.ts";
import type { Story } from "./story.ts";
import { addMonths, firstOf, lengthOf, type Month, monthOf, monthsOfYear } from "./week.ts";

/** Months of a year that have something to show: from the first date with activity, up to the month of today. */
export function shownMonths(year: number, days: readonly DayOfLife[], today: LocalDay): readonly Month[] {
  const last = days.at(-1)?.day ?? today;
  const from = monthOf(days[0] === undefined || days[0].day > today ? today : days[0].day);
  const to = monthOf(last > today ? last : today);
  return monthsOfYear(year).filter((month) => month >= from && month <= to);
}

export const lastOf = (month: Month): LocalDay => addDays(addMonths(firstOf(month), 1), -1);

export interface MonthSum {
  readonly month: Month;
  readonly days: number;
  readonly rests: number;
  /** ms. */
  readonly played: number;
}

export function monthSums(months: readonly Month[], { markOf, dayOf }: Story): readonly MonthSum[] {
  return months.map((month) => {
    const dates = Array.from({ length: lengthOf(month) }, (_, at) => addDays(firstOf(month), at));
    return {
      month,
      days: dates.filter((day) => markOf(day) === "done").length,
      rests: dates.filter((day) => markOf(day) === "rest").length,
      played: dates.reduce((sum, day) => sum + playedMs(dayOf(day)?.played ?? noTime), 0),
    };
  });
}
