/** One line that Bondhu remembers. */
import { useEffect, useRef } from "react";
import { formatDate } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { FactView } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";

interface Props {
  readonly fact: FactView;
  /** It comes in place of its editor, where the focus was. */
  readonly focused: boolean;
  readonly onChange: () => void;
}

export function FactLine({ fact: { text, createdAt, onlyHere }, focused, onChange }: Props) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focused) line.current?.querySelector("button")?.focus();
  }, [focused]);
  return (
    <div ref={line} className="flex flex-wrap items-start justify-between gap-x-4">
      <div className="grid min-w-[min(12rem,100%)] flex-1 gap-1 py-1">
        <p className="whitespace-pre-wrap wrap-anywhere">{text}</p>
        <p className="text-small text-faint">
          {formatDate(createdAt)}
          {onlyHere ? (
            <>
              {" · "}
              <span className="inline-block font-semibold text-pond">{m.you_fact_only_here()}</span>
            </>
          ) : null}
        </p>
      </div>
      <Button tone="plain" className="-mr-3 min-h-11" aria-label={m.you_fact_change_name({ text })} onClick={onChange}>
        {m.you_fact_change()}
      </Button>
    </div>
  );
}
