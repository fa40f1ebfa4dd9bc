/** How one's own words sounded, in words: lighter or heavier, never what somebody has. */
import type { Mood } from "@edge/mood/moods.ts";
import type { MoodDay, MoodTrend } from "../../domain/mood/mood-trend.ts";
import { formatList } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";

/** Fewer dates than this tell nothing. */
const enoughDates = 3;
/** What is nearer to the middle, or to each other, sounds the same. */
const hearable = 0.15;

type Heard = MoodDay & { readonly score: number };
const isHeard = (day: MoodDay): day is Heard => day.score !== null;

export const heardDays = ({ days }: MoodTrend): readonly Heard[] => days.filter(isHeard);
export const isEnough = (trend: MoodTrend): boolean => heardDays(trend).length >= enoughDates;

const mean = (days: readonly Heard[]): number => days.reduce((sum, { score }) => sum + score, 0) / Math.max(1, days.length);

/** Of the earlier half of the dates and the later. */
export function moodSentence(trend: MoodTrend): string {
  const days = heardDays(trend);
  const half = Math.floor(days.length / 2);
  const change = mean(days.slice(days.length - half)) - mean(days.slice(0, half));
  if (change > hearable) return m.days_mood_up();
  if (change < -hearable) return m.days_mood_down();
  const all = mean(days);
  return all > hearable ? m.days_mood_light() : all < -hearable ? m.days_mood_heavy() : m.days_mood_even();
}

export const soundOf = (score: number): string => (score > hearable ? m.days_mood_lighter() : score < -hearable ? m.days_mood_heavier() : m.days_mood_between());

const names: Record<Mood, () => string> = {
  glad: () => m.days_mood_glad(),
  calm: () => m.days_mood_calm(),
  sad: () => m.days_mood_sad(),
  anxious: () => m.days_mood_anxious(),
  angry: () => m.days_mood_angry(),
  tired: () => m.days_mood_tired(),
  lonely: () => m.days_mood_lonely(),
};
/** null: no mood was heard more than once. */
export const heardMost = ({ words }: MoodTrend): string | null => (words.length === 0 ? null : m.days_mood_words({ words: formatList(words.map((word) => names[word]())) }));
