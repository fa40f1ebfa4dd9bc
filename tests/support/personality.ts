/** Answers that lean as a test says. */
import { items, type Trait } from "@edge/personality/items.ts";
import type { Answers } from "@edge/personality/score.ts";

/** Every item answered so that each trait is as far up (1) or down (−1) as said; 0: in the middle. */
export const answersFor = (leaning: Partial<Record<Trait, 1 | -1 | 0>>): Answers =>
  new Map(items.map(({ number, trait, reversed }) => [number, 3 + 2 * (leaning[trait] ?? 0) * (reversed ? -1 : 1)]));
