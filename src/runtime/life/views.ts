/** What screens get of days, numbers and sessions (src/domain/SPEC.md). */
import type { ByKind, DayOfLife } from "../../domain/life/numbers.ts";
import type { ActivityKind } from "../../domain/records.ts";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import type { Streak } from "../../domain/streak/streak.ts";
import type { Live } from "../../shared/live.ts";
import type { Result } from "../../shared/result.ts";
import type { WriteError } from "../api.ts";

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

/** Something that is being played, listened to or watched (V5). Time runs from the beginning, unless it is paused. */
export interface ActivityTracker {
  pause(): void;
  resume(): void;
  /** A round or a piece is at its end: it counts, however short it was. Resolves once that is durable; after an error it may be asked again. */
  finish(): Promise<Result<void, WriteError>>;
  /** Whoever did it has gone on to something else: it counts if 30 seconds had run. Resolves once its end is durable; after an error it may be asked again. */
  stop(): Promise<Result<void, WriteError>>;
}
/** No kind of activity that this build knows. */
export interface UnknownActivity {
  readonly kind: "unknownActivity";
}

/** Newest first. */
export interface SessionPage {
  readonly sessions: readonly SessionItem[];
  readonly hasOlder: boolean;
}
/** Page by page. */
export interface SessionHistory extends Live<SessionPage> {
  loadOlder(): void;
}
