/** Fourteen days as a small line: higher is lighter. The sentence beside it says the same. */
import type { MoodTrend } from "../../domain/mood/mood-trend.ts";
import { m } from "../../i18n/messages.ts";
import { heardDays } from "./mood-words.ts";

const width = 280;
const height = 80;
const edge = 8;

export function MoodLine({ trend }: { readonly trend: MoodTrend }) {
  const step = (width - 2 * edge) / Math.max(1, trend.days.length - 1);
  const x = new Map(trend.days.map(({ day }, at) => [day, edge + at * step]));
  const dots = heardDays(trend).map(({ day, score }) => ({ day, x: x.get(day) ?? 0, y: height / 2 - score * (height / 2 - edge) }));
  return (
    <div aria-hidden="true" className="mood">
      <span>{m.days_mood_lighter()}</span>
      <svg viewBox={`0 0 ${width} ${height}`}>
        <path d={`M0 ${height / 2}H${width}`} className="mood-middle" />
        <path d={dots.map((dot, at) => `${at === 0 ? "M" : "L"}${dot.x.toFixed(1)} ${dot.y.toFixed(1)}`).join("")} className="mood-path" />
        {dots.map((dot) => (
          <circle key={dot.day} cx={dot.x} cy={dot.y} r="4" className="mood-dot" />
        ))}
      </svg>
      <span>{m.days_mood_heavier()}</span>
    </div>
  );
}
