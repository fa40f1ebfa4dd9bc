/** A line being changed: its words, its side, or its end. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import type { Commands, FactView, Result, WriteError } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { toast } from "../kit/toast.tsx";
import { Sure } from "../settings/sure.tsx";
import { writeErrorText } from "../write-error.ts";
import { FactField } from "./fact-field.tsx";

type Changed = Result<unknown, WriteError | { readonly kind: "forgotten" }>;

/** First to the side where its words may be, then the words: none that are meant for this device only go through a shared row. */
async function change(commands: Commands, { id, onlyHere: was }: FactView, text: string, onlyHere: boolean): Promise<Changed> {
  if (was === onlyHere) return commands.editFact(id, text);
  if (!onlyHere) {
    const edited = await commands.editFact(id, text);
    return edited.ok ? commands.moveFact(id, false) : edited;
  }
  const moved = await commands.moveFact(id, true);
  return moved.ok ? commands.editFact(moved.value, text) : moved;
}

interface Props {
  /** As it was when the changing began. */
  readonly fact: FactView;
  /** It has been forgotten elsewhere meanwhile. */
  readonly gone: boolean;
  readonly onDone: () => void;
}

export function FactEditor({ fact, gone, onDone }: Props) {
  const commands = useCommands();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);

  const save = async (text: string, onlyHere: boolean): Promise<WriteError | null> => {
    const result = gone ? await commands.addFact(text, onlyHere) : await change(commands, fact, text, onlyHere);
    // The list says it at the same moment, and the words stay in the field.
    if (!result.ok) return result.error.kind === "forgotten" ? null : result.error;
    onDone();
    return null;
  };
  const forget = async (): Promise<void> => {
    setBusy(true);
    const result = await commands.forgetFact(fact.id);
    setBusy(false);
    if (!result.ok) return void toast(writeErrorText(result.error), { tone: "care" });
    toast(m.you_fact_forgotten());
    onDone();
  };
  return (
    <div className="fact-editor cut grid gap-4 bg-raised p-4">
      {gone ? <Note tone="warm">{m.you_fact_gone()}</Note> : null}
      {asked ? (
        <Sure yes={m.you_fact_forget_yes()} busy={busy} onYes={() => void forget()} onBack={() => setAsked(false)}>
          <p className="font-semibold wrap-anywhere">{fact.text}</p>
          <p>{fact.onlyHere ? m.you_fact_forget_here() : m.you_fact_forget_shared()}</p>
        </Sure>
      ) : (
        <FactField label={m.you_fact_text()} save={gone ? m.you_fact_keep() : m.you_fact_save()} fact={fact} onSave={save}>
          <Button tone="plain" onClick={onDone}>
            {m.you_fact_leave()}
          </Button>
          {gone ? null : (
            <Button tone="plain" className="ml-auto text-brick" onClick={() => setAsked(true)}>
              {m.you_fact_forget()}
            </Button>
          )}
        </FactField>
      )}
    </div>
  );
}
