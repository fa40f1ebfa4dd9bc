/** This week as seven small drawings, from the day on which the language begins its weeks. */
import { clsx } from "clsx";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import { m } from "../../i18n/messages.ts";
import { firstDayOfWeek, formatWeekday } from "./format.ts";
import { MarkDrawing } from "./mark.tsx";
import type { Story } from "./story.ts";
import { weekOf } from "./week.ts";
import { dateWords, markWord } from "./words.ts";

/** `story` is absent only until the device has answered: the room is kept. */
export function WeekRow({ today, story }: { readonly today: LocalDay; readonly story: Story | undefined }) {
  return (
    <ol className="week" aria-label={m.days_week()}>
      {weekOf(today, firstDayOfWeek()).map((day) => {
        const mark = story?.markOf(day) ?? null;
        return (
          <li key={day} data-mark={mark ?? ""} className={clsx("week-day", day === today && "week-today")} aria-current={day === today ? "date" : undefined}>
            <span aria-hidden="true" className="week-letter">
              {formatWeekday(day, "narrow")}
            </span>
            <MarkDrawing mark={mark} />
            <span className="sr-only">{mark === null ? dateWords(day, today) : m.days_said({ day: dateWords(day, today), what: markWord(mark) })}</span>
          </li>
        );
      })}
    </ol>
  );
}
