/** Weeks and months as the language draws them: all of it arithmetic on dates, none of it on clocks. */
import { addDays, dayNumber, type LocalDay } from "../../domain/streak/local-day.ts";

/** 0: Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: LocalDay): number => (((dayNumber(day) + 4) % 7) + 7) % 7;

/** 0: Sunday. Browsers that do not tell what the locale's week begins with: Bengal's on Sunday, most of English's on Monday. */
export function firstWeekday(tag: string): number {
  const locale = new Intl.Locale(tag);
  const told: unknown = "getWeekInfo" in locale && typeof locale.getWeekInfo === "function" ? locale.getWeekInfo() : Reflect.get(locale, "weekInfo");
  const first: unknown = typeof told === "object" && told !== null ? Reflect.get(told, "firstDay") : undefined;
  // Theirs go from 1, Monday, to 7, Sunday.
  return typeof first === "number" ? first % 7 : locale.language === "bn" ? 0 : 1;
}

/** The seven dates of the week that `day` lies in. */
export function weekOf(day: LocalDay, first: number): readonly LocalDay[] {
  const start = addDays(day, -((weekdayOf(day) - first + 7) % 7));
  return Array.from({ length: 7 }, (_, at) => addDays(start, at));
}

/** `2026-11`. */
export type Month = string;
export const monthOf = (day: LocalDay): Month => day.slice(0, 7);
export const yearOf = (day: LocalDay): number => Number(day.slice(0, 4));
export const firstOf = (month: Month): LocalDay => `${month}-01` as LocalDay;

/** `count` months on; the last date of a shorter month for one that it has not. */
export function addMonths(day: LocalDay, count: number): LocalDay {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const whole = year * 12 + month - 1 + count;
  const to = firstOf(`${String(Math.floor(whole / 12)).padStart(4, "0")}-${String((whole % 12) + 1).padStart(2, "0")}`);
  return addDays(to, Math.min(date, lengthOf(monthOf(to))) - 1);
}

export function lengthOf(month: Month): number {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

/** A month's dates in rows of seven; null where the row belongs to another month. */
export function weeksOf(month: Month, first: number): readonly (readonly (LocalDay | null)[])[] {
  const start = firstOf(month);
  const weeks: (LocalDay | null)[][] = [];
  for (let begin = weekOf(start, first)[0] ?? start; begin < start || monthOf(begin) === month; begin = addDays(begin, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, at) => addDays(begin, at)).map((day) => (monthOf(day) === month ? day : null)));
  }
  return weeks;
}

export const monthsOfYear = (year: number): readonly Month[] => Array.from({ length: 12 }, (_, at) => `${String(year).padStart(4, "0")}-${String(at + 1).padStart(2, "0")}`);

/** Years to choose from, newest first: from the first date with activity to today, and a later one that another zone has brought. */
export function yearsOf(days: readonly { readonly day: LocalDay }[], today: LocalDay): readonly number[] {
  const first = yearOf(days[0]?.day ?? today);
  const last = Math.max(yearOf(today), yearOf(days.at(-1)?.day ?? today));
  return Array.from({ length: last - Math.min(first, last) + 1 }, (_, ago) => last - ago);
}
