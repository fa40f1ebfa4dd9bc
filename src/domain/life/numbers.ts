/** What a person's rows add up to (N1): sums that do not depend on today. */
import type { ActivityKind } from "../records.ts";
import { type Moment, momentText } from "../streak/local-day.ts";
import type { StreakDay } from "../streak/streak.ts";

/** By kind of activity. */
export type ByKind = { readonly [K in ActivityKind]: number };
export const noTime: ByKind = { chat: 0, game: 0, music: 0, video: 0 };

/** A date with activity, and how long each kind took on it, ms. */
export interface DayOfLife extends StreakDay {
  readonly played: ByKind;
}

export interface Numbers {
  /** Sent by the person. */
  readonly messages: number;
  readonly sessions: number;
  readonly games: number;
  /** ms, of every activity. */
  readonly played: ByKind;
  /** Oldest first, each date once. */
  readonly days: readonly DayOfLife[];
}

/** As the join's `min` and `max` have them: of two offsets at one instant their bytes decide. */
const isBefore = (a: Moment, b: Moment): boolean => a.at < b.at || (a.at === b.at && a.offset !== b.offset && momentText(a) < momentText(b));
export const earlier = (a: Moment, b: Moment): Moment => (isBefore(b, a) ? b : a);
export const later = (a: Moment, b: Moment): Moment => (isBefore(a, b) ? b : a);
