/** Statistics (N1): what there is to count, and how the time went. */
import type { CSSProperties } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { LifeView } from "../../state/views.ts";
import { Section } from "../kit/screen.tsx";
import { activityKinds, formatDate, formatLength, kindWord } from "./format.ts";
import { counted } from "./words.ts";

export function Numbers({ life: { statistics, complete, today } }: { readonly life: LifeView }) {
  const { minutes, lastActivityDate } = statistics;
  const most = Math.max(1, ...Object.values(minutes));
  const spent = activityKinds.filter((kind) => minutes[kind] > 0);
  const days = (count: number): string => m.days_n_days_unit(counted(count));
  const nothing = complete && statistics.days === 0 && statistics.messages === 0;
  const facts = [
    [m.days_n_current(), days(statistics.currentStreakDays)],
    [m.days_n_longest(), days(statistics.longestStreakDays)],
    [m.days_n_days(), days(statistics.days)],
    [m.days_n_messages(), formatNumber(statistics.messages)],
    [m.days_n_sessions(), formatNumber(statistics.sessions)],
    [m.days_n_games(), formatNumber(statistics.games)],
  ] as const;
  return (
    <Section title={m.days_numbers()}>
      {complete ? null : <p className="text-soft">{m.days_coming_line()}</p>}
      {nothing ? (
        <p>{m.days_numbers_none()}</p>
      ) : (
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {lastActivityDate === null ? null : (
        <p className="text-small text-soft">
          {m.days_said({ day: m.days_n_last(), what: formatDate(lastActivityDate, today) })}
        </p>
      )}
      {nothing ? null : <h3 className="font-semibold">{m.days_time()}</h3>}
      {spent.length === 0 ? (
        nothing ? null : <p className="text-soft">{m.days_time_none()}</p>
      ) : (
        <ul className="spent">
          {spent.map((kind) => (
            <li key={kind}>
              <span>{kindWord(kind)}</span>
              <span>{formatLength(minutes[kind])}</span>
              <span aria-hidden="true" className="spent-bar" style={{ "--part": minutes[kind] / most } as CSSProperties} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
