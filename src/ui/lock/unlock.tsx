/** Shows the lock what opens it: the PIN, or the device's own authenticator. For the lock screen, and before the lock is changed. */
import { type ReactNode, useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useCountdown } from "../../state/use-lock.ts";
import type { LockError, LockProof, LockView, Result } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { lockErrorText } from "./lock-words.ts";
import { PinField } from "./pin-field.tsx";

interface Props {
  readonly view: LockView;
  readonly pinLabel: string;
  /** What the button says. */
  readonly action: string;
  readonly onProof: (proof: LockProof) => Promise<Result<void, LockError>>;
  /** Beside the button. */
  readonly children?: ReactNode;
  /** The screen is there for nothing else. */
  readonly focus?: boolean;
}

export function Unlock({ view, pinLabel, action, onProof, children, focus = false }: Props) {
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<LockError | null>(null);
  const left = useCountdown(error ?? view);
  const waits = left > 0;
  const submit = async (): Promise<void> => {
    setBusy(true);
    const result = await onProof(view.method === "pin" ? { kind: "pin", pin } : { kind: "passkey" });
    setBusy(false);
    setPin("");
    setError(result.ok ? null : result.error);
  };
  const said = waits ? lockErrorText({ kind: "wait", waitMs: left }, view.method) : error === null || error.kind === "wait" ? null : lockErrorText(error, view.method);
  return (
    <form
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !waits && (view.method === "passkey" || pin !== "")) void submit();
      }}
    >
      {view.method === "pin" ? <PinField label={pinLabel} value={pin} onChange={setPin} error={said} focus={focus} disabled={waits} /> : null}
      {view.method === "passkey" && said !== null ? (
        <p role="alert" className="font-semibold text-brick">
          {said}
        </p>
      ) : null}
      <p className="flex flex-wrap gap-3">
        <Button type="submit" tone="primary" busy={busy} disabled={waits}>
          {busy ? m.lock_opening() : action}
        </Button>
        {children}
      </p>
    </form>
  );
}
