/** A7: the two other ways in. The account's password opens and keeps everything; erasing keeps nothing. */
import { useState } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useAccount } from "../../state/use-account.ts";
import { useStatus } from "../../state/use-status.ts";
import type { AuthError, LockDoor } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { TextField } from "../kit/text-field.tsx";
import { authErrorText } from "../settings/auth-error.ts";
import { maskedEmail } from "./lock-words.ts";

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly door: LockDoor;
}

export function Forgotten({ open, onClose, door }: Props) {
  const account = useAccount();
  if (account?.kind !== "user") {
    return (
      <Sheet open={open} onClose={onClose} title={m.lock_forgot_wipe_guest()}>
        <Erase door={door} guest />
      </Sheet>
    );
  }
  return (
    <Sheet open={open} onClose={onClose} title={m.lock_forgot_title()}>
      <div className="grid gap-8">
        <Password email={account.email} door={door} />
        <section aria-labelledby="lock-erase" className="grid gap-4 border-t border-line pt-6">
          <h3 id="lock-erase" className="text-title">
            {m.lock_forgot_wipe()}
          </h3>
          <Erase door={door} guest={false} />
        </section>
      </div>
    </Sheet>
  );
}

function Password({ email, door }: { readonly email: string; readonly door: LockDoor }) {
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AuthError | null>(null);
  const submit = async (): Promise<void> => {
    setBusy(true);
    // What it opens takes this form away with it.
    const result = await door.forgotten(password);
    setBusy(false);
    setError(result.ok ? null : result.error);
  };
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && password !== "") void submit();
      }}
    >
      <p className="break-words">{m.lock_forgot_user({ email: maskedEmail(email) })}</p>
      <TextField
        label={m.lock_forgot_password()}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={error === null ? null : authErrorText(error)}
      />
      <Button type="submit" tone="primary" className="justify-self-start" busy={busy}>
        {m.lock_forgot_sign_in()}
      </Button>
    </form>
  );
}

function Erase({ door, guest }: { readonly door: LockDoor; readonly guest: boolean }) {
  const pending = useStatus()?.pending ?? 0;
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  return (
    <div className="grid gap-4">
      <Note tone="care">
        <p>{guest ? m.lock_wipe_guest() : m.lock_wipe_user()}</p>
        {!guest && pending > 0 ? <p className="font-semibold">{m.lock_wipe_pending({ count: formatNumber(pending) })}</p> : null}
      </Note>
      <p className="flex flex-wrap gap-3">
        {asked ? (
          // Not where the first button was: a second tap by mistake changes nothing.
          <>
            <Button onClick={() => setAsked(false)}>{m.cancel()}</Button>
            <Button
              tone="danger"
              busy={busy}
              onClick={() => {
                setBusy(true);
                void door.wipe().finally(() => setBusy(false));
              }}
            >
              {m.lock_wipe_sure()}
            </Button>
          </>
        ) : (
          <Button tone="danger" onClick={() => setAsked(true)}>
            {m.lock_wipe()}
          </Button>
        )}
      </p>
    </div>
  );
}
