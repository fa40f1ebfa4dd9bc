/** The heat map: where keys lead, which months and how much they hold, and each date in words. */
import { fc, test as property } from "@fast-check/vitest";
import { beforeEach, describe, expect, it, test } from "vitest";
import { type ByKind, noTime } from "../../../../src/domain/life/numbers.ts";
import { addDays, dayNumber, dayOfNumber, type LocalDay, parseDay } from "../../../../src/domain/streak/local-day.ts";
import { applyLocale } from "../../../../src/i18n/locale.ts";
import { formatLength, formatOffset } from "../../../../src/ui/days/format.ts";
import { lastOf, monthSums, shownMonths } from "../../../../src/ui/days/months.ts";
import { keyLeads } from "../../../../src/ui/days/move.ts";
import { storyOf } from "../../../../src/ui/days/story.ts";
import { whenWords } from "../../../../src/ui/days/when.ts";
import { dateWords, dayWords, inkWord } from "../../../../src/ui/days/words.ts";

const day = (text: string): LocalDay => {
  const parsed = parseDay(text);
  if (parsed === null) throw new Error(`${text} is no date`);
  return parsed;
};
const minute = 60_000;
const lived = (text: string, played: Partial<ByKind>, offset = 0) => {
  const at = Date.parse(`${text}T09:12:00Z`) - offset * minute;
  return { day: day(text), first: { at, offset }, last: { at: at + 90 * minute, offset }, played: { ...noTime, ...played } };
};
const today = day("2026-11-22");

beforeEach(() => applyLocale("en"));

describe("[N4] keys on the calendar", () => {
  const ground = { from: day("2026-01-01"), to: day("2026-12-31"), first: 1 };
  test.each([
    ["ArrowLeft", "2026-11-13"],
    ["ArrowRight", "2026-11-15"],
    ["ArrowUp", "2026-11-07"],
    ["ArrowDown", "2026-11-21"],
    ["Home", "2026-11-09"],
    ["End", "2026-11-15"],
    ["PageUp", "2026-10-14"],
    ["PageDown", "2026-12-14"],
  ])("%s from 14 November leads to %s", (key, expected) => {
    expect(keyLeads(key, day("2026-11-14"), ground)).toBe(expected);
  });
  it("leads to the first and the last date with Control, and nowhere by other keys", () => {
    expect(keyLeads("Home", day("2026-11-14"), ground, true)).toBe("2026-01-01");
    expect(keyLeads("End", day("2026-11-14"), ground, true)).toBe("2026-12-31");
    expect(keyLeads("a", day("2026-11-14"), ground)).toBeNull();
  });
  it("stops at the last date", () => {
    expect(keyLeads("PageDown", day("2026-12-14"), ground)).toBe("2026-12-31");
    expect(keyLeads("ArrowUp", day("2026-01-05"), ground)).toBe("2026-01-01");
  });
  it("follows the week of the language", () => {
    expect(keyLeads("Home", day("2026-11-14"), { ...ground, first: 0 })).toBe("2026-11-08");
  });
  property.prop([fc.integer({ min: dayNumber(ground.from), max: dayNumber(ground.to) }), fc.constantFrom("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"), fc.nat(6)])(
    "never leaves the ground",
    (number, key, first) => {
      const to = keyLeads(key, dayOfNumber(number), { ...ground, first });
      expect(to).not.toBeNull();
      expect((to ?? "") >= ground.from && (to ?? "") <= ground.to).toBe(true);
    },
  );
});

describe("[N4] months of a year", () => {
  it("go from the first date with activity to the month of today", () => {
    const days = [lived("2025-10-30", { chat: minute }), lived("2026-11-22", { chat: minute })];
    expect(shownMonths(2025, days, today)).toEqual(["2025-10", "2025-11", "2025-12"]);
    expect(shownMonths(2026, days, today)).toHaveLength(11);
    expect(shownMonths(2026, [], today)).toEqual(["2026-11"]);
    expect(shownMonths(2026, [lived("2026-12-01", { chat: minute })], day("2026-11-30"))).toEqual(["2026-11", "2026-12"]);
  });
  it("end where they end", () => expect([lastOf("2026-02"), lastOf("2028-02"), lastOf("2026-12")]).toEqual(["2026-02-28", "2028-02-29", "2026-12-31"]));

  it("add up to what was lived, rest days beside it", () => {
    const days = Array.from({ length: 12 }, (_, at) => addDays(day("2026-10-28"), at + (at > 8 ? 1 : 0))).map((date) => lived(date, { chat: 20 * minute, game: 5 * minute }));
    const story = storyOf({ today, days, restDays: true });
    expect(monthSums(["2026-10", "2026-11"], story)).toEqual([
      { month: "2026-10", days: 4, rests: 0, played: 4 * 25 * minute },
      { month: "2026-11", days: 8, rests: 1, played: 8 * 25 * minute },
    ]);
  });
});

describe("[N4] a date in words", () => {
  const days = [lived("2026-11-14", { chat: 20 * minute, game: 5 * minute }), lived("2026-11-22", { music: 20_000 })];
  const story = storyOf({ today, days, restDays: true });
  it("is told with how long one was here", () => {
    expect(`${dateWords(day("2026-11-14"), today)}: ${dayWords(day("2026-11-14"), story)}`).toMatch(/^Saturday,? (14 November|November 14): 25 minutes$/);
    expect(`${dateWords(today, today)}: ${dayWords(today, story)}`).toMatch(/, today: less than a minute$/);
    expect(dayWords(day("2026-11-15"), story)).toBe("nothing");
    expect(dateWords(day("2025-11-14"), today)).toContain("2025");
  });
  it("has Bengali digits and letters alone in Bengali", () => {
    applyLocale("bn");
    expect(`${dateWords(day("2026-11-14"), today)} ${dayWords(day("2026-11-14"), story)}`).toMatch(/১৪.*২৫ মিনিট/);
    expect(`${dateWords(day("2026-11-14"), today)} ${dayWords(day("2026-11-14"), story)}`).not.toMatch(/[A-Za-z0-9]/);
  });
  it("names the steps of ink", () => {
    expect([1, 2, 3, 4].map((ink) => inkWord(ink as 1 | 2 | 3 | 4))).toEqual(["less than 10 minutes", "10 minutes and more", "30 minutes and more", "60 minutes and more"]);
  });
  it("writes lengths in hours and minutes", () => {
    expect([0, 1, 59, 60, 125].map(formatLength)).toEqual(["less than a minute", "1 minute", "59 minutes", "1 hour", "2 hours 5 minutes"]);
  });
});

describe("[K1] when it was, by the clocks on the wall there", () => {
  const here = () => 360;
  it("names no clock that is this device's own", () => expect(whenWords(lived("2026-11-14", {}, 360), here)).toMatch(/^9:12 ?AM to 10:42 ?AM$/i));
  it("names another one", () => expect(whenWords(lived("2026-11-14", {}, 540), here)).toMatch(/^9:12.* to 10:42.*\(UTC\+9\)$/));
  it("names both of a day that was spent under two", () => {
    const there = lived("2026-11-14", {}, 540);
    expect(whenWords({ ...there, last: { ...there.last, offset: -600 } }, here)).toMatch(/\(UTC\+9\).*\(UTC−10\)/);
  });
  it("is quiet about a clock change where one is at home", () => {
    const spring = lived("2026-03-29", {}, 60);
    expect(whenWords({ ...spring, last: { ...spring.last, offset: 120 } }, (at) => (at === spring.first.at ? 60 : 120))).not.toContain("UTC");
  });
  it("writes quarter hours", () => expect([formatOffset(345), formatOffset(-210), formatOffset(0), formatOffset(65)]).toEqual(["UTC+5:45", "UTC−3:30", "UTC+0", "UTC+1:05"]));
});
