/** A month as a calendar shows it: weeks that begin where the language begins them. Pure. */
import type { DayOfMessages } from "../../../state/views.ts";

/** "2026-11". */
export type Month = string;

export const monthOf = (day: string): Month => day.slice(0, 7);
/** Noon of a local day, ms: on no side of a clock change. */
export const noonOf = (day: string): number => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date, 12).getTime();
};

/** 0: Sunday. Bengal's week begins on Sunday, most of English's on Monday. */
export const firstWeekday = (locale: string): number => (locale === "bn" ? 0 : 1);

/** The month's days in rows of seven; null where the row belongs to another month. */
export function weeksOf(month: Month, first: number): readonly (readonly (string | null)[])[] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const length = new Date(year, number, 0).getDate();
  const lead = (new Date(year, number - 1, 1).getDay() - first + 7) % 7;
  const cells = [...Array.from<null>({ length: lead }).fill(null), ...Array.from({ length }, (_, at) => `${month}-${String(at + 1).padStart(2, "0")}`)];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Months that have messages, oldest first. */
export const monthsOf = (days: readonly DayOfMessages[]): readonly Month[] => [...new Set(days.map(({ day }) => monthOf(day)))];

/** The day itself, else the next one that has messages, else the last. */
export const nearestDay = (days: readonly DayOfMessages[], day: string): DayOfMessages | undefined => days.find((each) => each.day >= day) ?? days.at(-1);
