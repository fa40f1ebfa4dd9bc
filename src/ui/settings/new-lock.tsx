/** A new PIN, written twice, or a new passkey. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import type { LockDoor, LockError, LockProof } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { lockErrorText } from "../lock/lock-words.ts";
import { PinField } from "../lock/pin-field.tsx";

/** What a new lock starts with: kind to somebody who looks up a word elsewhere, short enough for a phone left on a table. */
const firstAfterMs = 60_000;

interface Props {
  readonly method: "pin" | "passkey";
  readonly door: LockDoor;
  /** Of the lock that is there; null where there is none. */
  readonly proof: LockProof | null;
  readonly onSet: () => void;
  readonly onCancel: () => void;
}

export function NewLock({ method, door, proof, onSet, onCancel }: Props) {
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<LockError | "differ" | null>(null);
  const submit = async (): Promise<void> => {
    setError(null);
    if (method === "pin" && pin !== again) return setError("differ");
    setBusy(true);
    const result = await (method === "pin" ? door.setPin(pin, firstAfterMs, proof) : door.setPasskey(m.lock_passkey_name(), firstAfterMs, proof));
    setBusy(false);
    if (result.ok) onSet();
    else setError(result.error);
  };
  const said = error === null || error === "differ" ? null : lockErrorText(error, method);
  return (
    <form
      noValidate
      className="grid max-w-md gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      {method === "pin" ? (
        <>
          <PinField label={m.lock_pin_new()} hint={m.lock_pin_hint()} value={pin} onChange={setPin} error={said} focus />
          <PinField label={m.lock_pin_again()} value={again} onChange={setAgain} error={error === "differ" ? m.lock_pin_differ() : null} />
        </>
      ) : said === null ? null : (
        <p role="alert" className="font-semibold text-brick">
          {said}
        </p>
      )}
      <p className="flex flex-wrap gap-3">
        <Button type="submit" tone="primary" busy={busy}>
          {m.lock_turn_on()}
        </Button>
        <Button onClick={onCancel}>{m.cancel()}</Button>
      </p>
    </form>
  );
}
