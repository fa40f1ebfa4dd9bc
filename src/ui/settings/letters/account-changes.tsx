/** What the owner of an account may change of it: its address, its password, whether it is there at all. */
import { clsx } from "clsx";
import { type ReactNode, useState } from "react";
import { m } from "../../../i18n/messages.ts";
import { useCodes } from "../../../state/use-codes.ts";
import type { Codes } from "../../../state/views.ts";
import { Button } from "../../kit/button.tsx";
import { Sheet } from "../../kit/sheet.tsx";
import { toast } from "../../kit/toast.tsx";
import { useSheet } from "../../kit/use-sheet.ts";
import { CodeStep } from "./code-step.tsx";
import { DeleteAccount } from "./delete-account.tsx";
import { EmailStep } from "./email-step.tsx";
import { PasswordStep } from "./password-step.tsx";
import { Prove } from "./prove.tsx";
import { Unreached } from "./unreached.tsx";

interface ChangeProps {
  readonly codes: Codes;
  readonly email: string;
  readonly onDone: () => void;
  /** E9: too long ago. */
  readonly onStale: () => void;
}

export function AccountChanges({ email }: { readonly email: string }) {
  return (
    <div className="flex flex-wrap gap-x-2">
      <Change name="change-email" label={m.letters_change_email()} email={email} proves>
        {(props) => <ChangeEmail {...props} />}
      </Change>
      <Change name="change-password" label={m.letters_change_password()} email={email} proves>
        {(props) => <ChangePassword {...props} />}
      </Change>
      <Change name="delete-account" label={m.letters_delete()} email={email} proves={false} className="text-brick! hover:bg-brick-soft">
        {(props) => <DeleteAccount {...props} />}
      </Change>
    </div>
  );
}

interface Props {
  readonly name: string;
  readonly label: string;
  readonly email: string;
  /** Whether the first question is who asks. */
  readonly proves: boolean;
  readonly className?: string;
  readonly children: (props: ChangeProps) => ReactNode;
}

function Change({ name, label, className, ...rest }: Props) {
  const sheet = useSheet(name);
  return (
    <>
      <Button tone="plain" className={clsx("-ml-5", className)} onClick={sheet.show}>
        {label}
      </Button>
      <Sheet open={sheet.open} onClose={sheet.hide} title={label}>
        <Steps {...rest} onDone={sheet.hide} />
      </Sheet>
    </>
  );
}

function Steps({ email, proves, children, onDone }: Omit<Props, "name" | "label" | "className"> & { readonly onDone: () => void }) {
  const codes = useCodes();
  const [proven, setProven] = useState(!proves);
  if (codes === undefined) return null;
  if (codes === null) return <Unreached onBack={onDone} />;
  if (!proven) return <Prove codes={codes} email={email} onProven={() => setProven(true)} />;
  return children({ codes, email, onDone, onStale: () => setProven(false) });
}

function ChangePassword({ codes, email, onDone, onStale }: ChangeProps) {
  return (
    <PasswordStep
      email={email}
      which="new"
      action={m.letters_set_password()}
      onPassword={async (password) => {
        const changed = await codes.changePassword(password);
        if (!changed.ok) {
          if (changed.error.kind === "notFresh") onStale();
          return changed.error;
        }
        toast(m.letters_password_changed());
        onDone();
        return null;
      }}
    />
  );
}

function ChangeEmail({ codes, email, onDone, onStale }: ChangeProps) {
  const [wanted, setWanted] = useState("");
  const [sent, setSent] = useState(false);
  const ask = async (address: string) => {
    const asked = await codes.askToMove(address);
    if (!asked.ok) {
      if (asked.error.kind === "notFresh") onStale();
      return asked.error;
    }
    setWanted(address);
    setSent(true);
    return null;
  };
  if (!sent) return <EmailStep label={m.letters_new_email()} hint={m.letters_new_email_hint({ email })} known={wanted} action={m.letters_send()} onEmail={ask} />;
  return (
    <CodeStep
      email={wanted}
      shown={codes.shown}
      sure
      action={m.letters_change_email()}
      onCode={async (code) => {
        const moved = await codes.move(wanted, code);
        if (!moved.ok) return moved.error;
        toast(m.letters_email_changed());
        onDone();
        return null;
      }}
      onAgain={() => ask(wanted)}
      beside={
        <Button tone="plain" onClick={() => setSent(false)}>
          {m.letters_other_address()}
        </Button>
      }
    />
  );
}
