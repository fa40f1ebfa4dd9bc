/** The streak (K2): a pure function of the days with activity and of today; kind to rest days and to travel. */
import { dayNumber, type LocalDay, type Moment } from "./local-day.ts";

/** K1: a day with activity. `first` and `last` are instants of that day, each with its offset. */
export interface StreakDay {
  readonly day: LocalDay;
  readonly first: Moment;
  readonly last: Moment;
}

export interface StreakOptions {
  /** Off: the strict run, in which every missed day ends it. */
  readonly restDays: boolean;
}

export interface Streak {
  /** Days with activity in the run that reaches today; 0 when it does not. */
  readonly current: number;
  /** The longest run of all. */
  readonly longest: number;
  /** Rest days earned and not used, after those that the days since the last one took. */
  readonly bank: number;
}

/** One rest day for so many days in a row. */
export const daysToARest = 7;
export const mostRests = 2;
/** Dates that a change of offset or of day start skips are no longer apart than this, ms. */
export const skippedMs = 36 * 3_600_000;

/** The walk so far. A value: it can be kept and gone on with. */
export interface Walk {
  readonly run: number;
  readonly bank: number;
  readonly longest: number;
  readonly last: LocalDay | null;
  /** The last instant of any day so far, ms: after a flight over the date line it may be an earlier date's. */
  readonly lastAt: number;
}

export const newWalk: Walk = { run: 0, bank: 0, longest: 0, last: null, lastAt: Number.NEGATIVE_INFINITY };

/** Dates strictly between two days. */
export const between = (from: LocalDay, to: LocalDay): number => Math.max(0, dayNumber(to) - dayNumber(from) - 1);

/** How many dates between the last day and the next were missed, and whether the run goes on. Days mostly follow each other so closely that no date has to be read. */
export function gap({ last, lastAt, bank }: Walk, next: StreakDay, { restDays }: StreakOptions): { readonly missed: number; readonly goesOn: boolean } {
  if (last === null) return { missed: 0, goesOn: false };
  const missed = next.first.at - lastAt < skippedMs ? 0 : between(last, next.day);
  return { missed, goesOn: missed <= (restDays ? bank : 0) };
}

/** One day further; days come in order. A date that is there twice counts once. */
export function step(walk: Walk, next: StreakDay, options: StreakOptions): Walk {
  if (walk.last === next.day) return { ...walk, lastAt: Math.max(walk.lastAt, next.last.at) };
  const { missed, goesOn } = gap(walk, next, options);
  const run = goesOn ? walk.run + 1 : 1;
  const kept = goesOn ? walk.bank - missed : 0;
  const bank = !options.restDays ? 0 : run % daysToARest === 0 ? Math.min(mostRests, kept + 1) : kept;
  return { run, bank, longest: Math.max(walk.longest, run), last: next.day, lastAt: Math.max(walk.lastAt, next.last.at) };
}

/** The streak as of `today`. A last day after today (another zone, a clock set back) counts as today. */
export function streakAt({ run, bank, longest, last }: Walk, today: LocalDay): Streak {
  if (last === null) return { current: 0, longest, bank: 0 };
  const missed = between(last, today);
  return missed <= bank ? { current: run, longest, bank: bank - missed } : { current: 0, longest, bank: 0 };
}

/** `days` in order of their dates, each date once. */
export function streakOf(days: Iterable<StreakDay>, today: LocalDay, options: StreakOptions): Streak {
  let walk = newWalk;
  for (const day of days) walk = step(walk, day, options);
  return streakAt(walk, today);
}
