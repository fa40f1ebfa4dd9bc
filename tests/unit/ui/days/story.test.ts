/** The week's drawings, the words beside them, and the story behind the number. */
import { beforeEach, describe, expect, it, test } from "vitest";
import { noTime } from "../../../../src/domain/life/numbers.ts";
import type { DayOfLife } from "../../../../src/domain/life/numbers.ts";
import { addDays, type LocalDay, parseDay } from "../../../../src/domain/streak/local-day.ts";
import { streakOf } from "../../../../src/domain/streak/streak.ts";
import { applyLocale } from "../../../../src/i18n/locale.ts";
import { presentRun, restsOf, storyOf } from "../../../../src/ui/days/story.ts";
import { streakWords } from "../../../../src/ui/days/words.ts";

const today = parseDay("2026-11-22") ?? ("" as LocalDay);
const done = (ago: number): DayOfLife => {
  const day = addDays(today, -ago);
  const at = Date.parse(`${day}T10:00:00Z`);
  return { day, first: { at, offset: 0 }, last: { at: at + 600_000, offset: 0 }, played: { ...noTime, chat: 600_000 } };
};
const from = (most: number, least: number, without: readonly number[] = []): readonly DayOfLife[] =>
  Array.from({ length: most - least + 1 }, (_, at) => most - at).flatMap((ago) => (without.includes(ago) ? [] : [done(ago)]));

const lifeOf = (days: readonly DayOfLife[], { restDays = true, complete = true } = {}) => ({
  today,
  days,
  restDays,
  complete,
  streak: streakOf(days, today, { restDays }),
  strict: streakOf(days, today, { restDays: false }),
});
const marks = (life: ReturnType<typeof lifeOf>, from = 6, to = -2) =>
  Array.from({ length: from - to + 1 }, (_, at) => storyOf(life).markOf(addDays(today, at - from))).join(" ");
const words = (life: ReturnType<typeof lifeOf>) => streakWords(life, storyOf(life));

beforeEach(() => applyLocale("en"));

describe("[K2] the week's drawings", () => {
  test.each([
    ["nobody was here yet", lifeOf([]), "before before before before before before open ahead ahead"],
    ["the first day", lifeOf(from(0, 0)), "before before before before before before done ahead ahead"],
    ["four days, and today still open", lifeOf(from(4, 1)), "before before done done done done open ahead ahead"],
    ["a rest day that was earned", lifeOf(from(12, 0, [3])), "done done done rest done done done ahead ahead"],
    ["rest days turned off", lifeOf(from(12, 0, [3]), { restDays: false }), "done done done quiet done done done ahead ahead"],
    ["a run that ended, told in full however long the gap", lifeOf(from(9, 6)), "done quiet quiet quiet quiet quiet open ahead ahead"],
    ["a rest day covers yesterday", lifeOf(from(9, 2)), "done done done done done rest open ahead ahead"],
    ["a date that another zone has brought", lifeOf([done(0), done(-1)]), "before before before before before before done done ahead"],
  ])("%s", (_, life, expected) => {
    expect(marks(life)).toBe(expected);
  });

  it("skips a date that never came, without missing it", () => {
    const hawaii = { ...done(2), first: { at: Date.parse("2026-11-20T20:00:00Z"), offset: -600 }, last: { at: Date.parse("2026-11-20T21:00:00Z"), offset: -600 } };
    const tokyo = { ...done(0), first: { at: Date.parse("2026-11-22T00:00:00Z"), offset: 540 }, last: { at: Date.parse("2026-11-22T01:00:00Z"), offset: 540 } };
    expect(marks(lifeOf([hawaii, tokyo]), 2, 0)).toBe("done skipped done");
  });
});

describe("[K2] how today stands, in words that invite", () => {
  it("welcomes the first day", () => expect(words(lifeOf([]))).toEqual({ title: "Your days begin here", line: expect.stringContaining("your first day"), strict: null }));
  it("counts down to a rest day", () => {
    expect(words(lifeOf(from(0, 0)))).toMatchObject({ title: "1 day together", line: "Today counts. 6 more days in a row, and a rest day is yours." });
    expect(words(lifeOf(from(5, 0))).line).toBe("Today counts. One more day in a row, and a rest day is yours.");
  });
  it("says when one was earned, and what is in hand", () => {
    expect(words(lifeOf(from(6, 0))).line).toMatch(/^Today earned you a rest day/);
    expect(words(lifeOf(from(7, 0))).line).toBe("Today counts, and you have a rest day in hand.");
    expect(words(lifeOf(from(20, 0))).line).toBe("Today counts, and you have 2 rest days in hand.");
  });
  it("promises none where they are turned off", () => expect(words(lifeOf(from(4, 0), { restDays: false })).line).toBe("Today counts."));
  it("is gentle about a day that is still open", () => {
    expect(words(lifeOf(from(4, 1))).line).toMatch(/One small thing here/);
    expect(words(lifeOf(from(7, 1))).line).toMatch(/a rest day covers it/);
  });
  it("begins a fresh page, and keeps what was", () => {
    expect(words(lifeOf(from(9, 5)))).toMatchObject({ title: "A fresh page", line: expect.stringContaining("5 days"), strict: null });
    expect(words(lifeOf(from(9, 9))).line).toContain("The day you were here stays yours");
  });
  it("tells the strict run where it is another one", () => expect(words(lifeOf(from(12, 0, [3])))).toMatchObject({ title: "12 days together", strict: "3 without rest days" }));
  it("says nothing is lost while older history is on its way", () => {
    expect(words(lifeOf([], { complete: false })).title).toBe("Your days are on their way");
    expect(words(lifeOf(from(1, 0), { complete: false }))).toMatchObject({ title: "2 days together", line: expect.stringContaining("travelling") });
  });
  it("never says lost, broken, missed or fail", () => {
    for (const locale of ["en", "bn"] as const) {
      applyLocale(locale);
      for (const life of [lifeOf([]), lifeOf(from(9, 5)), lifeOf(from(4, 1)), lifeOf(from(7, 1)), lifeOf(from(0, 0))]) {
        const { title, line } = words(life);
        expect(`${title} ${line}`).not.toMatch(/lost|lose|broke|miss|fail|হারা|ব্যর্থ/i);
        if (locale === "bn") expect(`${title} ${line}`).not.toMatch(/[A-Za-z0-9]/);
      }
    }
  });
});

describe("[K3] the present run", () => {
  const told = (days: readonly DayOfLife[]) => storyOf(lifeOf(days)).told;
  it("is the last one, newest first, with its rest days", () => {
    const run = presentRun(told([...from(30, 25), ...from(12, 0, [3])]));
    expect(run.at(-1)).toMatchObject({ day: addDays(today, -12), run: 1 });
    expect(run[0]).toMatchObject({ day: today, run: 12 });
    expect(run).toHaveLength(13);
    expect(restsOf(run)).toEqual({ earned: 1, used: 1 });
  });
  it("after it has ended: the quiet dates, and the run before them", () => {
    const run = presentRun(told(from(9, 5)));
    expect(run.map(({ kind }) => kind)).toEqual(["missed", "missed", "missed", "active", "active", "active", "active", "active"]);
  });
  it("of nothing is nothing", () => expect(presentRun([])).toEqual([]));
});
