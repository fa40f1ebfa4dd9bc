/** One line that Bondhu remembers. */
import { formatDate } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { FactView } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";

export function FactLine({ fact: { text, createdAt, onlyHere }, onChange }: { readonly fact: FactView; readonly onChange: () => void }) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4">
      <div className="grid min-w-48 flex-1 gap-1 py-1">
        <p className="whitespace-pre-wrap wrap-anywhere">{text}</p>
        <p className="text-small text-faint">
          {formatDate(createdAt)}
          {onlyHere ? (
            <>
              {" · "}
              <span className="font-semibold text-pond">{m.you_fact_only_here()}</span>
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
