/** Every trait and band, statement and answer has words of its own, in both languages, and every trait its place. */
import { afterEach, describe, expect, it, test } from "vitest";
import { items, traits } from "@edge/personality/items.ts";
import { leastAnswer, mostAnswer } from "@edge/personality/score.ts";
import { applyLocale } from "../../../../src/i18n/locale.ts";
import { answerWords, itemCount, itemWords } from "../../../../src/ui/you/question-words.ts";
import { bandWord, traitWords } from "../../../../src/ui/you/trait-words.ts";

const bands = ["low", "middle", "high"] as const;
const scripts = { en: /^[^ঀ-৿]*$/u, bn: /[ঀ-৿]{2}/u } as const;

/** By language, what `say` says in it. */
function inBoth(say: () => readonly string[]): Readonly<Record<"en" | "bn", readonly string[]>> {
  applyLocale("en");
  const en = say();
  applyLocale("bn");
  return { en, bn: say() };
}
function expectWords(say: () => readonly string[], count: number): void {
  const { en, bn } = inBoth(say);
  for (const [words, script] of [[en, scripts.en], [bn, scripts.bn]] as const) {
    expect(new Set(words).size).toBe(count);
    for (const word of words) expect(word.trim()).toMatch(script);
  }
}
const bn = (say: () => string): string => inBoth(() => [say()]).bn[0] ?? "";

afterEach(() => applyLocale("en"));

describe("words", () => {
  it("[Q1] each statement and each answer has its own, as many as there are", () => {
    expect(itemCount).toBe(items.length);
    expectWords(() => itemWords.map((words) => words()), 20);
    expectWords(() => answerWords.map((words) => words()), mostAnswer - leastAnswer + 1);
  });

  it("[Q1] a statement that speaks against its trait says so in both languages", () => {
    // The published statements, by what each begins with.
    const { en } = inBoth(() => itemWords.map((words) => words()));
    expect(en[0]).toMatch(/life of the party/);
    expect([5, 9, 14, 19].map((index) => en[index])).toEqual(["I don’t talk a lot.", "I am not interested in abstract ideas.", "I have difficulty understanding abstract ideas.", "I do not have a good imagination."]);
    expect(items.filter(({ reversed }) => reversed)).toHaveLength(11);
    // Said of oneself.
    for (const words of itemWords) expect(bn(words)).toMatch(/আমি|আমার|আমিই/u);
  });

  it("[Q4] every trait has a name and every band a word", () => {
    expect(traitWords.map(({ trait }) => trait)).toEqual(traits);
    expectWords(() => traitWords.map(({ name }) => name()), 5);
    expectWords(() => traitWords.map(({ science }) => science()), 5);
    expectWords(() => bands.map((band) => bandWord[band]()), 3);
  });

  test.each(traits)("[X1] what %s means in each band, and what it changes in how Bondhu talks", (trait) => {
    const words = traitWords.find((one) => one.trait === trait);
    expectWords(() => bands.flatMap((band) => (words ? [words.bands[band].means(), words.bands[band].talk()] : [])), 6);
    const { en, bn: bengali } = inBoth(() => bands.map((band) => words?.bands[band].talk() ?? ""));
    for (const line of en) expect(line).toMatch(/^Bondhu /);
    for (const line of bengali) expect(line).toMatch(/বন্ধু/u);
    // It is spoken with a person, not about a patient.
    for (const line of inBoth(() => bands.map((band) => words?.bands[band].means() ?? "")).en) expect(line).not.toMatch(/disorder|symptom|neurotic|diagnos|patient|score|average|most people/i);
  });
});
