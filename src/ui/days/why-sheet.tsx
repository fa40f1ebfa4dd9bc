/** Why the streak is what it is (K3): the rule in a breath, what the present run is made of, and its dates, newest first. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { formatNumber } from "../../i18n/format.ts";
import type { ToldDay } from "../../domain/streak/tell.ts";
import type { LifeView } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { formatDate } from "./format.ts";
import { MarkDrawing } from "./mark.tsx";
import { presentRun, restsOf, type Story } from "./story.ts";
import { whenWords } from "./when.ts";
import { counted, dateWords } from "./words.ts";

/** Two weeks are read at a glance; who wants more gets a month at a time. */
const glance = 14;
const more = 28;

interface Props {
  readonly life: LifeView;
  readonly story: Story;
  readonly onClose: () => void;
}

/** What the date did to the count. */
function effect({ kind, run, bank, earned }: ToldDay): string {
  if (kind === "active") return earned ? `${m.days_why_run({ shown: formatNumber(run) })} · ${m.days_why_earned()}` : m.days_why_run({ shown: formatNumber(run) });
  if (kind === "rest") return m.days_why_used({ shown: formatNumber(bank) });
  return kind === "skipped" ? m.days_mark_skipped() : m.days_why_missed();
}

export function WhySheet({ life, story: { told, today, markOf }, onClose }: Props) {
  const [shown, setShown] = useState(glance);
  const { streak, strict, restDays } = life;
  const run = presentRun(told);
  const first = run.findLast(({ kind }) => kind === "active");
  const last = run.find(({ kind }) => kind === "active");
  const { earned, used } = restsOf(run);
  // Beyond the present run there is the rest of the story.
  const all = shown > run.length ? told.toReversed() : run;
  const none = streak.current === 0;
  return (
    <Sheet open onClose={onClose} size="full" title={none ? m.days_why_none() : m.days_why_title(counted(streak.current))}>
      <div className="why">
        {first === undefined || last === undefined ? null : (
          <p className="text-large">
            {none ? m.days_why_ended({ day: formatDate(last.day, today) }) : m.days_why_since({ day: formatDate(first.day, today) })}{" "}
            {restDays && !none ? m.days_why_rests({ earned: formatNumber(earned), used: formatNumber(used), bank: formatNumber(streak.bank) }) : null}{" "}
            {strict.current === streak.current ? null : m.days_why_strict(counted(strict.current))}
          </p>
        )}
        <p>{restDays ? m.days_why_rule() : m.days_why_rule_strict()}</p>
        <p className="text-soft">{m.days_why_travel()}</p>
        {told.length === 0 ? null : (
          <>
            <h3 className="font-semibold">{m.days_why_list()}</h3>
            <ol className="why-days">
              {markOf(today) === "open" ? (
                <li>
                  <MarkDrawing mark="open" />
                  <span>{dateWords(today, today)}</span>
                  <span className="why-effect">{m.days_mark_open()}</span>
                </li>
              ) : null}
              {all.slice(0, shown).map((day) => (
                <li key={day.day} data-kind={day.kind}>
                  <MarkDrawing mark={markOf(day.day)} />
                  <span>{dateWords(day.day, today)}</span>
                  <span className="why-effect">{day.active === null ? effect(day) : `${effect(day)} · ${whenWords(day.active)}`}</span>
                </li>
              ))}
            </ol>
            {shown < told.length ? (
              <Button className="justify-self-center" onClick={() => setShown(shown + more)}>
                {m.days_why_more()}
              </Button>
            ) : null}
          </>
        )}
      </div>
    </Sheet>
  );
}
