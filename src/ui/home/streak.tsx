/** The days together: how many, this week drawn, and one line that says how today stands. */
import { Suspense, useState } from "react";
import { Link } from "react-router";
import { dayOf } from "../../domain/streak/local-day.ts";
import { m } from "../../i18n/messages.ts";
import { useLife } from "../../state/use-life.ts";
import { offsetHere } from "../days/format.ts";
import { useStory } from "../days/use-story.ts";
import { WeekRow } from "../days/week-row.tsx";
import { counted, streakWords } from "../days/words.ts";
import { whySheet } from "../days/why-name.ts";
import type { WhySheet } from "../days/why-sheet.tsx";
import { buttonClass } from "../kit/button.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { useSheet } from "../kit/use-sheet.ts";
import { lazyPart } from "../lazy-part.tsx";

type WhyProps = Parameters<typeof WhySheet>[0];

const NotHere = ({ onClose }: WhyProps) => (
  <Sheet open onClose={onClose} title={m.days_why_none()}>
    <p>{m.days_later()}</p>
  </Sheet>
);
const Why = lazyPart<WhyProps>(async () => (await import("../days/later.ts")).WhySheet, NotHere);

export function Streak() {
  const life = useLife();
  const story = useStory(life);
  const why = useSheet(whySheet);
  const [now] = useState(() => Date.now());
  const words = life === undefined || story === undefined ? null : streakWords(life, story);
  return (
    <section aria-label={m.days_streak()} className="streak">
      <div className="streak-words">
        <h2 className="text-title">{words?.title}</h2>
        {words === null || words.strict === null ? null : <p className="text-small text-soft">{words.strict}</p>}
      </div>
      <WeekRow today={life?.today ?? dayOf({ at: now, offset: offsetHere(now) }, 0)} story={story} />
      <p className="streak-line">{words?.line}</p>
      <p className="streak-ways">
        <button type="button" className={buttonClass("plain")} disabled={words === null} onClick={why.show}>
          {life === undefined || life.streak.current === 0 ? m.days_why_none() : m.days_why(counted(life.streak.current))}
        </button>
        <Link to="/days" className={buttonClass("plain")}>
          {m.days_all()}
        </Link>
      </p>
      {why.open && life !== undefined && story !== undefined ? (
        <Suspense>
          <Why life={life} story={story} onClose={why.hide} />
        </Suspense>
      ) : null}
    </section>
  );
}
