/** The code that was sent, where to look for it, and another one after a while. */
import { type ReactNode, useEffect, useState } from "react";
import { formatNumber } from "../../../i18n/format.ts";
import { m } from "../../../i18n/messages.ts";
import type { AuthError, Codes } from "../../../state/views.ts";
import { Button } from "../../kit/button.tsx";
import { Note } from "../../kit/note.tsx";
import { TextField } from "../../kit/text-field.tsx";
import { authErrorText } from "../auth-error.ts";
import { codeDigits } from "./code-digits.ts";
import { type Outcome, Step } from "./step.tsx";

/** Before another letter may be asked for, ms: hosted Supabase sends none earlier. */
const restMs = 60_000;

/** Seconds left of the rest, each second anew. */
function useRest(since: number): number {
  const left = (): number => Math.max(0, Math.ceil((since + restMs - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 1000);
    return () => clearInterval(timer);
    // `left` is made of `since` alone.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [since]);
  return seconds;
}

function whereToLook(shown: Codes["shown"], sure: boolean, email: string): string {
  if (shown === "console") return sure ? m.letters_sent_console({ email }) : m.letters_look_console({ email });
  return sure ? m.letters_sent_mail({ email }) : m.letters_look_mail({ email });
}

interface Props {
  readonly email: string;
  readonly shown: Codes["shown"];
  /** The code is sent, as against: if there is such an account (E2). */
  readonly sure?: boolean;
  readonly action: string;
  readonly onCode: (code: string) => Promise<Outcome>;
  readonly onAgain: () => Promise<Outcome>;
  readonly beside?: ReactNode;
}

export function CodeStep({ email, shown, sure = false, action, onCode, onAgain, beside }: Props) {
  const [code, setCode] = useState("");
  const [askedAt, setAskedAt] = useState(() => Date.now());
  const [asking, setAsking] = useState(false);
  const [again, setAgain] = useState<"sent" | AuthError | null>(null);
  const rest = useRest(askedAt);
  const ask = async (): Promise<void> => {
    setAsking(true);
    const outcome = await onAgain();
    setAsking(false);
    setAgain(outcome ?? "sent");
    if (outcome === null) {
      setCode("");
      setAskedAt(Date.now());
    }
  };
  return (
    <div className="grid gap-5">
      <Note>
        <p>{whereToLook(shown, sure, email)}</p>
      </Note>
      <Step action={action} onSubmit={async () => (code.length === 6 ? onCode(code) : { kind: "wrongCode" })} beside={beside}>
        {(error) => (
          <TextField
            label={m.letters_code()}
            hint={m.letters_code_hint()}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            value={code}
            onChange={(event) => setCode(codeDigits(event.target.value))}
            error={error}
            className="code-field"
          />
        )}
      </Step>
      <div className="grid justify-items-start gap-1">
        <Button tone="plain" className="-ml-5" busy={asking || rest > 0} onClick={() => void ask()}>
          {rest > 0 ? m.letters_again_in({ seconds: formatNumber(rest) }) : m.letters_again()}
        </Button>
        <p role="status" className={again === null || again === "sent" ? "text-small text-soft" : "text-small font-semibold text-brick"}>
          {again === null ? "" : again === "sent" ? m.letters_again_sent() : authErrorText(again)}
        </p>
      </div>
    </div>
  );
}
