/** People's days in any zone, with any history of clocks, for the properties of K1 and K2. */
import fc from "fast-check";
import { type DayStart, dayStarts } from "../../src/domain/streak/day-start.ts";
import { addDays, dayOf, dayOfNumber, type LocalDay, type Moment, momentIn } from "../../src/domain/streak/local-day.ts";
import type { StreakDay } from "../../src/domain/streak/streak.ts";
import { noonOf } from "./streak-cases.ts";

/** Zones with every kind of history: half and quarter hours, both sides of the date line, DST by 30 minutes, DST that was given up. */
const zones = [
  "UTC", "Asia/Dhaka", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Tehran", "Asia/Gaza", "Europe/London", "Europe/Berlin", "Europe/Moscow",
  "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "America/New_York", "America/St_Johns", "America/Sao_Paulo", "America/Los_Angeles",
  "America/Havana", "Pacific/Honolulu", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Apia", "Australia/Lord_Howe", "Antarctica/Troll",
];
export const anyZone = fc.constantFrom(...zones);
export const anyDayStart = fc.constantFrom(...dayStarts);
export const anyInstant = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2040, 0, 1) });
const hour = 3_600_000;

export interface Stay {
  readonly moment: Moment;
  readonly dayStart: DayStart;
}

/** What a person does, one activity each time, as days. */
export function daysOf(stays: Iterable<Stay>): StreakDay[] {
  const days = new Map<string, StreakDay>();
  for (const { moment, dayStart } of stays) {
    const day = dayOf(moment, dayStart);
    const known = days.get(day);
    const first = known === undefined || moment.at < known.first.at ? moment : known.first;
    const last = known === undefined || moment.at > known.last.at ? moment : known.last;
    days.set(day, { day, first, last });
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

export const someDays = fc
  .uniqueArray(fc.integer({ min: 20_000, max: 20_080 }), { maxLength: 60, size: "max" })
  .map((numbers) => numbers.sort((a, b) => a - b).map((number) => noonOf(dayOfNumber(number))));
export const someToday = fc.integer({ min: 19_990, max: 20_100 }).map(dayOfNumber);

/** Mostly a day or less until the next thing is done, sometimes several: of which a rest day or two may cover some. */
const pause = fc.oneof({ weight: 36, arbitrary: fc.integer({ min: 1, max: 26 }) }, { weight: 2, arbitrary: fc.integer({ min: 26, max: 60 }) }, { weight: 1, arbitrary: fc.integer({ min: 60, max: 120 }) });
/** People move seldom, and change when their day begins more seldom still. */
const move = fc.tuple(fc.nat({ max: 9 }), anyZone, fc.nat({ max: 19 }), anyDayStart);

/** A life with flights over the date line, summer hours and other starts of the day, and a today near its end. */
export const someLife: fc.Arbitrary<{ readonly days: readonly StreakDay[]; readonly today: LocalDay }> = fc
  .tuple(anyInstant, anyZone, anyDayStart, fc.array(fc.tuple(pause, move), { minLength: 1, maxLength: 90, size: "max" }), fc.integer({ min: -2, max: 4 }))
  .map(([start, home, begins, legs, after]) => {
    let at = start;
    let [zone, dayStart] = [home, begins];
    const stays = legs.map(([hours, [flies, there, changes, other]]): Stay => {
      at += hours * hour;
      if (flies === 0) zone = there;
      if (changes === 0) dayStart = other;
      return { moment: momentIn(zone, at), dayStart };
    });
    const days = daysOf(stays);
    return { days, today: addDays(days.at(-1)?.day ?? dayOfNumber(0), after) };
  });
