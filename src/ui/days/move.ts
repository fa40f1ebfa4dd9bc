/** Where a key leads on a calendar: the pattern of date pickers. Pure. */
import { addDays, type LocalDay } from "../../domain/streak/local-day.ts";
import { addMonths, weekOf } from "./week.ts";

export interface Ground {
  readonly from: LocalDay;
  readonly to: LocalDay;
  /** The weekday that weeks begin with; 0: Sunday. */
  readonly first: number;
}

const days: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const months: Readonly<Record<string, number>> = { PageUp: -1, PageDown: 1 };

/** null: the key means nothing here. Never beyond the ground. */
export function keyLeads(key: string, day: LocalDay, { from, to, first }: Ground, whole = false): LocalDay | null {
  const within = (target: LocalDay): LocalDay => (target < from ? from : target > to ? to : target);
  const step = days[key];
  if (step !== undefined) return within(addDays(day, step));
  const leap = months[key];
  if (leap !== undefined) return within(addMonths(day, leap));
  if (key === "Home") return whole ? from : within(weekOf(day, first)[0] ?? day);
  if (key === "End") return whole ? to : within(weekOf(day, first)[6] ?? day);
  return null;
}
