/** How somebody is by their own answers: drawn, in words, and beside an earlier time. */
import type { TraitScore } from "@edge/personality/score.ts";
import { useState } from "react";
import { Link } from "react-router";
import { formatDate, formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { PersonalityView, RunView } from "../../state/views.ts";
import { buttonClass } from "../kit/button.tsx";
import { Choice } from "../kit/choice.tsx";
import { Radar } from "./radar.tsx";
import { Tick } from "./tick.tsx";
import { bandWord, type TraitWords, traitWords } from "./trait-words.ts";

const hasScore = ({ scores }: RunView): boolean => Object.values(scores).some((score) => score !== null);
/** A run's day; its number where no answer has a readable time. */
const dateOf = ({ answeredAt, run }: RunView): string => (answeredAt === null ? formatNumber(run) : formatDate(answeredAt));
const placeOf = ({ band, position }: TraitScore) => ({ band: bandWord[band](), position: formatNumber(position) });

interface Props {
  readonly view: PersonalityView;
  readonly shown: RunView;
  readonly onUse: (use: boolean) => void;
}

export function Profile({ view: { runs, use }, shown, onUse }: Props) {
  const [compared, setCompared] = useState("");
  const earlier = runs.filter((run) => run !== shown && run.run < shown.run && hasScore(run));
  const before = earlier.find(({ run }) => String(run) === compared) ?? null;
  const [newest] = runs;
  return (
    <section aria-labelledby="profile" className="profile">
      <div className="profile-picture">
        <h2 id="profile" className="text-title">
          {m.you_profile_title()}
        </h2>
        <figure className="grid gap-3">
          <Radar scores={shown.scores} before={before?.scores ?? null} />
          <figcaption className="grid gap-1 text-small text-soft">
            <span>{m.you_profile_rings()}</span>
            {shown.answeredAt === null ? null : <span>{m.you_profile_when({ date: formatDate(shown.answeredAt) })}</span>}
            {before === null ? null : <span>{m.you_compare_key({ date: dateOf(before) })}</span>}
          </figcaption>
        </figure>
        {earlier.length === 0 ? null : (
          <Choice
            legend={m.you_compare()}
            value={before === null ? "" : compared}
            onChange={setCompared}
            options={[{ value: "", label: m.you_compare_none() }, ...earlier.map((run) => ({ value: String(run.run), label: dateOf(run) }))]}
          />
        )}
        {newest?.complete === true ? (
          <div className="grid justify-items-start gap-2">
            <Link to={`/you/questions?run=${newest.run + 1}`} className={buttonClass()}>
              {m.you_again()}
            </Link>
            <p className="text-small text-soft">{m.you_again_hint()}</p>
          </div>
        ) : null}
      </div>
      <div className="grid content-start gap-4">
        <ul className="grid">
          {traitWords.map((words) => (
            <TraitLine key={words.trait} words={words} score={shown.scores[words.trait]} use={use} before={before} />
          ))}
        </ul>
        <Tick label={m.you_use()} hint={m.you_use_hint()} checked={use} onChange={onUse} />
      </div>
    </section>
  );
}

interface LineProps {
  readonly words: TraitWords;
  readonly score: TraitScore | null;
  readonly use: boolean;
  readonly before: RunView | null;
}
function TraitLine({ words: { trait, name, science, bands }, score, use, before }: LineProps) {
  const then = before?.scores[trait] ?? null;
  return (
    <li className="trait">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <div>
          <h3 className="text-large">{name()}</h3>
          <p className="text-small text-faint">{science()}</p>
        </div>
        {score === null ? null : (
          <p className="text-right">
            <span className="font-semibold text-marigold-ink">{bandWord[score.band]()}</span>
            <span className="block text-small text-faint">{m.you_trait_at({ position: formatNumber(score.position) })}</span>
          </p>
        )}
      </div>
      {before === null ? null : (
        <p className="text-small text-soft">{then === null ? m.you_trait_then_none({ date: dateOf(before) }) : m.you_trait_then({ date: dateOf(before), ...placeOf(then) })}</p>
      )}
      {score === null ? <p className="text-soft">{m.you_trait_none()}</p> : <p>{bands[score.band].means()}</p>}
      {score !== null && use ? <p className="trait-talk text-soft">{bands[score.band].talk()}</p> : null}
    </li>
  );
}
