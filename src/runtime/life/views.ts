/** What screens get of days, numbers and sessions (src/domain/SPEC.md). */
import type { ByKind, DayOfLife } from "../../domain/life/numbers.ts";
import type { ActivityKind } from "../../domain/records.ts";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import type { Streak } from "../../domain/streak/streak.ts";
import type { Live } from "../../shared/live.ts";

/** N1. */
export interface Statistics {
  /** Sent by the person. */
  readonly messages: number;
  readonly sessions: number;
  readonly games: number;
  readonly minutes: ByKind;
  /** Dates with activity. */
  readonly days: number;
  /** With rest days, if the person has them on. */
  readonly currentStreakDays: number;
  readonly longestStreakDays: number;
  readonly lastActivityDate: LocalDay | null;
  /** The session that is running on this device. */
  readonly currentSessionId: string | null;
}

export interface LifeView {
  /** N3. */
  readonly today: LocalDay;
  /** Those that count (K5), oldest first, each date once. */
  readonly days: readonly DayOfLife[];
  /** The preference. */
  readonly restDays: boolean;
  /** K2, by the preference. */
  readonly streak: Streak;
  /** K2 without rest days. */
  readonly strict: Streak;
  readonly statistics: Statistics;
  /** False while older history is still on its way to this device (L4). */
  readonly complete: boolean;
}

export interface SessionItem {
  readonly id: string;
  /** ms since epoch. */
  readonly start: number;
  /** null: running, or nobody has closed it yet. */
  readonly end: number | null;
  readonly minutes: number | null;
  readonly activities: readonly ActivityKind[];
  /** The one that is running on this device. */
  readonly isCurrent: boolean;
}
/** Newest first, page by page. */
export interface SessionHistory extends Live<{ readonly sessions: readonly SessionItem[]; readonly hasOlder: boolean }> {
  loadOlder(): void;
}
