/** One statement and five answers. A touch or a click answers and goes on; the arrow keys only choose, as in any group of radios. */
import { useEffect, useId, useRef } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { answerWords, itemWords } from "./question-words.ts";

interface Props {
  readonly item: number;
  readonly answer: number | undefined;
  /** It came in place of another line: then the focus was there, and has to be here. */
  readonly moved: boolean;
  /** `on`: the person wants to go on with it. */
  readonly onAnswer: (answer: number, on: boolean) => void;
}

export function AnswerChoice({ item, answer, moved, onAnswer }: Props) {
  const name = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const byKey = useRef(false);
  useEffect(() => {
    if (moved) (group.current?.querySelector<HTMLInputElement>("input:checked") ?? group.current?.querySelector("input"))?.focus({ preventScroll: true });
  }, [moved]);
  useEffect(() => {
    const element = group.current;
    // The second of a double click would answer the line that has come meanwhile.
    const click = (event: MouseEvent): void => (event.detail > 1 ? event.preventDefault() : undefined);
    element?.addEventListener("click", click);
    return () => element?.removeEventListener("click", click);
  }, []);
  return (
    <fieldset
      ref={group}
      aria-describedby="quiz-place"
      className="quiz-item"
    >
      <legend className="quiz-statement">{itemWords[item - 1]?.()}</legend>
      <p className="text-soft">{m.quiz_ask()}</p>
      <div className="grid gap-2">
        {answerWords.map((words, index) => (
          <label key={words()} className="quiz-answer">
            <input
              type="radio"
              name={name}
              checked={answer === index + 1}
              onChange={() => undefined}
              onKeyDown={() => (byKey.current = true)}
              onKeyUp={() => (byKey.current = false)}
              onClick={(event) => (event.isDefaultPrevented() ? undefined : onAnswer(index + 1, !byKey.current))}
              className="size-5 shrink-0 accent-(--pond) outline-none"
            />
            <span className="grow">{words()}</span>
            <kbd aria-hidden="true" className="quiz-keys font-text text-small text-faint">
              {formatNumber(index + 1)}
            </kbd>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
