/** Into an account without its password: a code to sign in, or a code and a new password. */
import { useEffect, useState } from "react";
import { m } from "../../../i18n/messages.ts";
import { useCodes } from "../../../state/use-codes.ts";
import type { Codes } from "../../../state/views.ts";
import { Button } from "../../kit/button.tsx";
import { toast } from "../../kit/toast.tsx";
import { CodeStep } from "./code-step.tsx";
import { EmailStep } from "./email-step.tsx";
import { PasswordStep } from "./password-step.tsx";
import type { Outcome } from "./step.tsx";
import { Unreached } from "./unreached.tsx";

interface Props {
  readonly purpose: "signIn" | "reset";
  readonly email: string;
  readonly onBack: () => void;
}

export function CodeDoor(props: Props) {
  const codes = useCodes();
  if (codes === undefined) return null;
  return codes === null ? <Unreached onBack={props.onBack} /> : <Door codes={codes} {...props} />;
}

function Door({ purpose, email: known, onBack, codes }: Props & { readonly codes: Codes }) {
  const [email, setEmail] = useState(known);
  const [step, setStep] = useState<"email" | "code" | "password">("email");
  useEffect(() => () => codes.leaveReset(), [codes]);
  const back = (
    <Button tone="plain" onClick={onBack}>
      {m.cancel()}
    </Button>
  );
  const ask = async (address: string): Promise<Outcome> => {
    const asked = await codes.ask(purpose, address);
    if (!asked.ok) return asked.error;
    setEmail(address);
    setStep("code");
    return null;
  };
  if (step === "email") {
    return (
      <EmailStep
        label={m.account_email()}
        hint={purpose === "signIn" ? m.letters_sign_in_hint() : m.letters_reset_hint()}
        known={email}
        action={m.letters_send()}
        onEmail={ask}
        beside={back}
      />
    );
  }
  if (step === "password") {
    return (
      <PasswordStep
        email={email}
        which="new"
        action={m.letters_set_password()}
        onPassword={async (password) => {
          const chosen = await codes.choosePassword(password);
          if (!chosen.ok) return chosen.error;
          toast(m.letters_password_set());
          return null;
        }}
        beside={back}
      />
    );
  }
  return (
    <CodeStep
      email={email}
      shown={codes.shown}
      action={purpose === "signIn" ? m.account_sign_in() : m.letters_go_on()}
      onCode={async (code) => {
        if (purpose === "reset") {
          const checked = await codes.checkReset(email, code);
          if (!checked.ok) return checked.error;
          setStep("password");
          return null;
        }
        const entered = await codes.signIn(email, code);
        if (!entered.ok) return entered.error;
        toast(m.account_welcome());
        return null;
      }}
      onAgain={() => ask(email)}
      beside={
        <Button tone="plain" onClick={() => setStep("email")}>
          {m.letters_other_address()}
        </Button>
      }
    />
  );
}
