/** Why a streak is what it is (K3), date by date: a module of its own, since only who asks needs it. */
import { addDays, type LocalDay } from "./local-day.ts";
import { between, gap, newWalk, step, type StreakDay, type StreakOptions } from "./streak.ts";

/** What became of a date. active: something was done; rest: a rest day covered it; skipped: it never came (travel, another day start); missed: the run ended. */
export type DayKind = "active" | "rest" | "skipped" | "missed";

/** K3: one date of the story of a streak. */
export interface ToldDay {
  readonly day: LocalDay;
  readonly kind: DayKind;
  /** Run and rest days after this date. */
  readonly run: number;
  readonly bank: number;
  /** Of an active day: when, and where by the clocks on the wall. */
  readonly active: StreakDay | null;
  /** A rest day was earned with this date. */
  readonly earned: boolean;
}

/** A gap longer than this is told by its first date alone: nothing is learnt from a year of missed days. */
const toldGap = 3;

/**
 * K3: why the streak is what it is, date by date, oldest first, up to and without a today that has no activity yet. What `streakOf` says
 * is the last date's: `run` of the last told date, 0 where that is missed.
 */
export function tellStreak(days: Iterable<StreakDay>, today: LocalDay, options: StreakOptions): readonly ToldDay[] {
  const told: ToldDay[] = [];
  let walk = newWalk;
  const tellGap = (from: LocalDay, dates: number, kind: Exclude<DayKind, "active">): void => {
    const { run } = walk;
    for (let index = 0; index < (kind === "missed" ? Math.min(dates, toldGap) : dates); index += 1) {
      const bank = kind === "rest" ? walk.bank - index - 1 : kind === "missed" ? 0 : walk.bank;
      told.push({ day: addDays(from, index + 1), kind, run: kind === "missed" ? 0 : run, bank, active: null, earned: false });
    }
  };
  for (const next of days) {
    const { missed, goesOn } = gap(walk, next, options);
    const dates = walk.last === null ? 0 : between(walk.last, next.day);
    if (walk.last !== null && dates > 0) tellGap(walk.last, dates, !goesOn ? "missed" : missed === 0 ? "skipped" : "rest");
    const before = goesOn ? walk.bank - missed : 0;
    walk = step(walk, next, options);
    told.push({ day: next.day, kind: "active", run: walk.run, bank: walk.bank, active: next, earned: walk.bank > before });
  }
  if (walk.last !== null) {
    const missed = between(walk.last, today);
    if (missed > 0) tellGap(walk.last, missed, missed <= walk.bank ? "rest" : "missed");
  }
  return told;
}
