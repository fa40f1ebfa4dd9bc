/** E-mail and password, for both doors; every refusal is told where it belongs. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import type { AuthError } from "../../state/views.ts";
import { useCommands } from "../../state/use-commands.ts";
import { Button } from "../kit/button.tsx";
import { TextField } from "../kit/text-field.tsx";
import { toast } from "../kit/toast.tsx";
import type { Door } from "./account.tsx";
import { authErrorField, authErrorText } from "./auth-error.ts";
import { CodeDoor } from "./letters/code-door.tsx";
import { SignUpCode } from "./letters/sign-up-code.tsx";

interface Props {
  readonly door: Door;
  readonly email: string;
  /** null: there is no other door. */
  readonly onDoor: ((door: Door | null) => void) | null;
  /** What this leads to; absent: as for a guest, or for whoever is signed in again. */
  readonly note?: string;
}

export function SignForm({ door, email: known, onDoor, note }: Props) {
  const commands = useCommands();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AuthError | null>(null);
  /** In without the password, or on to the code that proves the address. */
  const [by, setBy] = useState<"signIn" | "reset" | "proof" | null>(null);
  const field = error === null ? null : authErrorField(error);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const result = await (door === "up" ? commands.signUp(email.trim(), password) : commands.signIn(email.trim(), password));
    setBusy(false);
    if (result.ok) toast(door === "up" ? m.account_made() : m.account_welcome());
    else if (result.error.kind === "confirmEmail") setBy(door === "up" ? "proof" : "signIn");
    else setError(result.error);
  };
  if (by !== null) {
    const back = (): void => setBy(null);
    if (by === "proof") return <SignUpCode email={email.trim()} password={password} onBack={back} />;
    return <CodeDoor purpose={by} email={email.trim()} onBack={back} />;
  }
  return (
    <form
      noValidate
      className="grid max-w-md gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <TextField
        label={m.account_email()}
        type="email"
        name="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={field === "email" && error !== null ? authErrorText(error) : null}
      />
      <TextField
        label={m.account_password()}
        type={shown ? "text" : "password"}
        name="password"
        autoComplete={door === "up" ? "new-password" : "current-password"}
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={field === "password" && error !== null ? authErrorText(error) : null}
      />
      <label className="flex min-h-11 items-center gap-3">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} className="size-5 accent-(--pond)" />
        {m.account_show()}
      </label>
      <p className="text-small text-soft">{note ?? (door === "up" ? m.account_up_note() : onDoor === null ? m.account_again_note() : m.account_in_note())}</p>
      {field === "form" && error !== null ? (
        <p role="alert" className="font-semibold text-brick">
          {authErrorText(error)}
        </p>
      ) : null}
      <p className="flex flex-wrap gap-3">
        <Button type="submit" tone="primary" busy={busy}>
          {busy ? m.account_busy() : door === "up" ? m.account_up() : m.account_sign_in()}
        </Button>
        {onDoor === null ? null : (
          <>
            <Button onClick={() => onDoor(door === "up" ? "in" : "up")}>{door === "up" ? m.account_in() : m.account_up()}</Button>
            <Button tone="plain" onClick={() => onDoor(null)}>
              {m.cancel()}
            </Button>
          </>
        )}
      </p>
      {door === "up" ? null : (
        <p className="flex flex-wrap gap-x-2">
          <Button tone="plain" className="-ml-5" onClick={() => setBy("signIn")}>
            {m.letters_with_code()}
          </Button>
          <Button tone="plain" className="-ml-5" onClick={() => setBy("reset")}>
            {m.letters_forgot()}
          </Button>
        </p>
      )}
    </form>
  );
}
