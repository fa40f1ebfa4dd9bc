/** A line being changed: its words, its side, or its end. */
import { useEffect, useRef, useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import type { Commands, FactView, Result, WriteError } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { toast } from "../kit/toast.tsx";
import { writeErrorText } from "../write-error.ts";
import { FactField } from "./fact-field.tsx";

type Changed = Result<string, WriteError | { readonly kind: "forgotten" }>;

async function edit(commands: Commands, id: string, text: string): Promise<Changed> {
  const edited = await commands.editFact(id, text);
  return edited.ok ? { ok: true, value: id } : edited;
}

/** Resolves with its id. The words change where they stay on this device: new ones that are not to leave it never go through a shared row. */
async function change(commands: Commands, { id, onlyHere: was }: FactView, text: string, onlyHere: boolean): Promise<Changed> {
  if (was === onlyHere) return edit(commands, id, text);
  if (was) {
    const edited = await edit(commands, id, text);
    return edited.ok ? commands.moveFact(id, false) : edited;
  }
  const moved = await commands.moveFact(id, true);
  return moved.ok ? edit(commands, moved.value, text) : moved;
}

interface Props {
  /** As it was when the changing began. */
  readonly fact: FactView;
  /** It has been forgotten elsewhere meanwhile. */
  readonly gone: boolean;
  /** With the line's id; null: it is not there any more. */
  readonly onDone: (id: string | null) => void;
}

export function FactEditor({ fact, gone, onDone }: Props) {
  const commands = useCommands();
  const [asked, setAsked] = useState(false);
  /** Changing sides gives it another id: that one is not missed. */
  const [saving, setSaving] = useState(false);

  const save = async (text: string, onlyHere: boolean): Promise<WriteError | null> => {
    setSaving(true);
    const result = gone ? await commands.addFact(text, onlyHere) : await change(commands, fact, text, onlyHere);
    setSaving(false);
    if (result.ok) onDone(result.value);
    // Forgotten right now: that it is gone is said above, and the words stay in the field.
    return result.ok || result.error.kind === "forgotten" ? null : result.error;
  };
  return (
    <div className="cut grid gap-4 bg-raised p-4">
      {gone && !saving ? <Note tone="warm">{m.you_fact_gone()}</Note> : null}
      {asked && !gone ? (
        <Forget fact={fact} onForgotten={() => onDone(null)} onKeep={() => setAsked(false)} />
      ) : (
        <FactField label={m.you_fact_text()} save={gone ? m.you_fact_keep() : m.you_fact_save()} fact={fact} onSave={save}>
          <Button tone="plain" onClick={() => onDone(gone ? null : fact.id)}>
            {m.you_fact_leave()}
          </Button>
          {gone ? null : (
            <Button tone="danger" onClick={() => setAsked(true)}>
              {m.you_fact_forget()}
            </Button>
          )}
        </FactField>
      )}
    </div>
  );
}

interface ForgetProps {
  readonly fact: FactView;
  readonly onForgotten: () => void;
  readonly onKeep: () => void;
}

/** What is lost, and a way back that is as near as the way on. */
function Forget({ fact: { id, text, onlyHere }, onForgotten, onKeep }: ForgetProps) {
  const commands = useCommands();
  const [busy, setBusy] = useState(false);
  const question = useRef<HTMLParagraphElement>(null);
  // The button that asked is not there any more.
  useEffect(() => question.current?.focus(), []);
  const forget = async (): Promise<void> => {
    setBusy(true);
    const result = await commands.forgetFact(id);
    setBusy(false);
    if (!result.ok) return void toast(writeErrorText(result.error), { tone: "care" });
    toast(m.you_fact_forgotten());
    onForgotten();
  };
  return (
    <div className="grid gap-4">
      <p className="font-semibold wrap-anywhere whitespace-pre-wrap">{text}</p>
      <p ref={question} tabIndex={-1} className="outline-none">
        {onlyHere ? m.you_fact_forget_here() : m.you_fact_forget_shared()}
      </p>
      <p className="flex flex-wrap gap-3">
        <Button onClick={onKeep}>{m.you_fact_forget_no()}</Button>
        <Button tone="danger" busy={busy} onClick={() => void forget()}>
          {m.you_fact_forget_yes()}
        </Button>
      </p>
    </div>
  );
}
