/** Which question comes next. What was skipped needs no list of its own: it is open, and comes again once the end has been reached. */
import type { Answers } from "@edge/personality/score.ts";
import { itemCount } from "./question-words.ts";

const from = (start: number): readonly number[] => Array.from({ length: itemCount }, (_, index) => ((start - 1 + index) % itemCount) + 1);

/** The first open question; null: all are answered. */
export const firstOpen = (answers: Answers): number | null => from(1).find((item) => !answers.has(item)) ?? null;

/** The next open question behind this one, round to the first; null: no other is open. */
export const nextOpen = (answers: Answers, item: number): number | null => from(item + 1).find((next) => next !== item && !answers.has(next)) ?? null;
