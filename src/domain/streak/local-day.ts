/** Days as people count them (K1): the calendar date where and when something happened, with the hour at which their day begins. */
import { type DayStart, dayStarts } from "./day-start.ts";

declare const brand: unique symbol;
/** `YYYY-MM-DD`, a date of the proleptic Gregorian calendar. */
export type LocalDay = string & { readonly [brand]: "LocalDay" };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** No zone has been further from UTC. */
const mostOffsetMs = 18 * hourMs;
const pattern = /^\d{4}-\d{2}-\d{2}$/;

/** Days since 1970-01-01. */
export const dayNumber = (day: LocalDay): number => Date.parse(`${day}T00:00:00Z`) / dayMs;
export const dayOfNumber = (number: number): LocalDay => new Date(number * dayMs).toISOString().slice(0, 10) as LocalDay;
export const addDays = (day: LocalDay, count: number): LocalDay => dayOfNumber(dayNumber(day) + count);

/** null: no date, or none that the calendar has (2026-02-30). */
export function parseDay(text: string): LocalDay | null {
  if (!pattern.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? null : (text as LocalDay);
}

/** An instant and how far the clocks on the wall were from UTC then: minutes, east is positive. */
export interface Moment {
  /** ms since epoch. */
  readonly at: number;
  readonly offset: number;
}

/** K1: the date on the wall, of which the first hours still belong to the day before. */
export const dayOf = ({ at, offset }: Moment, dayStart: DayStart): LocalDay => dayOfNumber(Math.floor((at + offset * 60_000 - dayStart * hourMs) / dayMs));

/** The instant (ms) at which that date ends for whoever stays at this offset. */
export const endOf = (day: LocalDay, offset: number, dayStart: DayStart): number => (dayNumber(day) + 1) * dayMs + dayStart * hourMs - offset * 60_000;

/** The smallest start of the day by which this moment lies on that date; null: by none. */
export const startOn = (moment: Moment, day: LocalDay): DayStart | null => dayStarts.find((start) => dayOf(moment, start) === day) ?? null;

/** Where nothing tells the offset: whether an instant (ms) can lie on that date by some clock on some wall and some start of the day. */
export function canBeOn(at: number, day: LocalDay): boolean {
  const start = dayNumber(day) * dayMs;
  return at >= start - mostOffsetMs && at < start + dayMs + mostOffsetMs + 6 * hourMs;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB-u-ca-iso8601-nu-latn", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  return format;
}

/** Offset of an IANA zone at an instant, minutes; zones of old that had seconds are rounded to the minute. */
export function offsetIn(zone: string, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  const wall = Date.UTC(part["year"] ?? 0, (part["month"] ?? 1) - 1, part["day"], part["hour"], part["minute"], part["second"]);
  return Math.round((wall - Math.floor(at / 1000) * 1000) / 60_000);
}

export const momentIn = (zone: string, at: number): Moment => ({ at, offset: offsetIn(zone, at) });

const two = (value: number): string => String(value).padStart(2, "0");

/**
 * A moment as it is stored and sent: `2026-11-22T15:00:00.000Z+06:00`. Texts are ordered as their instants are, so that the join's
 * `min` and `max` (by bytes) are the first and the last moment; of two offsets at one instant the larger bytes are the later.
 */
export function momentText({ at, offset }: Moment): string {
  const minutes = Math.abs(offset);
  return `${new Date(at).toISOString()}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const momentPattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)([+-])(\d{2}):(\d{2})$/;

export function parseMoment(text: string): Moment | null {
  const found = momentPattern.exec(text);
  if (found === null) return null;
  const [, instant = "", sign, hours, minutes] = found;
  const at = Date.parse(instant);
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const isTrue = !Number.isNaN(at) && new Date(at).toISOString() === instant && Number(minutes) < 60 && Math.abs(offset) * 60_000 <= mostOffsetMs && !(sign === "-" && offset === 0);
  return isTrue ? { at, offset } : null;
}
