/** The last step of making an account: the code that proves the address (E3). */
import { m } from "../../../i18n/messages.ts";
import { useCodes } from "../../../state/use-codes.ts";
import { Button } from "../../kit/button.tsx";
import { toast } from "../../kit/toast.tsx";
import { CodeStep } from "./code-step.tsx";
import { Unreached } from "./unreached.tsx";

interface Props {
  readonly email: string;
  readonly password: string;
  readonly onBack: () => void;
}

export function SignUpCode({ email, password, onBack }: Props) {
  const codes = useCodes();
  if (codes === undefined) return null;
  if (codes === null) return <Unreached onBack={onBack} />;
  return (
    <CodeStep
      email={email}
      shown={codes.shown}
      sure
      action={m.letters_go_on()}
      onCode={async (code) => {
        const entered = await codes.signIn(email, code, password);
        if (!entered.ok) return entered.error;
        toast(entered.value === "new" ? m.account_made() : m.letters_was_here());
        return null;
      }}
      onAgain={async () => {
        const asked = await codes.ask("signIn", email);
        return asked.ok ? null : asked.error;
      }}
      beside={
        <Button tone="plain" onClick={onBack}>
          {m.letters_other_address()}
        </Button>
      }
    />
  );
}
