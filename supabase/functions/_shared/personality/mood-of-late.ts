/**
 * How somebody has sounded of late (X1), from their own messages before the current half hour: what is being said now the companion
 * hears by itself, and a talk of half an hour changes nothing here. Half hours are counted by the stamp of the newest entry of the
 * timeline, so no clock is asked: the same rows give the same on every device and on the server.
 */
import { moods, type Mood } from "../mood/moods.ts";

export interface MoodOfLate {
  readonly tone: "low" | "mixed" | "bright";
  /** The one heard most, if more than once. */
  readonly named: Mood | null;
}

/** Of one message; `score` −1…1, null: nothing was heard. */
export interface Heard {
  readonly mood: string | null;
  readonly score: number | null;
}

const halfHourMs = 1_800_000;
const daysMs = 7 * 86_400_000;
/** Entries of the timeline, everybody's, that are looked at. */
export const latestEntries = 60;
/** Fewer messages with a score say nothing. */
const enoughHeard = 3;
const clearTone = 20;

const stampOf = (ms: number): string => Math.max(0, ms).toString(16).padStart(12, "0");

/** The stamps, from and before, of what counts as of late, given the newest entry's. */
export function spanOfLate(newestStamp: string): readonly [from: string, before: string] {
  const at = Number.parseInt(newestStamp.slice(0, 12), 16);
  const before = at - (at % halfHourMs);
  return [stampOf(before - daysMs), stampOf(before)];
}

/** Null: too little was heard. The order of the messages does not matter. */
export function moodOfLate(heard: readonly Heard[]): MoodOfLate | null {
  const scored = heard.filter(({ score }) => score !== null);
  if (scored.length < enoughHeard) return null;
  // Hundredths: a mean must not depend on the order.
  const mean = scored.reduce((sum, { score }) => sum + Math.round((score ?? 0) * 100), 0) / scored.length;
  const counts = moods.map((mood) => ({ mood, count: scored.filter((one) => one.mood === mood).length }));
  const most = counts.reduce((best, next) => (next.count > best.count ? next : best));
  return { tone: mean <= -clearTone ? "low" : mean >= clearTone ? "bright" : "mixed", named: most.count > 1 ? most.mood : null };
}
