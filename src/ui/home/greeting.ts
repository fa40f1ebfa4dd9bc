/** What one says at this hour of the person's day. */
import { m } from "../../i18n/messages.ts";

export function greeting(hour: number): { readonly title: string; readonly line: string } {
  if (hour >= 5 && hour < 12) return { title: m.greet_morning(), line: m.greet_morning_line() };
  if (hour >= 12 && hour < 17) return { title: m.greet_afternoon(), line: m.greet_afternoon_line() };
  if (hour >= 17 && hour < 22) return { title: m.greet_evening(), line: m.greet_evening_line() };
  return { title: m.greet_night(), line: m.greet_night_line() };
}
