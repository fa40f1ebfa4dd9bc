/** Weeks, months and years as calendars draw them. */
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it, test } from "vitest";
import { addDays, dayNumber, dayOfNumber, type LocalDay, parseDay } from "../../../../src/domain/streak/local-day.ts";
import { addMonths, firstWeekday, lengthOf, monthOf, monthsOfYear, weekdayOf, weekOf, weeksOf, yearsOf } from "../../../../src/ui/days/week.ts";

const day = (text: string): LocalDay => {
  const parsed = parseDay(text);
  if (parsed === null) throw new Error(`${text} is no date`);
  return parsed;
};
const anyDay = fc.integer({ min: dayNumber(day("1999-12-01")), max: dayNumber(day("2041-03-01")) }).map(dayOfNumber);

test.each([
  ["en-US", 0],
  ["en-GB", 1],
  ["bn-BD", 0],
  ["bn", 0],
  ["de", 1],
  ["ar-EG", 6],
])("a week in %s begins on weekday %d", (tag, first) => {
  expect(firstWeekday(tag)).toBe(first);
});

test("a browser that does not tell: Bengal's week begins on Sunday, English's on Monday", () => {
  const told = Object.getOwnPropertyDescriptor(Intl.Locale.prototype, "weekInfo");
  const asked = Object.getOwnPropertyDescriptor(Intl.Locale.prototype, "getWeekInfo");
  try {
    Reflect.deleteProperty(Intl.Locale.prototype, "weekInfo");
    Reflect.deleteProperty(Intl.Locale.prototype, "getWeekInfo");
    expect([firstWeekday("bn-BD"), firstWeekday("en-US")]).toEqual([0, 1]);
  } finally {
    if (told !== undefined) Object.defineProperty(Intl.Locale.prototype, "weekInfo", told);
    if (asked !== undefined) Object.defineProperty(Intl.Locale.prototype, "getWeekInfo", asked);
  }
});

it("knows weekdays, before 1970 too", () => {
  expect([day("2026-11-22"), day("1970-01-01"), day("1969-12-28"), day("2000-02-29")].map(weekdayOf)).toEqual([0, 4, 0, 2]);
});

it("[N4] goes by months, and stays in a shorter one", () => {
  expect(addMonths(day("2026-01-31"), 1)).toBe("2026-02-28");
  expect(addMonths(day("2028-01-31"), 1)).toBe("2028-02-29");
  expect(addMonths(day("2026-01-15"), -1)).toBe("2025-12-15");
  expect(addMonths(day("2026-12-31"), 2)).toBe("2027-02-28");
  expect(monthsOfYear(2026).map(lengthOf)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
});

describe("[N4] weeks", () => {
  property.prop([anyDay, fc.nat(6)])("hold seven dates, the day among them, from the first weekday on", (today, first) => {
    const week = weekOf(today, first);
    expect(week).toHaveLength(7);
    expect(week).toContain(today);
    expect(week.map(weekdayOf)).toEqual(Array.from({ length: 7 }, (_, at) => (first + at) % 7));
  });

  property.prop([anyDay, fc.nat(6)])("of a month have each of its dates once, in order, under its weekday", (any, first) => {
    const month = monthOf(any);
    const weeks = weeksOf(month, first);
    const dates = weeks.flat().filter((date) => date !== null);
    expect(dates).toEqual(Array.from({ length: lengthOf(month) }, (_, at) => addDays(day(`${month}-01`), at)));
    for (const week of weeks) {
      expect(week).toHaveLength(7);
      expect(week.some((date) => date !== null)).toBe(true);
      week.forEach((date, at) => date === null || expect(weekdayOf(date)).toBe((first + at) % 7));
    }
  });
});

it("offers the years from the first day to today, and what another zone has brought", () => {
  const days = (...texts: string[]) => texts.map((text) => ({ day: day(text) }));
  expect(yearsOf([], day("2026-05-01"))).toEqual([2026]);
  expect(yearsOf(days("2024-12-31", "2026-01-01"), day("2026-05-01"))).toEqual([2026, 2025, 2024]);
  expect(yearsOf(days("2027-01-01"), day("2026-12-31"))).toEqual([2027]);
});
