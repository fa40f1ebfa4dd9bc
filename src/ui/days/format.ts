/** Dates, lengths and clocks on other walls, in the language of the screen. */
import type { ActivityKind } from "../../domain/records.ts";
import { dayNumber, type LocalDay, type Moment } from "../../domain/streak/local-day.ts";
import { cached, clock, formatNumber, formatTime } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { firstWeekday, yearOf } from "./week.ts";

const dayMs = 86_400_000;
/** A date has no zone: it is written as UTC would read it. */
const dates = (options: Intl.DateTimeFormatOptions) => cached((tag) => new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" }));
const msOf = (day: LocalDay): number => dayNumber(day) * dayMs;

const full = dates({ weekday: "long", day: "numeric", month: "long" });
const fullYear = dates({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const weekdays = { narrow: dates({ weekday: "narrow" }), long: dates({ weekday: "long" }) } as const;
const monthNames = { long: dates({ month: "long", year: "numeric" }), name: dates({ month: "long" }) } as const;
const years = dates({ year: "numeric" });
const numbers = dates({ day: "numeric" });
const clocks = cached((tag) => new Intl.DateTimeFormat(tag, { ...clock(tag), timeZone: "UTC" }));

/** "Saturday, 14 November"; with the year where it is not that of `today`. */
export const formatDate = (day: LocalDay, today: LocalDay): string => (yearOf(day) === yearOf(today) ? full() : fullYear()).format(msOf(day));
export const formatWeekday = (day: LocalDay, width: "narrow" | "long"): string => weekdays[width]().format(msOf(day));
/** "November 2026". */
export const formatMonth = (day: LocalDay): string => monthNames.long().format(msOf(day));
export const formatMonthName = (day: LocalDay): string => monthNames.name().format(msOf(day));
export const formatYear = (day: LocalDay): string => years().format(msOf(day));
/** The date's number alone. */
export const formatDayNumber = (day: LocalDay): string => numbers().format(msOf(day));

/** 0: Sunday. */
export const firstDayOfWeek = cached(firstWeekday);

const units = cached((tag) => {
  const unit = (name: string) => new Intl.NumberFormat(tag, { style: "unit", unit: name, unitDisplay: "long" });
  return { hour: unit("hour"), minute: unit("minute"), list: new Intl.ListFormat(tag, { type: "unit", style: "narrow" }) };
});

/** "25 minutes", "2 hours 5 minutes"; begun minutes do not count, and what was shorter is "less than a minute". */
export function formatLength(minutes: number): string {
  if (minutes < 1) return m.days_moment();
  const { hour, minute, list } = units();
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return list.format([...(hours > 0 ? [hour.format(hours)] : []), ...(rest > 0 ? [minute.format(rest)] : [])]);
}

/** "UTC+5:30". */
export function formatOffset(offset: number): string {
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const two = minutes === 0 ? "" : `:${minutes < 10 ? formatNumber(0) : ""}${formatNumber(minutes)}`;
  return `UTC${offset < 0 ? "−" : "+"}${formatNumber(hours)}${two}`;
}

const spans = cached((tag) => new Intl.DateTimeFormat(tag, clock(tag)));
const isOneDay = (from: number, to: number): boolean => new Date(from).toDateString() === new Date(to).toDateString();

/** From one time of day to another, where the person is: "18:30–19:12". Midnight between them is no news. */
export const formatSpan = (from: number, to: number): string => (isOneDay(from, to) && to >= from ? spans().formatRange(from, to) : `${formatTime(from)}–${formatTime(to)}`);

/** By the clock on the wall where it was. */
export const formatWall = ({ at, offset }: Moment): string => clocks().format(at + offset * 60_000);

/** The offset of this device's own clock at that instant, minutes. */
export const offsetHere = (at: number): number => -new Date(at).getTimezoneOffset();

const kinds: Record<ActivityKind, () => string> = {
  chat: () => m.activity_chat(),
  game: () => m.activity_game(),
  video: () => m.activity_video(),
  music: () => m.activity_music(),
};
export const activityKinds = ["chat", "game", "music", "video"] as const satisfies readonly ActivityKind[];
export const kindWord = (kind: ActivityKind): string => kinds[kind]();
