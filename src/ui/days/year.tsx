/** The year as a diary has it, month beside month: a drop of ink a date, larger the longer one was here (N4). */
import { useId, useMemo, useState } from "react";
import { inks } from "../../domain/life/ink.ts";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import { m } from "../../i18n/messages.ts";
import type { LifeView } from "../../state/views.ts";
import { useSheet } from "../kit/use-sheet.ts";
import { DaySheet } from "./day-sheet.tsx";
import { formatLength, formatMonthName, formatYear } from "./format.ts";
import { MonthGrid } from "./month-grid.tsx";
import { lastOf, monthSums, shownMonths } from "./months.ts";
import type { Story } from "./story.ts";
import { dateUnder, useRoving } from "./use-roving.ts";
import { firstOf, monthOf, yearOf, yearsOf } from "./week.ts";
import { counted, dateWords, dayWords, inkWord } from "./words.ts";
import { YearTable } from "./year-table.tsx";

const minuteMs = 60_000;
const nameOf = (year: number): string => formatYear(firstOf(`${String(year).padStart(4, "0")}-01`));

interface Props {
  readonly life: LifeView;
  readonly story: Story;
}

export function Year({ life: { days, today, complete }, story }: Props) {
  const heading = useId();
  const help = useId();
  const sheet = useSheet("day");
  const years = yearsOf(days, today);
  const [year, setYear] = useState(yearOf(today));
  const months = useMemo(() => shownMonths(year, days, today), [year, days, today]);
  const from = firstOf(months[0] ?? monthOf(today));
  const to = lastOf(months.at(-1) ?? monthOf(today));
  const [chosen, setChosen] = useState<LocalDay | null>(null);
  // A date of another year than the one that is shown is none of its stops.
  const stop = chosen !== null && chosen >= from && chosen <= to ? chosen : today >= from && today <= to ? today : to;
  const [pointed, setPointed] = useState<LocalDay | null>(null);
  const told = pointed !== null && pointed >= from && pointed <= to ? pointed : stop;
  const move = (day: LocalDay): void => {
    setPointed(null);
    setChosen(day);
  };
  const roving = useRoving({ from, to, stop, onMove: move, onOpen: sheet.show });
  const sums = useMemo(() => monthSums(months, story), [months, story]);
  const lived = sums.reduce((sum, month) => sum + month.days, 0);
  const played = sums.reduce((sum, month) => sum + month.played, 0);
  const busiest = sums.toSorted((a, b) => b.played - a.played)[0];
  const name = nameOf(year);
  return (
    <section aria-labelledby={heading} className="year">
      <div className="year-head">
        <h2 id={heading} className="text-title">
          {years.length > 1 ? m.days_year() : name}
        </h2>
        {years.length > 1 ? (
          <select aria-label={m.days_years()} value={year} className="year-choice" onChange={(event) => setYear(Number(event.target.value))}>
            {years.map((each) => (
              <option key={each} value={each}>
                {nameOf(each)}
              </option>
            ))}
          </select>
        ) : null}
      </div>
      <p>
        {lived === 0 ? m.days_map_empty() : m.days_map_sum({ ...counted(lived), year: name, length: formatLength(Math.floor(played / minuteMs)) })}{" "}
        {busiest !== undefined && sums.length > 1 && busiest.played > 0 ? m.days_map_busiest({ month: formatMonthName(firstOf(busiest.month)) }) : null}{" "}
        {complete ? null : m.days_coming_line()}
      </p>
      <p id={help} className="sr-only">
        {m.days_map_help()}
      </p>
      <p aria-hidden="true" className="year-told">
        {m.days_said({ day: dateWords(told, today), what: dayWords(told, story) })}
      </p>
      {/* The grids inside have the keys; the group only hears them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
      <div
        {...roving}
        role="group"
        aria-label={m.days_map({ year: name })}
        aria-describedby={help}
        className="year-months"
        onPointerOver={(event) => setPointed(dateUnder(event.target))}
        onPointerLeave={() => setPointed(null)}
      >
        {months.map((month) => (
          <MonthGrid key={month} month={month} story={story} stop={monthOf(stop) === month ? stop : null} />
        ))}
      </div>
      <ul className="legend" aria-label={m.days_legend()}>
        {inks.map((ink) => (
          <li key={ink}>
            <span aria-hidden="true" data-ink={ink}>
              <span className="ink" />
            </span>
            {inkWord(ink)}
          </li>
        ))}
        <li>
          <span aria-hidden="true" data-mark="rest">
            <span className="ink" />
          </span>
          {m.days_mark_rest()}
        </li>
      </ul>
      <YearTable sums={sums} />
      {sheet.open ? (
        <DaySheet opened={stop} from={firstOf(monthOf(days[0]?.day ?? today))} to={lastOf(monthOf(to > today ? to : today))} story={story} onClose={sheet.hide} />
      ) : null}
    </section>
  );
}
