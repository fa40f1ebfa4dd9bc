/** Numbers, dates, durations and sizes in the language of the screen; formatters are cached, since making one is slow. */
import { type Locale, currentLocale } from "./locale.ts";

/** The device's own tag for the screen's language, when it has one: en-GB writes 15:07 where en-US writes 3:07 PM. */
const tagFor = (locale: Locale): string =>
  (typeof navigator === "undefined" ? [] : navigator.languages).find((tag) => tag.split("-")[0] === locale) ?? locale;

/** Bengali names the part of the day in words; the short form of the data is a Latin AM or PM. */
export const clock = (tag: string): Intl.DateTimeFormatOptions => ({
  hour: "numeric",
  minute: "2-digit",
  ...(tag.startsWith("bn") ? { dayPeriod: "short" as const } : {}),
});

export function cached<F>(make: (tag: string) => F): () => F {
  const made = new Map<Locale, F>();
  return () => {
    const locale = currentLocale();
    let format = made.get(locale);
    if (format === undefined) made.set(locale, (format = make(tagFor(locale))));
    return format;
  };
}

const numbers = cached((tag) => new Intl.NumberFormat(tag));
const times = cached((tag) => new Intl.DateTimeFormat(tag, clock(tag)));
const days = cached((tag) => new Intl.DateTimeFormat(tag, { weekday: "long", day: "numeric", month: "long" }));
const moments = cached((tag) => new Intl.DateTimeFormat(tag, { day: "numeric", month: "short", year: "numeric", ...clock(tag) }));
const dates = cached((tag) => new Intl.DateTimeFormat(tag, { dateStyle: "long" }));
const relatives = cached((tag) => new Intl.RelativeTimeFormat(tag, { numeric: "auto" }));
const sizes = cached(
  (tag) => (unit: string, digits: number) =>
    new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits }),
);

export const formatNumber = (value: number): string => numbers().format(value);
/** Hour and minute of an instant (ms), where the person is. */
export const formatTime = (ms: number): string => times().format(ms);
/** Weekday, day and month. */
export const formatDay = (ms: number): string => days().format(ms);
/** Day, month and year. */
export const formatDate = (ms: number): string => dates().format(ms);
export const formatMoment = (ms: number): string => moments().format(ms);

const steps = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** How long ago `ms` was: "2 hours ago"; under a minute "now". */
export function formatAgo(ms: number, now: number): string {
  const difference = ms - now;
  const [unit, size] = steps.find(([, length]) => Math.abs(difference) >= length) ?? (["second", 1000] as const);
  return relatives().format(unit === "second" ? 0 : Math.round(difference / size), unit);
}

/** Bytes as people read them, in powers of 1000. */
export function formatBytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const power = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return sizes()(units[power] ?? "byte", power > 1 ? 1 : 0).format(bytes / 1000 ** power);
}

/** A clock time of day, `HH:MM`, as the language writes it. */
export function formatHour(clock: string): string {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return times().format(new Date(2026, 0, 1, hours, minutes));
}

const lists = cached((tag) => new Intl.ListFormat(tag, { type: "conjunction" }));
export const formatList = (items: readonly string[]): string => lists().format(items);
