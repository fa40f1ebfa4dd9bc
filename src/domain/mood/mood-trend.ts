/** The trend of a person's mood (B9): what their own messages of the last fourteen dates sounded like, date by date. */
import type { Mood } from "@edge/mood/moods.ts";
import type { DayStart } from "../streak/day-start.ts";
import { addDays, dayOf, type LocalDay, type Moment } from "../streak/local-day.ts";

export const trendDays = 14;
const mostWords = 2;

/** Every mood, by the compiler's word. The list that the rules go by comes with them, and who draws a trend needs none of that. */
const names: Readonly<Record<Mood, true>> = { glad: true, calm: true, sad: true, anxious: true, angry: true, tired: true, lonely: true };
export const isMood = (name: string | null): name is Mood => name !== null && Object.hasOwn(names, name);

/** What was heard in one message; null: nothing. */
export interface HeardMood {
  readonly moment: Moment;
  readonly score: number | null;
  readonly mood: Mood | null;
}

export interface MoodDay {
  readonly day: LocalDay;
  /** Mean of the messages that have a score, −1…1 with at most two decimals; null: none has. */
  readonly score: number | null;
  /** Messages that have a score. */
  readonly messages: number;
}

export interface MoodTrend {
  /** Oldest first; the last is today. */
  readonly days: readonly MoodDay[];
  /** The moods heard most, most first; none that was heard only once. */
  readonly words: readonly Mood[];
}

export function moodTrend(heard: readonly HeardMood[], today: LocalDay, dayStart: DayStart): MoodTrend {
  const days = new Map<LocalDay, { sum: number; messages: number }>();
  for (let ago = trendDays - 1; ago >= 0; ago--) days.set(addDays(today, -ago), { sum: 0, messages: 0 });
  const counts = new Map<Mood, number>();
  for (const { moment, score, mood } of heard) {
    const day = days.get(dayOf(moment, dayStart));
    if (day === undefined || score === null) continue;
    // Hundredths: a mean must not depend on the order of the messages.
    day.sum += Math.round(score * 100);
    day.messages += 1;
    if (mood !== null) counts.set(mood, (counts.get(mood) ?? 0) + 1);
  }
  const words = [...counts].filter(([, count]) => count > 1).sort(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1));
  return {
    // `+ 0`: no negative zero.
    days: [...days].map(([day, { sum, messages }]) => ({ day, score: messages === 0 ? null : Math.round(sum / messages) / 100 + 0, messages })),
    words: words.slice(0, mostWords).map(([mood]) => mood),
  };
}
