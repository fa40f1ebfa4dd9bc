/** The mood trend in words: lighter or heavier, and nothing before there is enough. */
import { beforeEach, describe, expect, it, test } from "vitest";
import { addDays, type LocalDay, parseDay } from "../../../../src/domain/streak/local-day.ts";
import type { MoodTrend } from "../../../../src/domain/mood/mood-trend.ts";
import { applyLocale } from "../../../../src/i18n/locale.ts";
import { heardMost, isEnough, moodSentence, soundOf } from "../../../../src/ui/days/mood-words.ts";

const today = parseDay("2026-11-22") ?? ("" as LocalDay);
const trend = (...scores: (number | null)[]): MoodTrend => ({ days: scores.map((score, at) => ({ day: addDays(today, at - scores.length + 1), score, messages: score === null ? 0 : 2 })), words: ["tired", "calm"] });

beforeEach(() => applyLocale("en"));

describe("[B9] the trend on a screen", () => {
  it("is there from three dates on", () => {
    expect(isEnough(trend(0.5, null, 0.5))).toBe(false);
    expect(isEnough(trend(0.5, null, 0.5, 0))).toBe(true);
    expect(isEnough({ days: [], words: [] })).toBe(false);
  });
  test.each([
    ["getting lighter", trend(-0.5, -0.4, null, 0.1, 0.3)],
    ["heavier lately", trend(0.4, 0.3, -0.2, -0.3)],
    ["mostly sounded light", trend(0.4, 0.5, 0.4)],
    ["heavy on many days", trend(-0.4, -0.5, -0.4)],
    ["steady", trend(0.1, -0.1, 0.05)],
  ])("is %s", (words, given) => {
    expect(moodSentence(given)).toContain(words);
  });
  it("calls each day light, heavy or in between", () => expect([0.4, 0, -0.4].map(soundOf)).toEqual(["lighter", "in between", "heavier"]));
  it("tells what was heard most, if anything was", () => {
    expect(heardMost(trend(0, 0, 0))).toBe("Heard most: tired and calm.");
    expect(heardMost({ days: [], words: [] })).toBeNull();
  });
});
