/** Where a fact is written: its words, how many fit, and whether it may leave this device (D1, D2). */
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { maxFactLength } from "../../domain/records.ts";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { FactView, WriteError } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { writeErrorText } from "../write-error.ts";
import { Tick } from "./tick.tsx";

/** From here on the length is told. */
const nearlyFull = maxFactLength - 100;

interface Props {
  readonly label: string;
  readonly save: string;
  /** What is changed; absent: a new one. The field then takes the focus. */
  readonly fact?: FactView;
  /** null: it is kept. */
  readonly onSave: (text: string, onlyHere: boolean) => Promise<WriteError | null>;
  /** Buttons besides. */
  readonly children?: ReactNode;
}

/** In characters as the tables count them. */
const lengthOf = (text: string): number => [...text.trim()].length;

function problemText(error: WriteError): string {
  if (error.kind === "blank") return m.you_fact_blank();
  return error.kind === "tooLong" ? m.you_fact_over({ length: formatNumber(error.length), max: formatNumber(error.max) }) : writeErrorText(error);
}

function sideHint(fact: FactView | undefined, onlyHere: boolean): string {
  if (fact === undefined || fact.onlyHere === onlyHere) return m.you_fact_here_hint();
  return onlyHere ? m.you_fact_becomes_private() : m.you_fact_becomes_shared();
}

export function FactField({ label, save, fact, onSave, children }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(fact?.text ?? "");
  const [onlyHere, setOnlyHere] = useState(fact?.onlyHere ?? false);
  const [error, setError] = useState<WriteError | null>(null);
  const [busy, setBusy] = useState(false);
  const isNew = fact === undefined;
  useEffect(() => {
    if (isNew) return;
    field.current?.focus();
    field.current?.setSelectionRange(-1, -1);
  }, [isNew]);
  const length = lengthOf(text);
  // Told while it is written; what is blank is told only when somebody wants to keep it.
  const problem: WriteError | null = length > maxFactLength ? { kind: "tooLong", length, max: maxFactLength } : error;

  const submit = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      const refused = length > maxFactLength ? problem : await onSave(text, onlyHere);
      setError(refused);
      if (refused !== null) return field.current?.focus();
      if (!isNew) return;
      setText("");
      setOnlyHere(false);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="grid gap-1.5">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        <textarea
          ref={field}
          id={id}
          rows={2}
          value={text}
          enterKeyHint="done"
          aria-invalid={problem === null ? undefined : true}
          aria-describedby={`${id}-told`}
          onChange={(event) => {
            setText(event.target.value);
            setError(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void submit();
          }}
          className={`fact-text w-full rounded-md border bg-raised px-4 py-2.5 ${problem === null ? "border-line-strong" : "border-brick"}`}
        />
        <div id={`${id}-told`} className="text-small empty:hidden">
          {problem === null ? (
            length >= nearlyFull ? (
              <p className="text-soft">{m.you_fact_left({ length: formatNumber(length), max: formatNumber(maxFactLength) })}</p>
            ) : null
          ) : (
            <p role="alert" className="font-semibold text-brick">
              {problemText(problem)}
            </p>
          )}
        </div>
      </div>
      <Tick label={m.you_fact_here()} hint={sideHint(fact, onlyHere)} checked={onlyHere} onChange={setOnlyHere} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={busy}>
          {save}
        </Button>
        {children}
      </div>
    </form>
  );
}
