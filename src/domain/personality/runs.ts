/** Runs of the questionnaire, from the rows of answers (Q5). */
import { type Answers, leastAnswer, mostAnswer, type Scores, scoresOf } from "@edge/personality/score.ts";
import { items } from "@edge/personality/items.ts";
import type { PersonalityAnswerRow } from "../records.ts";

export interface Run {
  /** From 1. */
  readonly run: number;
  /** Item → 1 to 5. */
  readonly answers: Answers;
  /** How many items. */
  readonly answered: number;
  readonly scores: Scores;
  readonly complete: boolean;
  /** ms since epoch: the last answer; null: none of them has a readable time. */
  readonly answeredAt: number | null;
}

type AnswerRow = Pick<PersonalityAnswerRow, "run" | "item" | "answer" | "answered_at">;

/** Another build may know more items or answers: such a row says nothing here. */
const isKnown = ({ run, item, answer }: AnswerRow): boolean =>
  Number.isInteger(run) && run >= 1 && items.some(({ number }) => number === item) && Number.isInteger(answer) && answer >= leastAnswer && answer <= mostAnswer;

function runOf(run: number, rows: readonly AnswerRow[]): Run {
  const answers: Answers = new Map(rows.map(({ item, answer }) => [item, answer]));
  const times = rows.map(({ answered_at }) => Date.parse(answered_at)).filter((ms) => !Number.isNaN(ms));
  return {
    run,
    answers,
    answered: answers.size,
    scores: scoresOf(answers),
    // Then every trait has its score.
    complete: answers.size === items.length,
    answeredAt: times.length === 0 ? null : Math.max(...times),
  };
}

/** Every run that somebody has begun, newest first. Never throws, whatever the rows hold. */
export function runsOf(rows: readonly AnswerRow[]): readonly Run[] {
  const byRun = new Map<number, AnswerRow[]>();
  for (const row of rows.filter(isKnown)) {
    const known = byRun.get(row.run);
    if (known) known.push(row);
    else byRun.set(row.run, [row]);
  }
  return [...byRun].sort(([a], [b]) => b - a).map(([run, answers]) => runOf(run, answers));
}

/** The run that speaks for the person: the newest complete one, or else the newest in which a trait has a score. */
export const shownRun = (runs: readonly Run[]): Run | null =>
  runs.find(({ complete }) => complete) ?? runs.find(({ scores }) => Object.values(scores).some((score) => score !== null)) ?? null;
