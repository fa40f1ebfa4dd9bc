/** T4, for somebody who is not open: says what goes, and what of it is nowhere else. */
import { useState } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { Doors, Person } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { toast } from "../kit/toast.tsx";
import { useSheet } from "../kit/use-sheet.ts";
import { hasWaiting } from "./what-waits.tsx";

interface Props {
  readonly doors: Doors;
  readonly person: Person;
  readonly name: string;
}

export function RemovePerson({ doors, person, name }: Props) {
  const sheet = useSheet(`remove-${person.name}`);
  const [busy, setBusy] = useState(false);
  const [changed, setChanged] = useState(false);
  const { waiting, email } = person;
  const lost = email === null || hasWaiting(waiting);
  const count = waiting.changes + waiting.refused + waiting.bringing;
  const remove = async (): Promise<void> => {
    setBusy(true);
    const result = await doors.remove(person.name, lost ? waiting.mark : null);
    setBusy(false);
    setChanged(!result.ok);
    if (!result.ok) return;
    sheet.hide();
    toast(m.doors_removed());
  };
  return (
    <>
      <Button tone="plain" aria-label={m.doors_remove_name({ name })} onClick={sheet.show}>
        {m.doors_remove()}
      </Button>
      <Sheet open={sheet.open} onClose={sheet.hide} title={m.doors_remove_title({ name })}>
        <div className="grid gap-4">
          {changed ? <p role="alert">{m.doors_problem_changed()}</p> : null}
          {email === null ? (
            <Note tone="care">
              <p>{m.doors_remove_guest()}</p>
            </Note>
          ) : (
            <>
              {count > 0 ? (
                <Note tone="care">
                  <p>{m.doors_remove_waits({ count, shown: formatNumber(count) })}</p>
                </Note>
              ) : null}
              {waiting.here > 0 ? (
                <Note tone="care">
                  <p>{m.you_waits_here({ count: waiting.here, shown: formatNumber(waiting.here) })}</p>
                </Note>
              ) : null}
              <p>{m.doors_remove_text()}</p>
            </>
          )}
          <p className="mt-2 flex flex-wrap gap-3">
            <Button tone="danger" busy={busy} onClick={() => void remove()}>
              {lost ? m.doors_remove_lost() : m.doors_remove_yes()}
            </Button>
            <Button onClick={sheet.hide}>{m.cancel()}</Button>
          </p>
        </div>
      </Sheet>
    </>
  );
}
