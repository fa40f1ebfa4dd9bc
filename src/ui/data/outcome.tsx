/** What came of making a file. */
import { m } from "../../i18n/messages.ts";
import { Note } from "../kit/note.tsx";
import { useFocus } from "./use-focus.ts";
import type { Making } from "./use-export.ts";

function Saved({ name, hint }: { readonly name: string; readonly hint: string | null }) {
  const place = useFocus<HTMLDivElement>();
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Note>
        <p role="status">
          <strong className="wrap-anywhere">{name}</strong> {m.archive_saved()}
        </p>
        {hint === null ? null : <p>{hint}</p>}
      </Note>
    </div>
  );
}

export function Outcome({ making, hint = null }: { readonly making: Making<string>; readonly hint?: string | null }) {
  if (making.kind === "saved") return <Saved name={making.name} hint={hint} />;
  if (making.kind !== "failed") return null;
  return (
    <Note tone="care">
      <p role="alert">{m.archive_failed()}</p>
    </Note>
  );
}
