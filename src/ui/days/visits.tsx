/** The session history: visits by day, the newest first; older ones come as one goes on. */
import { useEffect, useRef } from "react";
import { dayOf, type LocalDay } from "../../domain/streak/local-day.ts";
import { formatList, formatTime } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useSessions } from "../../state/use-sessions.ts";
import type { SessionItem } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { Section } from "../kit/screen.tsx";
import { formatLength, formatSpan, kindWord, offsetHere } from "./format.ts";
import { dateWords } from "./words.ts";

interface Day {
  readonly day: LocalDay;
  readonly visits: readonly SessionItem[];
}

/** By the date on which each began, by this device's clock. */
export function byDay(sessions: readonly SessionItem[]): readonly Day[] {
  const days = new Map<LocalDay, SessionItem[]>();
  for (const session of sessions) {
    const day = dayOf({ at: session.start, offset: offsetHere(session.start) }, 0);
    const known = days.get(day);
    if (known === undefined) days.set(day, [session]);
    else known.push(session);
  }
  return [...days].map(([day, visits]) => ({ day, visits }));
}

function when({ start, end, isCurrent }: SessionItem): string {
  if (isCurrent) return m.days_visit_now({ time: formatTime(start) });
  return end === null ? m.days_visit_open({ time: formatTime(start) }) : formatSpan(start, end);
}

export function Visits({ today }: { readonly today: LocalDay }) {
  const { view, loadOlder } = useSessions();
  const end = useRef<HTMLDivElement>(null);
  const count = view?.sessions.length ?? 0;
  useEffect(() => {
    const element = end.current;
    if (element === null) return undefined;
    const watch = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && loadOlder(), { rootMargin: "400px" });
    watch.observe(element);
    return () => watch.disconnect();
    // Each page moves the end: it is looked at anew.
  }, [loadOlder, count]);
  if (view === undefined) return null;
  return (
    <Section title={m.days_visits()} className="visits-part">
      {count === 0 ? <p className="text-soft">{m.days_visits_none()}</p> : null}
      {byDay(view.sessions).map(({ day, visits }) => (
        <section key={day} aria-labelledby={`visits-${day}`} className="visits">
          <h3 id={`visits-${day}`}>{dateWords(day, today)}</h3>
          <ul>
            {visits.map((visit) => (
              <li key={visit.id} data-current={visit.isCurrent || undefined}>
                <span>{when(visit)}</span>
                <span className="text-soft">
                  {formatList(visit.activities.map(kindWord))}
                  {visit.minutes === null ? null : ` · ${formatLength(visit.minutes)}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {view.hasOlder ? (
        <div ref={end} className="grid justify-items-center">
          <Button onClick={loadOlder}>{m.days_visits_older()}</Button>
        </div>
      ) : null}
    </Section>
  );
}
