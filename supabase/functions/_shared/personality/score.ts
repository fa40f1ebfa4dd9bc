/** From answers to positions and bands (Q2–Q4). */
import { items, type Trait, traits } from "./items.ts";

export const leastAnswer = 1;
export const mostAnswer = 5;
/** Items of one trait that must be answered (Q3). */
export const enoughItems = 3;

export type Band = "low" | "middle" | "high";

export interface TraitScore {
  /** Items answered, 3 or 4. */
  readonly answered: number;
  /** 0 to 100, whole. */
  readonly position: number;
  readonly band: Band;
}

/** null: too few of its items are answered. */
export type Scores = Readonly<Record<Trait, TraitScore | null>>;

/** Item number → answer. */
export type Answers = ReadonlyMap<number, number>;

/** @throws {RangeError} no such item, or no such answer (Q2). */
export function checkAnswer(item: number, answer: number): void {
  if (!items.some(({ number }) => number === item)) throw new RangeError(`there is no item ${item}`);
  if (!Number.isInteger(answer) || answer < leastAnswer || answer > mostAnswer) throw new RangeError(`not an answer to item ${item}: ${answer}`);
}

/** `sum` of `count` answers, each 1 to 5. Thirds of the scale, in whole numbers (Q4). */
const bandOf = (sum: number, count: number): Band => (sum * 3 <= count * 7 ? "low" : sum * 3 >= count * 11 ? "high" : "middle");

function scoreOf(values: readonly number[]): TraitScore | null {
  const answered = values.length;
  if (answered < enoughItems) return null;
  const sum = values.reduce((total, value) => total + value, 0);
  const span = mostAnswer - leastAnswer;
  return { answered, position: Math.round(((sum - answered * leastAnswer) / (answered * span)) * 100), band: bandOf(sum, answered) };
}

/** @throws {RangeError} an item or an answer that there is none of (Q2). */
export function scoresOf(answers: Answers): Scores {
  for (const [item, answer] of answers) checkAnswer(item, answer);
  const valuesOf = (trait: Trait): readonly number[] =>
    items.flatMap((item) => {
      const answer = item.trait === trait ? answers.get(item.number) : undefined;
      return answer === undefined ? [] : [item.reversed ? leastAnswer + mostAnswer - answer : answer];
    });
  return Object.fromEntries(traits.map((trait) => [trait, scoreOf(valuesOf(trait))])) as Record<Trait, TraitScore | null>;
}
