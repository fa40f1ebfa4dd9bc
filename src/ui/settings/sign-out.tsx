/** T4: leaving asks once when all has arrived, and otherwise what becomes of what has not. */
import { useState } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import { useDoors, useWaiting } from "../../state/use-doors.ts";
import type { Leaving, SendProblem, WaitingView } from "../../state/views.ts";
import { saveEverything } from "../data/save-everything.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { useSheet } from "../kit/use-sheet.ts";
import { Sure } from "./sure.tsx";
import { Way } from "./way.tsx";
import { hasWaiting, WhatWaits } from "./what-waits.tsx";

const problems: Record<SendProblem | "changed", () => string> = {
  offline: () => m.doors_problem_offline(),
  signedOut: () => m.doors_problem_signedOut(),
  refused: () => m.doors_problem_refused(),
  reply: () => m.doors_problem_reply(),
  outdated: () => m.doors_problem_outdated(),
  busy: () => m.doors_problem_busy(),
  changed: () => m.doors_problem_changed(),
};

type Doing = "send" | "leave" | "export" | null;

interface Props {
  readonly email: string;
  readonly label: string;
}

export function SignOut({ email, label }: Props) {
  const sheet = useSheet("sign-out");
  return (
    <>
      <Button className="justify-self-start" onClick={sheet.show}>
        {label}
      </Button>
      <Sheet open={sheet.open} onClose={sheet.hide} title={m.account_out_title()}>
        <Ways email={email} onClose={sheet.hide} />
      </Sheet>
    </>
  );
}

function Ways({ email, onClose }: { readonly email: string; readonly onClose: () => void }) {
  const commands = useCommands();
  const doors = useDoors();
  const waiting = useWaiting(doors);
  const [doing, setDoing] = useState<Doing>(null);
  const [said, setSaid] = useState<string | null>(null);
  /** What the person has been asked about a second time. */
  const [giving, setGiving] = useState<WaitingView | null>(null);
  if (doors === undefined || waiting === undefined) return <p aria-busy="true">{m.account_busy()}</p>;

  const doIt = async (what: Doing, work: () => Promise<string | null>): Promise<void> => {
    setDoing(what);
    setSaid(null);
    const problem = await work();
    setDoing(null);
    setSaid(problem);
  };
  /** A page that was left starts anew: nothing more is said here. */
  const leave = async (how: Leaving): Promise<string | null> => {
    const result = await commands.signOut(how);
    setGiving(null);
    return result.ok ? null : problems.changed();
  };
  const send = async (): Promise<string | null> => {
    const sent = await doors.send();
    if (!sent.ok) return problems[sent.error]();
    // What is only here cannot be sent: that is asked next.
    return waiting.here > 0 ? null : leave({ kind: "now" });
  };
  const save = async (): Promise<string | null> => ((await saveEverything(commands, "json")) === null ? m.doors_exported() : m.doors_export_failed());

  const busy = doing !== null;
  if (!hasWaiting(waiting)) {
    return (
      <div className="grid gap-4">
        <p>{m.account_out_text()}</p>
        {waiting.draft ? <WhatWaits waiting={waiting} /> : null}
        <p className="mt-2 flex flex-wrap gap-3">
          <Button tone="danger" busy={busy} onClick={() => void doIt("leave", () => leave({ kind: "now" }))}>
            {m.account_out()}
          </Button>
          <Button onClick={onClose}>{m.cancel()}</Button>
        </p>
      </div>
    );
  }
  if (giving !== null) {
    return (
      <Sure yes={m.doors_discard_yes()} busy={busy} onYes={() => void doIt("leave", () => leave({ kind: "discard", mark: giving.mark }))} onBack={() => setGiving(null)}>
        <h3 className="text-large font-semibold">{m.doors_discard_sure()}</h3>
        <WhatWaits waiting={waiting} />
        <p>{m.doors_discard_text()}</p>
      </Sure>
    );
  }
  const canSend = waiting.changes + waiting.refused + waiting.asks + waiting.bringing > 0;
  const onlyAnswers = waiting.changes + waiting.refused + waiting.bringing + waiting.here === 0;
  return (
    <div className="grid gap-4">
      <Note tone="warm">
        <WhatWaits waiting={waiting} />
      </Note>
      <p>{m.doors_out_ask()}</p>
      <p role="status" className="font-semibold empty:hidden">
        {doing === "send" ? m.doors_sending({ count: formatNumber(waiting.changes + waiting.asks) }) : (said ?? "")}
      </p>
      <div className="grid gap-3">
        {canSend ? (
          <Way
            tone="primary"
            label={waiting.here > 0 ? m.you_send_rest() : m.doors_send()}
            hint={waiting.here > 0 ? m.you_send_rest_hint() : m.doors_send_hint()}
            busy={busy}
            onChoose={() => void doIt("send", send)}
          />
        ) : null}
        <Way label={m.doors_keep()} hint={m.doors_keep_hint({ email })} busy={busy} onChoose={() => void doIt("leave", () => leave({ kind: "keep" }))} />
        {canSend ? <Way label={m.doors_export()} hint={m.doors_export_hint()} busy={busy} onChoose={() => void doIt("export", save)} /> : null}
        <Way
          tone="danger"
          label={onlyAnswers ? m.doors_discard_asks() : m.doors_discard()}
          hint={onlyAnswers ? m.doors_discard_asks_hint() : m.doors_discard_hint()}
          busy={busy}
          onChoose={() => (onlyAnswers ? void doIt("leave", () => leave({ kind: "discard", mark: waiting.mark })) : setGiving(waiting))}
        />
      </div>
    </div>
  );
}
