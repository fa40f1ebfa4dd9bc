/** Q1–Q4: the key against the one published, worked examples, and what holds for any answers. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { items, traits } from "@edge/personality/items.ts";
import { type Answers, scoresOf } from "@edge/personality/score.ts";

/** One digit an item, in the order of asking; 0: not answered. */
const answersOf = (digits: string): Answers =>
  new Map([...digits.replaceAll(" ", "")].flatMap((digit, index): (readonly [number, number])[] => (digit === "0" ? [] : [[index + 1, Number(digit)]])));

/** "84 high", or "–" where too few are answered; in the order of E, A, C, N, O. */
const told = (digits: string): string =>
  traits.map((trait) => (({ [trait]: score }) => (score === null ? "–" : `${score.position} ${score.band}`))(scoresOf(answersOf(digits)))).join(", ");

// Computed by hand from the key: items in groups of five, E A C N O in each but for 15 and 20.
const worked: readonly (readonly [digits: string, scores: string])[] = [
  ["33333 33333 33333 33333", "50 middle, 50 middle, 50 middle, 50 middle, 50 middle"],
  // All 1: two of four are turned round; of openness three.
  ["11111 11111 11111 11111", "50 middle, 50 middle, 50 middle, 50 middle, 75 high"],
  ["55555 55555 55555 55555", "50 middle, 50 middle, 50 middle, 50 middle, 25 low"],
  // As much of everything as there is, and as little.
  ["55555 11111 55551 11111", "100 high, 100 high, 100 high, 100 high, 100 high"],
  ["11111 55555 11115 55555", "0 low, 0 low, 0 low, 0 low, 0 low"],
  // E: 5, 6−2, 4, 6−1 = 18 of 20, (18 − 4) ÷ 16 = 87.5.
  ["50000 20000 40000 10000", "88 high, –, –, –, –"],
  // A: 4, 6−4, 3, 6−3 = 12: the middle of the scale.
  ["04000 04000 03000 03000", "–, 50 middle, –, –, –"],
  // C: 2, 6−4, 2, 6−3 = 9 of 20, mean 2.25, just below a third.
  ["00200 00400 00200 00300", "–, –, 31 low, –, –"],
  // N: 2, 6−4, 3, 6−3 = 10, mean 2.5.
  ["00020 00040 00030 00030", "–, –, –, 38 middle, –"],
  // O: 4, 6−2, 6−3, 6−3 = 14, mean 3.5: not yet high.
  ["00004 00002 00003 00003", "–, –, –, –, 63 middle"],
  // O: 4, 6−2, 6−2, 6−3 = 15, mean 3.75.
  ["00004 00002 00002 00003", "–, –, –, –, 69 high"],
  // Three of four are enough: E 3, 6−4, 2 = 7, mean 7/3, low to the hair.
  ["30000 40000 20000 00000", "33 low, –, –, –, –"],
  // E 4, 6−2, 3 = 11, mean 11/3, high to the hair.
  ["40000 20000 30000 00000", "67 high, –, –, –, –"],
  ["40000 20000 00000 00000", "–, –, –, –, –"],
  ["00000 00000 00000 00000", "–, –, –, –, –"],
];

const answer = fc.integer({ min: 1, max: 5 });
const whole = fc.array(answer, { minLength: 20, maxLength: 20 }).map((values): Answers => new Map(values.map((value, index) => [index + 1, value])));
const some = fc.tuple(whole, fc.subarray(items.map(({ number }) => number))).map(([all, numbers]): Answers => new Map([...all].filter(([number]) => numbers.includes(number))));

describe("the key", () => {
  it("[Q1] is the published one: 1,6R,11,16R and so on", () => {
    const written = (trait: string): string => items.filter((item) => item.trait === trait).map(({ number, reversed }) => `${number}${reversed ? "R" : ""}`).join();
    expect(traits.map(written)).toEqual(["1,6R,11,16R", "2,7R,12,17R", "3,8R,13,18R", "4,9R,14,19R", "5,10R,15R,20R"]);
    expect(items.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});

describe("the scores", () => {
  test.each(worked)("[Q3] [Q4] %s is %s", (digits, scores) => {
    expect(told(digits)).toBe(scores);
  });

  it("[Q3] turning every answer round mirrors every position and band", () => {
    const mirror = { low: "high", middle: "middle", high: "low" } as const;
    fc.assert(
      fc.property(some, (answers) => {
        const scores = scoresOf(answers);
        const turned = scoresOf(new Map([...answers].map(([number, value]) => [number, 6 - value])));
        for (const trait of traits) {
          const [score, other] = [scores[trait], turned[trait]];
          expect(other?.band).toBe(score === null ? undefined : mirror[score.band]);
          // Rounded each by itself: halves both go up.
          if (score !== null && other !== null) expect([100, 101]).toContain(score.position + other.position);
        }
      }),
    );
  });

  it("[Q3] a trait has a score from three of its four items on, and more agreement never lowers it", () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...items), (answers, item) => {
        const scores = scoresOf(answers);
        for (const trait of traits) {
          const answered = items.filter((one) => one.trait === trait && answers.has(one.number)).length;
          expect(scores[trait]?.answered ?? "none").toBe(answered >= 3 ? answered : "none");
        }
        const value = answers.get(item.number);
        const before = scores[item.trait];
        if (value === undefined || value === 5 || before === null) return;
        const after = scoresOf(new Map([...answers, [item.number, value + 1]]))[item.trait];
        if (item.reversed) expect(after?.position).toBeLessThan(before.position);
        else expect(after?.position).toBeGreaterThan(before.position);
      }),
    );
  });

  it("[Q4] positions lie between 0 and 100, and bands follow them", () => {
    const rank = { low: 0, middle: 1, high: 2 };
    fc.assert(
      fc.property(whole, whole, (one, other) => {
        const pairs = traits.flatMap((trait) => [scoresOf(one)[trait], scoresOf(other)[trait]]).filter((score) => score !== null);
        for (const a of pairs) {
          expect(a.position).toBeGreaterThanOrEqual(0);
          expect(a.position).toBeLessThanOrEqual(100);
          for (const b of pairs) if (a.position < b.position) expect(rank[a.band]).toBeLessThanOrEqual(rank[b.band]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    [0, 3],
    [21, 3],
    [1.5, 3],
    [1, 0],
    [1, 6],
    [1, 2.5],
    [1, Number.NaN],
  ])("[Q2] item %d with answer %d is refused", (item, value) => {
    expect(() => scoresOf(new Map([[item, value]]))).toThrow(RangeError);
  });
});
