/** Which password: the one there is, or a new one. */
import { type ReactNode, useState } from "react";
import { m } from "../../../i18n/messages.ts";
import { TextField } from "../../kit/text-field.tsx";
import { type Outcome, Step } from "./step.tsx";

interface Props {
  readonly email: string;
  readonly which: "current" | "new";
  readonly action: string;
  readonly onPassword: (password: string) => Promise<Outcome>;
  readonly beside?: ReactNode;
}

export function PasswordStep({ email, which, action, onPassword, beside }: Props) {
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  return (
    <Step action={action} onSubmit={() => onPassword(password)} beside={beside}>
      {(error) => (
        <>
          {/* Password managers keep what they find together: whose password it is. */}
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          <TextField
            label={which === "current" ? m.account_password() : m.letters_new_password()}
            hint={which === "current" ? undefined : m.letters_new_password_hint()}
            type={shown ? "text" : "password"}
            name="password"
            autoComplete={which === "current" ? "current-password" : "new-password"}
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            error={error}
          />
          <label className="flex min-h-11 items-center gap-3">
            <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} className="size-5 accent-(--pond)" />
            {m.account_show()}
          </label>
        </>
      )}
    </Step>
  );
}
