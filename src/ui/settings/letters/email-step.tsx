/** Which address? */
import { type ReactNode, useState } from "react";
import { TextField } from "../../kit/text-field.tsx";
import { type Outcome, Step } from "./step.tsx";

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly known: string;
  readonly action: string;
  readonly onEmail: (email: string) => Promise<Outcome>;
  readonly beside?: ReactNode;
}

export function EmailStep({ label, hint, known, action, onEmail, beside }: Props) {
  const [email, setEmail] = useState(known);
  return (
    <Step action={action} onSubmit={() => onEmail(email.trim())} beside={beside}>
      {(error) => (
        <TextField
          label={label}
          hint={hint}
          type="email"
          name="email"
          autoComplete="email"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={error}
        />
      )}
    </Step>
  );
}
