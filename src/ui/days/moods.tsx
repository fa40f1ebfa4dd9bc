/** How the person's own words sounded lately: a line, a sentence, and the days in words. */
import { m } from "../../i18n/messages.ts";
import type { LocalDay } from "../../domain/streak/local-day.ts";
import { useMoods } from "../../state/use-moods.ts";
import { Section } from "../kit/screen.tsx";
import { formatDate } from "./format.ts";
import { MoodLine } from "./mood-line.tsx";
import { heardMost, isEnough, moodSentence, soundOf } from "./mood-words.ts";

export function Moods({ today }: { readonly today: LocalDay }) {
  const trend = useMoods();
  if (trend === undefined || !isEnough(trend)) return null;
  return (
    <Section title={m.days_mood()}>
      <p>
        {moodSentence(trend)} {heardMost(trend)}
      </p>
      <MoodLine trend={trend} />
      <p className="text-small text-soft">{m.days_mood_note()}</p>
      <details className="by-table">
        <summary>{m.days_mood_table()}</summary>
        <ul>
          {trend.days.toReversed().map(({ day, score }) => (
            <li key={day}>{m.days_said({ day: formatDate(day, today), what: score === null ? m.days_mood_none() : soundOf(score) })}</li>
          ))}
        </ul>
      </details>
    </Section>
  );
}
