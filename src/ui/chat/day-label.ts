/** How a day is called above its messages. */
import { type Locale, currentLocale } from "../../i18n/locale.ts";
import { m } from "../../i18n/messages.ts";
import { formatDay } from "../../i18n/format.ts";
import { sameDay } from "./rows.ts";

const withYear = new Map<Locale, Intl.DateTimeFormat>();
function formatOldDay(ms: number): string {
  const locale = currentLocale();
  let format = withYear.get(locale);
  if (format === undefined) withYear.set(locale, (format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" })));
  return format.format(ms);
}

/** Today, Yesterday, the weekday and day within a year's reach, the full date before that. */
export function dayLabel(ms: number, now: number): string {
  if (sameDay(ms, now)) return m.chat_today();
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (sameDay(ms, yesterday.getTime())) return m.chat_yesterday();
  return new Date(ms).getFullYear() === new Date(now).getFullYear() ? formatDay(ms) : formatOldDay(ms);
}
