/** B9: the trend of fourteen dates. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moods } from "@edge/mood/moods.ts";
import { type HeardMood, moodTrend, trendDays } from "../../../src/domain/mood/mood-trend.ts";
import { addDays, dayOf, type LocalDay, momentIn, parseDay } from "../../../src/domain/streak/local-day.ts";

const day = (text: string): LocalDay => parseDay(text) ?? expect.fail(text);
const today = day("2026-11-22");
const heard = (at: string, score: number | null, mood: HeardMood["mood"] = null, zone = "Asia/Dhaka"): HeardMood => ({ moment: momentIn(zone, Date.parse(at)), score, mood });
const scored = (list: readonly HeardMood[], dayStart: 0 | 4 = 0) => moodTrend(list, today, dayStart).days.filter(({ messages }) => messages > 0);

describe("[B9] the trend", () => {
  test("is fourteen dates, oldest first, of which the last is today, empty where nothing was heard", () => {
    const { days, words } = moodTrend([], today, 0);
    expect(days.map((one) => one.day)).toEqual(Array.from({ length: trendDays }, (_, index) => addDays(day("2026-11-09"), index)));
    expect(days.every(({ score, messages }) => score === null && messages === 0)).toBe(true);
    expect(words).toEqual([]);
  });

  test("has the mean of a date where its messages were written, in hundredths", () => {
    // 23:30 and 00:30 in Dhaka; the same instants in London are one date.
    const late = heard("2026-11-20T17:30:00Z", 0.5);
    const later = heard("2026-11-20T18:30:00Z", -0.25);
    expect(scored([late, later])).toEqual([
      { day: "2026-11-20", score: 0.5, messages: 1 },
      { day: "2026-11-21", score: -0.25, messages: 1 },
    ]);
    expect(scored([late, later], 4)).toEqual([{ day: "2026-11-20", score: 0.13, messages: 2 }]);
    expect(scored([heard("2026-11-20T17:30:00Z", 0.5, null, "Europe/London"), heard("2026-11-20T18:30:00Z", -0.25, null, "Europe/London")])).toHaveLength(1);
  });

  test("leaves out what has no score and what lies on no date of it, tomorrow among it", () => {
    expect(scored([heard("2026-11-20T10:00:00Z", null, null), heard("2026-11-08T10:00:00Z", 1, "glad"), heard("2026-11-23T10:00:00Z", 1, "glad")])).toEqual([]);
    expect(moodTrend([heard("2026-11-08T10:00:00Z", 1, "glad"), heard("2026-11-08T11:00:00Z", 1, "glad")], today, 0).words).toEqual([]);
  });

  test("names at most two moods, the most heard first, and none for a single message", () => {
    const of = (mood: HeardMood["mood"], count: number) => Array.from({ length: count }, () => heard("2026-11-20T10:00:00Z", -0.5, mood));
    expect(moodTrend([...of("tired", 2), ...of("sad", 3), ...of("angry", 1), ...of("anxious", 2)], today, 0).words).toEqual(["sad", "anxious"]);
    expect(moodTrend(of("sad", 1), today, 0).words).toEqual([]);
  });

  const any = fc.record({
    moment: fc.record({ at: fc.integer({ min: Date.parse("2026-11-05T00:00:00Z"), max: Date.parse("2026-11-25T00:00:00Z") }), offset: fc.integer({ min: -720, max: 840 }) }),
    score: fc.option(fc.integer({ min: -100, max: 100 }).map((value) => value / 100)),
    mood: fc.option(fc.constantFrom(...moods)),
  });
  test("does not depend on the order of the messages, and a date lies between its lowest and its highest", () => fc.assert(fc.property(fc.array(any, { maxLength: 40 }), holds)));
  function holds(list: readonly HeardMood[]): void {
    const trend = moodTrend(list, today, 0);
    expect(moodTrend(list.toReversed(), today, 0)).toEqual(trend);
    for (const { day: date, score, messages } of trend.days) {
      const own = list.flatMap((one) => (one.score !== null && dayOf(one.moment, 0) === date ? [one.score] : []));
      expect(messages).toBe(own.length);
      if (score === null) expect(own).toEqual([]);
      else expect(score >= Math.min(...own) && score <= Math.max(...own) && Object.is(score, Number(score.toFixed(2)) + 0)).toBe(true);
    }
  }
});
