/** What one says at this hour of the person's day. */
import type { DayStart } from "../../domain/streak/day-start.ts";
import { m } from "../../i18n/messages.ts";

/** Who begins the day late is still in the night before; who begins it early has morning then. */
const dawn = 5;
const earliestDawn = 4;

export function greeting(hour: number, dayStart: DayStart = 0): { readonly title: string; readonly line: string } {
  const morning = dayStart < earliestDawn ? dawn : dayStart;
  if (hour >= morning && hour < 12) return { title: m.greet_morning(), line: m.greet_morning_line() };
  if (hour >= 12 && hour < 17) return { title: m.greet_afternoon(), line: m.greet_afternoon_line() };
  if (hour >= 17 && hour < 22) return { title: m.greet_evening(), line: m.greet_evening_line() };
  return { title: m.greet_night(), line: m.greet_night_line() };
}
