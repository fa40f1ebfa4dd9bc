/** Numbers, dates, durations and sizes in the language of the screen; formatters are cached, since making one is slow. */
import { type Locale, currentLocale } from "./locale.ts";

function cached<F>(make: (locale: Locale) => F): () => F {
  const made = new Map<Locale, F>();
  return () => {
    const locale = currentLocale();
    let format = made.get(locale);
    if (format === undefined) made.set(locale, (format = make(locale)));
    return format;
  };
}

const numbers = cached((locale) => new Intl.NumberFormat(locale));
const times = cached((locale) => new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }));
const days = cached((locale) => new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }));
const moments = cached((locale) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }));
const dates = cached((locale) => new Intl.DateTimeFormat(locale, { dateStyle: "long" }));
const relatives = cached((locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
const sizes = cached(
  (locale) => (unit: string, digits: number) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits }),
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

const lists = cached((locale) => new Intl.ListFormat(locale, { type: "conjunction" }));
export const formatList = (items: readonly string[]): string => lists().format(items);
