/** The questionnaire: one line a screen, each answer durable as it is given. What is open is read from the device, so any tab or device goes on with it. */
import { useEffect, useState } from "react";
import { Link, useLocation, useNavigate } from "react-router";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import { usePersonality } from "../../state/use-personality.ts";
import type { RunView } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { ScreenHeading, useTitle } from "../kit/screen.tsx";
import { toast } from "../kit/toast.tsx";
import { writeErrorText } from "../write-error.ts";
import { AnswerChoice } from "./answer-choice.tsx";
import { firstOpen, nextOpen } from "./order.ts";
import { ProgressLine } from "./progress-line.tsx";
import { itemCount, source } from "./question-words.ts";
import { useQuizKeys } from "./use-quiz-keys.ts";

/** The run that is asked: the newest while it is open, a further one when that was wished for; null: there is nothing to ask. */
function askedRun(runs: readonly RunView[], wished: number): number | null {
  const [newest] = runs;
  if (newest === undefined) return 1;
  if (!newest.complete) return newest.run;
  return wished > newest.run ? newest.run + 1 : null;
}

export function Questions() {
  useTitle(m.quiz_title());
  const view = usePersonality();
  const { search } = useLocation();
  if (view === undefined) return null;
  const run = askedRun(view.runs, Number(new URLSearchParams(search).get("run")));
  // Finished, here or elsewhere.
  if (run === null) return <ToYou />;
  return <Run key={run} run={run} answers={view.runs.find((one) => one.run === run)?.answers ?? new Map()} />;
}

/** The router's own way to send somebody on would be in every screen's first load. */
function ToYou() {
  const navigate = useNavigate();
  useEffect(() => {
    void navigate("/you", { replace: true });
  }, [navigate]);
  return null;
}

interface Chosen {
  readonly item: number;
  readonly answer: number;
}

function Run({ run, answers }: { readonly run: number; readonly answers: ReadonlyMap<number, number> }) {
  const commands = useCommands();
  const navigate = useNavigate();
  const [{ item, moved }, setPlace] = useState(() => ({ item: firstOpen(answers) ?? 1, moved: false }));
  /** What the hand has chosen, which the device may not have told yet. */
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [problem, setProblem] = useState<{ readonly item: number; readonly text: string } | null>(null);
  const answer = chosen?.item === item ? chosen.answer : answers.get(item);

  /** Only from where it was wished: another answer may have moved on meanwhile. */
  const go = (to: number): void => setPlace((now) => (now.item === item ? { item: to, moved: true } : now));
  /** `on`: to the next one, once this is durable. */
  const give = async (value: number, on: boolean): Promise<void> => {
    setChosen({ item, answer: value });
    const next = nextOpen(answers, item);
    // Finishing ends the screen, so passing over an answer with the arrow keys must not do it.
    if (next === null && !on) return;
    const result = await commands.answerItem(run, item, value);
    if (!result.ok) {
      setChosen(null);
      setProblem({ item, text: result.error.kind === "noSuchAnswer" ? m.quiz_refused() : writeErrorText(result.error) });
      return;
    }
    setProblem(null);
    // What follows from the last one comes by itself.
    if (next === null) toast(m.quiz_last());
    else if (on) go(next);
  };
  const back = (): void => {
    if (item > 1) go(item - 1);
  };
  const onward = (): void => {
    if (answer !== undefined && answers.get(item) !== answer) return void give(answer, true);
    const next = nextOpen(answers, item);
    if (next !== null) return go(next);
    toast(m.quiz_left());
    void navigate("/you");
  };
  useQuizKeys({ give: (value) => void give(value, true), back, onward: answer === undefined ? null : onward });

  return (
    <div className="quiz">
      <ScreenHeading className="sr-only">{m.quiz_title()}</ScreenHeading>
      <header className="grid gap-2">
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <p id="quiz-place" className="text-small text-soft">
            {m.quiz_place({ number: formatNumber(item), total: formatNumber(itemCount) })}
            {" · "}
            {m.quiz_done({ done: formatNumber(answers.size) })}
          </p>
          <Link to="/you" className="ink-link -mr-1 min-h-11 content-center px-1 text-small">
            {m.quiz_leave()}
          </Link>
        </div>
        <ProgressLine done={answers.size} total={itemCount} />
      </header>
      <AnswerChoice key={item} item={item} answer={answer} moved={moved} onAnswer={(value, on) => void give(value, on)} />
      {problem?.item === item ? (
        <p role="alert" className="font-semibold text-brick">
          {problem.text}
        </p>
      ) : null}
      <div className="flex flex-wrap justify-between gap-3">
        <Button onClick={back} disabled={item === 1}>
          {m.quiz_back()}
        </Button>
        {answer === undefined ? (
          <Button tone="plain" onClick={onward}>
            {m.quiz_skip()}
          </Button>
        ) : (
          <Button tone="primary" onClick={onward}>
            {m.quiz_next()}
          </Button>
        )}
      </div>
      <footer className="grid gap-3 pt-2 text-small text-soft">
        <p>
          {m.quiz_stays()} <span className="quiz-keys">{m.quiz_keys()}</span>
        </p>
        <p className="text-faint">{m.quiz_source(source)}</p>
      </footer>
    </div>
  );
}
