/** G1: somebody signed in where they had written as a guest: what becomes of those words. Asked once by itself, then on demand. */
import { useEffect, useState } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { Doors, GuestQuestionView } from "../../state/views.ts";
import { useGuestQuestion } from "../../state/use-doors.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { toast } from "../kit/toast.tsx";
import { useSheet } from "../kit/use-sheet.ts";
import { Sure } from "./sure.tsx";
import { Way } from "./way.tsx";

const counted = (count: number) => ({ count, shown: formatNumber(count) });

/** Guests whose question has come up by itself since the page was loaded: closing it is no answer, and no reason to nag. */
const asked = new Set<string>();

export function GuestQuestion({ doors }: { readonly doors: Doors }) {
  const question = useGuestQuestion(doors) ?? null;
  const sheet = useSheet("guest-words");
  const { show } = sheet;
  const guest = question?.guest.name;
  useEffect(() => {
    if (guest === undefined || asked.has(guest)) return;
    asked.add(guest);
    show();
  }, [guest, show]);
  if (question === null) return null;
  return (
    <>
      <Note tone="warm">
        <p>{m.doors_question_note(counted(question.guest.messages))}</p>
        <Button className="justify-self-start" onClick={sheet.show}>
          {m.doors_question_decide()}
        </Button>
      </Note>
      <Sheet open={sheet.open} onClose={sheet.hide} title={m.doors_question_title()}>
        <Answers doors={doors} question={question} onDone={sheet.hide} />
      </Sheet>
    </>
  );
}

interface AnswersProps {
  readonly doors: Doors;
  readonly question: GuestQuestionView;
  readonly onDone: () => void;
}

function Answers({ doors, question: { guest, email }, onDone }: AnswersProps) {
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const answer = async (work: () => Promise<string>): Promise<void> => {
    setBusy(true);
    const word = await work();
    onDone();
    toast(word);
  };
  const bring = async (): Promise<string> => ((await doors.bring(guest.name)).ok ? m.doors_bringing() : m.doors_bring_gone());
  const apart = async (): Promise<string> => {
    await doors.apart();
    return m.doors_apart_done();
  };
  const discard = async (): Promise<string> => ((await doors.remove(guest.name, guest.waiting.mark)).ok ? m.doors_discarded() : m.doors_problem_changed());
  if (sure) {
    return (
      <Sure yes={m.doors_question_discard_yes()} busy={busy} onYes={() => void answer(discard)} onBack={() => setSure(false)}>
        <p>{m.doors_question_discard_text()}</p>
      </Sure>
    );
  }
  return (
    <div className="grid gap-4">
      <p className="break-words">{m.doors_question_text({ ...counted(guest.messages), email })}</p>
      <div className="grid gap-3">
        <Way tone="primary" label={m.doors_question_bring()} hint={m.doors_question_bring_hint()} busy={busy} onChoose={() => void answer(bring)} />
        <Way label={m.doors_question_apart()} hint={m.doors_question_apart_hint()} busy={busy} onChoose={() => void answer(apart)} />
        <Way tone="danger" label={m.doors_question_discard()} hint={m.doors_question_discard_hint()} busy={busy} onChoose={() => setSure(true)} />
      </div>
    </div>
  );
}
