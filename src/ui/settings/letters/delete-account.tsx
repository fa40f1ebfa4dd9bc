/** E7: what goes, the address typed out, who asks, and then it is gone, here and on the server. */
import { useState } from "react";
import { m } from "../../../i18n/messages.ts";
import { useCommands } from "../../../state/use-commands.ts";
import type { Codes } from "../../../state/views.ts";
import { TextField } from "../../kit/text-field.tsx";
import { toast } from "../../kit/toast.tsx";
import { Prove } from "./prove.tsx";
import { type Outcome, Step } from "./step.tsx";

interface Props {
  readonly codes: Codes;
  readonly email: string;
}

export function DeleteAccount({ codes, email }: Props) {
  const commands = useCommands();
  const [typed, setTyped] = useState("");
  const [missed, setMissed] = useState(false);
  const [step, setStep] = useState<"words" | "prove" | "last">("words");
  const remove = async (): Promise<Outcome> => {
    const deleted = await codes.deleteAccount();
    if (!deleted.ok) {
      if (deleted.error.kind === "notFresh") setStep("prove");
      return deleted.error;
    }
    await commands.signOut({ kind: "gone" });
    toast(m.letters_deleted());
    return null;
  };
  if (step === "prove") return <Prove codes={codes} email={email} onProven={() => setStep("last")} />;
  if (step === "last") {
    return (
      <Step action={m.letters_delete_now()} tone="danger" onSubmit={remove}>
        {(error) => (
          <>
            <p className="font-semibold">{m.letters_delete_last()}</p>
            {error === null ? null : (
              <p role="alert" className="font-semibold text-brick">
                {error}
              </p>
            )}
          </>
        )}
      </Step>
    );
  }
  return (
    <Step
      action={m.letters_go_on()}
      tone="danger"
      reading
      onSubmit={async () => {
        const same = typed.trim().toLowerCase() === email.toLowerCase();
        setMissed(!same);
        if (same) setStep("prove");
        return null;
      }}
    >
      {() => (
        <>
          <p>{m.letters_delete_what()}</p>
          <ul className="grid list-disc gap-1 pl-5">
            <li>{m.letters_delete_server()}</li>
            <li>{m.letters_delete_here()}</li>
            <li>{m.letters_delete_devices()}</li>
          </ul>
          <p>{m.letters_delete_export()}</p>
          <TextField
            label={m.letters_delete_type()}
            hint={email}
            type="email"
            name="confirm"
            autoComplete="off"
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
            required
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            error={missed ? m.letters_delete_differs() : null}
          />
        </>
      )}
    </Step>
  );
}
