/** A calendar of the days that have messages, one month at a time, and the device's own way of choosing a date. */
import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import { useId, useState } from "react";
import { formatDate, formatNumber } from "../../../i18n/format.ts";
import { useLocale } from "../../../i18n/locale.ts";
import { m } from "../../../i18n/messages.ts";
import { useFinder } from "../../../state/use-finder.ts";
import { IconButton } from "../../kit/icon-button.tsx";
import { firstWeekday, monthOf, monthsOf, nearestDay, noonOf, weeksOf } from "./month.ts";

/** 4 January 1970 was a Sunday. */
const weekday = (locale: string, day: number, width: "narrow" | "long"): string =>
  new Intl.DateTimeFormat(locale, { weekday: width }).format(new Date(1970, 0, 4 + day, 12));

export function DayPicker({ onGo }: { readonly onGo: (messageId: string) => void }) {
  const locale = useLocale();
  const known = useFinder((finder) => finder.days);
  const [chosen, setChosen] = useState<string | null>(null);
  const heading = useId();
  if (known === null) return null;
  const { days } = known;
  const months = monthsOf(days);
  const month = chosen ?? months.at(-1);
  if (month === undefined) return known.complete ? <p className="text-soft">{m.search_days_empty()}</p> : null;
  const at = months.indexOf(month);
  const [before, after] = [months[at - 1], months[at + 1]];
  const first = firstWeekday(locale);
  const week = Array.from({ length: 7 }, (_, day) => (first + day) % 7);
  const found = new Map(days.map((day) => [day.day, day]));
  const title = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" }).format(noonOf(`${month}-01`));
  return (
    <section aria-labelledby={heading} className="search-days">
      <h3 id={heading} className="text-body font-semibold">
        {m.search_days()}
      </h3>
      <div className="search-month">
        <IconButton label={m.search_before()} disabled={before === undefined} onClick={() => setChosen(before ?? month)}>
          <ChevronLeft aria-hidden="true" />
        </IconButton>
        <p aria-live="polite">{title}</p>
        <IconButton label={m.search_after()} disabled={after === undefined} onClick={() => setChosen(after ?? month)}>
          <ChevronRight aria-hidden="true" />
        </IconButton>
      </div>
      <table className="search-calendar">
        <thead>
          <tr>
            {week.map((day) => (
              <th key={day} scope="col" abbr={weekday(locale, day, "long")}>
                {weekday(locale, day, "narrow")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month, first).map((cells, row) => (
            <tr key={row}>
              {cells.map((day, column) => {
                const has = day === null ? undefined : found.get(day);
                const number = day === null ? "" : formatNumber(Number(day.slice(8)));
                return (
                  <td key={column}>
                    {day === null || has === undefined ? (
                      <span>{number}</span>
                    ) : (
                      <button
                        type="button"
                        aria-label={m.search_day({ day: formatDate(noonOf(day)), count: has.count, shown: formatNumber(has.count) })}
                        onClick={() => onGo(has.id)}
                      >
                        {number}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <label className="search-date">
        {m.search_date()}
        <input
          type="date"
          min={days[0]?.day}
          max={days.at(-1)?.day}
          onKeyDown={(event) => {
            const nearest = event.currentTarget.value === "" ? undefined : nearestDay(days, event.currentTarget.value);
            if (event.key === "Enter" && nearest !== undefined) onGo(nearest.id);
          }}
          onChange={(event) => {
            // While a year is being typed the field holds years of long ago.
            if (event.target.value !== "" && event.target.validity.valid) setChosen(monthOf(nearestDay(days, event.target.value)?.day ?? month));
          }}
        />
      </label>
    </section>
  );
}
