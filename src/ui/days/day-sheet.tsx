/** One date: what was done, how long and when there; below it its month, large enough for a thumb. */
import ArrowLeft from "lucide-react/icons/arrow-left";
import ArrowRight from "lucide-react/icons/arrow-right";
import { useState } from "react";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import { m } from "../../i18n/messages.ts";
import { IconButton } from "../kit/icon-button.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { activityKinds, formatLength, formatMonth, kindWord } from "./format.ts";
import { MonthGrid } from "./month-grid.tsx";
import type { Mark, Story } from "./story.ts";
import { useRoving } from "./use-roving.ts";
import { addMonths, firstOf, monthOf } from "./week.ts";
import { whenWords } from "./when.ts";
import { dateWords, dayWords } from "./words.ts";

interface Props {
  /** The date it opens with; going on from there leaves the year behind it where it was. */
  readonly opened: LocalDay;
  /** The dates one can go to. */
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly story: Story;
  readonly onClose: () => void;
}

const minuteMs = 60_000;
const marks: Record<Exclude<Mark, "done">, () => string> = {
  rest: () => m.days_day_rest(),
  skipped: () => m.days_day_skipped(),
  quiet: () => m.days_day_quiet(),
  open: () => m.days_day_open(),
  ahead: () => m.days_day_ahead(),
  before: () => m.days_day_before(),
};

function Lived({ day, story }: { readonly day: LocalDay; readonly story: Story }) {
  const lived = story.dayOf(day);
  const mark = story.markOf(day);
  if (lived === undefined || mark !== "done") return <p>{mark === "done" ? null : marks[mark]()}</p>;
  const kinds = activityKinds.filter((kind) => lived.played[kind] > 0);
  return (
    <>
      <p className="text-large">{dayWords(day, story)}</p>
      {kinds.length === 0 ? null : (
        <ul className="text-soft">
          {kinds.map((kind) => (
            <li key={kind}>{m.days_said({ day: kindWord(kind), what: formatLength(Math.floor(lived.played[kind] / minuteMs)) })}</li>
          ))}
        </ul>
      )}
      <p>{whenWords(lived)}</p>
    </>
  );
}

export function DaySheet({ opened, from, to, story, onClose }: Props) {
  const [day, setDay] = useState(opened);
  const month = monthOf(day);
  const go = (next: LocalDay): void => setDay(next < from ? from : next > to ? to : next);
  const { ref, ...keys } = useRoving({ from, to, stop: day, onMove: go, onOpen: go });
  return (
    <Sheet open onClose={onClose} title={dateWords(day, story.today)}>
      <div className="day-sheet">
        <div aria-live="polite" className="day-lived">
          <Lived day={day} story={story} />
        </div>
        <div className="day-month">
          <IconButton label={m.days_month_before()} disabled={monthOf(from) === month} onClick={() => go(addMonths(day, -1))}>
            <ArrowLeft aria-hidden="true" />
          </IconButton>
          <p>{formatMonth(firstOf(month))}</p>
          <IconButton label={m.days_month_after()} disabled={monthOf(to) === month} onClick={() => go(addMonths(day, 1))}>
            <ArrowRight aria-hidden="true" />
          </IconButton>
        </div>
        {/* The grid inside has the keys. */}
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
        <div ref={ref} {...keys}>
          <MonthGrid month={month} story={story} stop={day} chosen={day} large />
        </div>
      </div>
    </Sheet>
  );
}
