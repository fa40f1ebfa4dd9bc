/** What became of each date, for the week's dots, the heat map and the story behind a number (K3, N4). */
import type { DayOfLife } from "../../domain/life/numbers.ts";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import { type ToldDay, tellStreak } from "../../domain/streak/tell.ts";

/**
 * done: something was done. rest: a rest day covered it. skipped: it never came. quiet: nothing was done, and a run ended.
 * open: today, nothing done yet. ahead: still to come. before: nobody was here yet.
 */
export type Mark = "done" | "rest" | "skipped" | "quiet" | "open" | "ahead" | "before";

export interface Story {
  /** Oldest first, up to and without a today that has no activity yet. */
  readonly told: readonly ToldDay[];
  readonly today: LocalDay;
  markOf(day: LocalDay): Mark;
  /** A date with activity. */
  dayOf(day: LocalDay): DayOfLife | undefined;
}

interface Life {
  readonly today: LocalDay;
  readonly days: readonly DayOfLife[];
  readonly restDays: boolean;
}

export function storyOf({ today, days, restDays }: Life): Story {
  const told = tellStreak(days, today, { restDays });
  const kinds = new Map(told.map(({ day, kind }) => [day, kind]));
  const done = new Map(days.map((day) => [day.day, day]));
  const first = told[0]?.day;
  return {
    told,
    today,
    dayOf: (day) => done.get(day),
    markOf: (day) => {
      const kind = kinds.get(day);
      if (kind === "active") return "done";
      if (day === today) return "open";
      if (day > today) return "ahead";
      if (kind === "rest" || kind === "skipped") return kind;
      // A long gap is told by its first dates alone: the others were as quiet.
      return first === undefined || day < first ? "before" : "quiet";
    },
  };
}

/** The run that reaches the end of the story, newest first; after a run that ended: the quiet dates, and the run before them. */
export function presentRun(told: readonly ToldDay[]): readonly ToldDay[] {
  let start = told.findLastIndex(({ kind }) => kind !== "missed");
  while (start > 0 && !begins(told[start])) start -= 1;
  return told.slice(Math.max(0, start)).toReversed();
}
const begins = (day: ToldDay | undefined): boolean => day?.kind === "active" && day.run === 1;

/** Rest days that a run earned and used. */
export function restsOf(run: readonly ToldDay[]): { readonly earned: number; readonly used: number } {
  return { earned: run.filter(({ earned }) => earned).length, used: run.filter(({ kind }) => kind === "rest").length };
}
