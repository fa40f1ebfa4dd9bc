/** A month of the heat map: a grid of dates under their weekdays, each told in words, each with its ink. */
import { clsx } from "clsx";
import { memo } from "react";
import { inkOf, playedMs } from "../../domain/life/ink.ts";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import { m } from "../../i18n/messages.ts";
import { useLocale } from "../../i18n/locale.ts";
import { firstDayOfWeek, formatDayNumber, formatMonthName, formatWeekday } from "./format.ts";
import type { Story } from "./story.ts";
import { firstOf, type Month, weekOf, weeksOf } from "./week.ts";
import { dateWords, dayWords } from "./words.ts";

interface Props {
  readonly month: Month;
  readonly story: Story;
  /** The one date that Tab stops at, if it lies in this month. */
  readonly stop: LocalDay | null;
  /** The date that is told beside it, if any. */
  readonly chosen?: LocalDay | null;
  /** With numbers, for a thumb. */
  readonly large?: boolean;
}

export const MonthGrid = memo(function MonthGrid({ month, story, stop, chosen = null, large = false }: Props) {
  useLocale();
  const first = firstDayOfWeek();
  const id = `month-${month}${large ? "-large" : ""}`;
  const { today } = story;
  const cell = (day: LocalDay) => {
    const lived = story.dayOf(day);
    return (
      <td
        key={day}
        tabIndex={day === stop ? 0 : -1}
        data-day={day}
        data-mark={story.markOf(day)}
        data-ink={lived === undefined ? undefined : inkOf(playedMs(lived.played))}
        aria-label={m.days_said({ day: dateWords(day, today), what: dayWords(day, story) })}
        aria-current={day === today ? "date" : undefined}
        aria-selected={chosen === null ? undefined : day === chosen}
      >
        {large ? (
          <span aria-hidden="true" className="ink-number">
            {formatDayNumber(day)}
          </span>
        ) : null}
        <span aria-hidden="true" className="ink" />
      </td>
    );
  };
  return (
    <div className={clsx("month", large && "month-large")}>
      <h3 id={id} className={large ? "sr-only" : undefined}>
        {formatMonthName(firstOf(month))}
      </h3>
      {/* The pattern of date pickers: dates that keys move over, which a plain table has not. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role */}
      <table role="grid" aria-labelledby={id}>
        <thead>
          <tr>
            {weekOf(today, first).map((day) => (
              <th key={day} scope="col" abbr={formatWeekday(day, "long")}>
                <span className={large ? "week-letter" : "sr-only"}>{formatWeekday(day, large ? "narrow" : "long")}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month, first).map((week) => (
            <tr key={week.find((day) => day !== null)}>{week.map((day, at) => (day === null ? <td key={at} aria-hidden="true" /> : cell(day)))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});
