/** Q5: answers become runs, one of which speaks for the person. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { traits } from "@edge/personality/items.ts";
import { runsOf, shownRun } from "../../../src/domain/personality/runs.ts";

type Row = Parameters<typeof runsOf>[0][number];

const at = (run: number, item: number): string => new Date(Date.UTC(2026, run, item, 8)).toISOString();
/** One digit an item, in the order of asking; 0: not answered. */
const rowsOf = (run: number, digits: string): readonly Row[] =>
  [...digits.replaceAll(" ", "")].flatMap((digit, index) => (digit === "0" ? [] : [{ run, item: index + 1, answer: Number(digit), answered_at: at(run, index + 1) }]));
const whole = "33333 33333 33333 33333";
/** Three of extraversion's items, and nothing else. */
const someE = "30000 40000 20000 00000";
const tooFew = "33333 33333 00000 00000";

describe("runs", () => {
  it("[Q5] are those somebody has begun, newest first, each with its own answers, scores and last moment", () => {
    const runs = runsOf([...rowsOf(1, whole), ...rowsOf(3, someE), ...rowsOf(2, tooFew)]);
    expect(runs.map(({ run, answered, complete, answeredAt }) => [run, answered, complete, answeredAt])).toEqual([
      [3, 3, false, Date.parse(at(3, 11))],
      [2, 10, false, Date.parse(at(2, 10))],
      [1, 20, true, Date.parse(at(1, 20))],
    ]);
    expect(runs[0]?.answers).toEqual(new Map([[1, 3], [6, 4], [11, 2]]));
    expect(runs[0]?.scores).toEqual({ ...Object.fromEntries(traits.map((trait) => [trait, null])), extraversion: { answered: 3, position: 33, band: "low" } });
    expect(runs[2]?.scores.openness).toEqual({ answered: 4, position: 50, band: "middle" });
  });

  it("[Q5] nineteen answers score every trait and are not yet complete", () => {
    const [run] = runsOf(rowsOf(1, "33333 33333 33333 33330"));
    expect(run?.complete).toBe(false);
    expect(Object.values(run?.scores ?? {}).includes(null)).toBe(false);
  });

  it("[Q5] there are none without answers", () => {
    expect(runsOf([])).toEqual([]);
    expect(shownRun([])).toBeNull();
  });

  const spoken: readonly (readonly [what: string, rows: readonly Row[], run: number | null])[] = [
    ["the newest complete one", [...rowsOf(1, whole), ...rowsOf(2, whole)], 2],
    ["a complete one before a newer unfinished one", [...rowsOf(1, whole), ...rowsOf(2, someE)], 1],
    ["where none is complete, the newest with a score", [...rowsOf(1, someE), ...rowsOf(2, someE)], 2],
    ["not one without a score", [...rowsOf(1, someE), ...rowsOf(2, tooFew)], 1],
    ["none, where nothing has a score", rowsOf(1, tooFew), null],
  ];
  test.each(spoken)("[Q5] %s speaks for the person", (_what, rows, run) => {
    expect(shownRun(runsOf(rows))?.run ?? null).toBe(run);
  });

  it("[Q5] rows that another build wrote say nothing, and nothing is thrown for them", () => {
    const sound = rowsOf(1, whole);
    const odd = (change: Partial<Record<keyof Row, unknown>>): Row => ({ run: 1, item: 2, answer: 5, answered_at: at(1, 2), ...change }) as Row;
    const strange = [
      ...[0, -1, 1.5, Number.NaN, "1", null].map((run) => odd({ run })),
      ...[0, 21, 1.5, "2", undefined].map((item) => odd({ item })),
      ...[0, 6, 2.5, Number.NaN, "5", null].map((answer) => odd({ answer })),
    ];
    expect(runsOf([...strange, ...sound, ...strange])).toEqual(runsOf(sound));
    expect(runsOf(strange)).toEqual([]);
    expect(runsOf([odd({ answered_at: "yesterday" })])[0]).toMatchObject({ run: 1, answered: 1, answeredAt: null });
  });

  it("[Q5] come out the same in whatever order the rows arrive", () => {
    const rows = [...rowsOf(1, whole), ...rowsOf(2, someE), ...rowsOf(3, tooFew)];
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(runsOf(shuffled)).toEqual(runsOf(rows));
      }),
      { numRuns: 50 },
    );
  });
});
