/** K1–K3: days, and the streak they make. */
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { dayStarts } from "../../../src/domain/streak/day-start.ts";
import { addDays, dayOf, dayOfNumber, type Moment, momentIn, momentText, offsetIn, parseDay, parseMoment } from "../../../src/domain/streak/local-day.ts";
import { mostRests, newWalk, step, type StreakDay, streakAt, streakOf } from "../../../src/domain/streak/streak.ts";
import { tellStreak } from "../../../src/domain/streak/tell.ts";
import { anyDayStart, anyInstant, anyZone, daysOf, someDays, someLife, someToday } from "../../support/streak-arbitraries.ts";
import { streakCases } from "../../support/streak-cases.ts";

const kind = { restDays: true };
const strict = { restDays: false };

test("[K2] there are enough worked cases", () => {
  expect(streakCases.length).toBeGreaterThanOrEqual(24);
});

test.each(streakCases)("[K2] $name", ({ days, today, strict: [current, longest], kind: [kindCurrent, kindLongest, bank] }) => {
  expect(streakOf(days, today, strict)).toEqual({ current, longest, bank: 0 });
  expect(streakOf(days, today, kind)).toEqual({ current: kindCurrent, longest: kindLongest, bank });
});

const hour = 3_600_000;

describe("[K1] days", () => {
  test("the wall's date, from the hour at which a person's day begins", () => {
    const lateInDhaka = momentIn("Asia/Dhaka", Date.parse("2026-03-09T20:30:00Z"));
    expect(lateInDhaka.offset).toBe(360);
    expect(dayOf(lateInDhaka, 0)).toBe("2026-03-10");
    expect(dayOf(lateInDhaka, 2)).toBe("2026-03-10");
    expect(dayOf(lateInDhaka, 3)).toBe("2026-03-09");
  });

  test.each([
    ["Australia/Lord_Howe", "2026-04-04T14:59:59Z", 660],
    ["Australia/Lord_Howe", "2026-04-04T15:00:00Z", 630],
    ["America/New_York", "2026-03-08T06:59:59Z", -300],
    ["America/New_York", "2026-03-08T07:00:00Z", -240],
    ["Asia/Kathmandu", "2026-01-01T00:00:00Z", 345],
    ["Pacific/Apia", "2011-12-30T09:59:59Z", -600],
    ["Pacific/Apia", "2011-12-30T10:00:00Z", 840],
  ])("%s at %s is %i minutes from UTC", (zone, at, offset) => {
    expect(offsetIn(zone, Date.parse(at))).toBe(offset);
  });

  property.prop([anyZone, anyInstant])("an offset is the one by which the wall differs", (zone, at) => {
    const { offset } = momentIn(zone, at);
    const wall = new Date(at + offset * 60_000);
    const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(at);
    expect(wall.toISOString().slice(0, 16).replace("T", " ")).toBe(shown);
  });

  property.prop([anyInstant, fc.integer({ min: -720, max: 840 }), anyInstant, fc.integer({ min: -720, max: 840 })])(
    "moments are written and read alike, and their texts are in the order of their instants",
    (at, offset, otherAt, otherOffset) => {
      const [a, b] = [{ at, offset }, { at: otherAt, offset: otherOffset }];
      expect(parseMoment(momentText(a))).toEqual(a);
      if (at !== otherAt) expect(momentText(a) < momentText(b)).toBe(at < otherAt);
    },
  );

  test.each(["2026-02-30", "2026-2-3", "2026-13-01", "20260101", "", "2027-02-29", "2026-01-01T00:00:00Z"])("%s is no date", (text) => {
    expect(parseDay(text)).toBeNull();
  });
  test.each(["2026-03-05T18:00:00.000Z", "2026-03-05T18:00:00.000Z-00:00", "2026-03-05T18:00:00.000Z+19:00", "2026-03-05T18:00:00.000Z+05:60", "2026-02-30T18:00:00.000Z+00:00", "now+00:00"])(
    "%s is no moment",
    (text) => {
      expect(parseMoment(text)).toBeNull();
    },
  );
});

describe("[K2] properties", () => {
  property.prop([someDays, someToday])("rest days only ever help, and never without end", (days, today) => {
    const [hard, soft] = [streakOf(days, today, strict), streakOf(days, today, kind)];
    expect(soft.current).toBeGreaterThanOrEqual(hard.current);
    expect(soft.longest).toBeGreaterThanOrEqual(hard.longest);
    expect(soft.longest).toBeLessThanOrEqual(days.length);
    expect(soft.current).toBeLessThanOrEqual(soft.longest);
    expect(soft.bank).toBeLessThanOrEqual(mostRests);
    expect(hard.bank).toBe(0);
  });

  property.prop([someDays, someToday])("the strict run is the one counted by hand", (days, today) => {
    const active = new Set<string>(days.map(({ day }) => day));
    const newest = days.at(-1)?.day;
    let day = newest !== undefined && newest > today ? newest : active.has(today) ? today : addDays(today, -1);
    let run = 0;
    for (; active.has(day); day = addDays(day, -1)) run += 1;
    expect(streakOf(days, today, strict).current).toBe(run);
  });

  property.prop([someDays, fc.nat(60), someToday])("a walk can be kept and gone on with", (days, at, today) => {
    let kept = newWalk;
    for (const day of days.slice(0, at)) kept = step(kept, day, kind);
    for (const day of days.slice(at)) kept = step(kept, day, kind);
    expect(streakAt(kept, today)).toEqual(streakOf(days, today, kind));
  });

  property.prop([someLife])("the streak of a life is never longer than its days, and a rest day more never hurts", ({ days, today }) => {
    const [hard, soft] = [streakOf(days, today, strict), streakOf(days, today, kind)];
    expect(soft.longest).toBeLessThanOrEqual(days.length);
    expect([soft.current >= hard.current, soft.longest >= hard.longest]).toEqual([true, true]);
  });

  property.prop([someDays, someToday])("[K3] the story ends where the streak stands, and tells each active day once", (days, today) => {
    for (const options of [kind, strict]) {
      const told = tellStreak(days, today, options);
      const streak = streakOf(days, today, options);
      expect(told.filter(({ active }) => active !== null).map(({ day }) => day)).toEqual(days.map(({ day }) => day));
      expect(told.at(-1)?.run ?? 0).toBe(streak.current);
      expect(told.at(-1)?.bank ?? 0).toBe(streak.bank);
      expect(told.map(({ day }) => day)).toEqual([...new Set(told.map(({ day }) => day))].sort());
    }
  });

  property.prop([anyZone, anyDayStart, anyInstant, fc.array(fc.nat(23), { minLength: 400, maxLength: 400 })], { numRuns: 30 })(
    "nobody who does something on each local day of a year loses it: DST, leap days and day starts change nothing",
    (zone, dayStart, start, hours) => {
      const moments: Moment[] = [];
      // Each hour on the wall is looked at; of each day one, wherever in it, is when something is done.
      let day = "";
      let left = 0;
      for (let at = Math.floor(start / hour) * hour; moments.length < hours.length; at += hour) {
        const moment = momentIn(zone, at);
        const now = dayOf(moment, dayStart);
        // The shortest local day has 22 hours: on Troll clocks move by two.
        if (now !== day) left = Math.min(hours[moments.length] ?? 0, 21);
        else left -= 1;
        day = now;
        if (left === 0) moments.push(moment);
      }
      const days = daysOf(moments.map((moment) => ({ moment, dayStart })));
      expect(days).toHaveLength(hours.length);
      expect(streakOf(days, days.at(-1)?.day ?? dayOfNumber(0), strict)).toMatchObject({ current: days.length, longest: days.length });
    },
  );

  property.prop([anyInstant, fc.array(fc.tuple(fc.integer({ min: 1, max: 35 }), anyZone, fc.constantFrom(...dayStarts)), { minLength: 30, maxLength: 366 })], { numRuns: 60 })(
    "a traveller who is never 36 hours away keeps the streak over every zone, date line and day start",
    (start, legs) => {
      let at = start;
      let here = { zone: "UTC", dayStart: legs[0]?.[2] ?? 0 };
      let latest = "";
      const days = new Map<string, StreakDay>();
      for (const [hours, zone, dayStart] of legs) {
        at += hours * hour;
        // Nobody is a day earlier within hours but by crossing the date line, and then that date was had before.
        const there = dayOf(momentIn(zone, at), dayStart);
        if (there >= latest || days.has(there)) here = { zone, dayStart };
        const moment = momentIn(here.zone, at);
        const day = dayOf(moment, here.dayStart);
        if (day > latest) latest = day;
        const known = days.get(day);
        days.set(day, { day, first: known?.first ?? moment, last: moment });
      }
      const sorted = [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
      expect(streakOf(sorted, sorted.at(-1)?.day ?? dayOfNumber(0), strict).current).toBe(sorted.length);
    },
  );
});
