/** The streak and its days in words: an invitation, never a reproach. */
import { type Ink, leastMinutes, playedMs } from "../../domain/life/ink.ts";
import { daysToARest } from "../../domain/streak/streak.ts";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { LifeView } from "../../state/views.ts";
import { formatDate, formatLength } from "./format.ts";
import type { Mark, Story } from "./story.ts";

/** A number for its plural form and as it is written. */
export const counted = (count: number): { readonly count: number; readonly shown: string } => ({ count, shown: formatNumber(count) });

const marks: Record<Mark, () => string> = {
  done: () => m.days_mark_done(),
  rest: () => m.days_mark_rest(),
  skipped: () => m.days_mark_skipped(),
  quiet: () => m.days_mark_quiet(),
  open: () => m.days_mark_open(),
  ahead: () => m.days_mark_ahead(),
  before: () => m.days_mark_before(),
};
export const markWord = (mark: Mark): string => marks[mark]();

/** "Saturday, 14 November", and whether it is today. */
export const dateWords = (day: LocalDay, today: LocalDay): string => (day === today ? m.days_date_today({ day: formatDate(day, today) }) : formatDate(day, today));

export interface StreakWords {
  readonly title: string;
  readonly line: string;
  /** The strict run, where it is another one. */
  readonly strict: string | null;
}

type Known = Pick<LifeView, "days" | "streak" | "strict" | "restDays" | "complete" | "today">;

function lineOf({ streak, restDays }: Known, { told, today, markOf }: Story): string {
  if (markOf(today) !== "done" && (told.at(-1)?.day ?? "") <= today) return streak.bank > 0 ? m.days_open_rest() : m.days_open_last();
  if (told.at(-1)?.earned === true) return m.days_counts_earned();
  if (streak.bank > 0) return m.days_counts_bank(counted(streak.bank));
  if (!restDays) return m.days_counts();
  return m.days_counts_next(counted(daysToARest - (streak.current % daysToARest)));
}

export function streakWords(life: Known, story: Story): StreakWords {
  const { current } = life.streak;
  if (current === 0) {
    if (!life.complete) return { title: m.days_coming_title(), line: m.days_coming_line(), strict: null };
    if (life.days.length === 0) return { title: m.days_first_title(), line: m.days_first_line(), strict: null };
    return { title: m.days_again_title(), line: m.days_again_line(counted(life.days.length)), strict: null };
  }
  return {
    title: m.days_together(counted(current)),
    line: life.complete ? lineOf(life, story) : m.days_coming_line(),
    strict: life.strict.current === current ? null : m.days_strict({ shown: formatNumber(life.strict.current) }),
  };
}

/** What a date has to say in a few words: how long, or what became of it. */
export function dayWords(day: LocalDay, { markOf, dayOf }: Story): string {
  const lived = dayOf(day);
  return lived === undefined ? markWord(markOf(day)) : formatLength(Math.floor(playedMs(lived.played) / 60_000));
}

/** What a drop of that size says. */
export function inkWord(ink: Ink): string {
  const least = leastMinutes[ink - 2];
  return least === undefined ? m.days_ink_1({ shown: formatNumber(leastMinutes[0]) }) : m.days_ink_least({ shown: formatNumber(least) });
}
