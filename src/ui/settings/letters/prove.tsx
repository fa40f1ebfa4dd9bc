/** E9: it is really you: the password again, or a code. */
import { useState } from "react";
import { m } from "../../../i18n/messages.ts";
import type { Codes } from "../../../state/views.ts";
import { Button } from "../../kit/button.tsx";
import { CodeStep } from "./code-step.tsx";
import { PasswordStep } from "./password-step.tsx";
import { type Outcome, Step } from "./step.tsx";

interface Props {
  readonly codes: Codes;
  readonly email: string;
  readonly onProven: () => void;
}

export function Prove({ codes, email, onProven }: Props) {
  const [way, setWay] = useState<"password" | "ask" | "code">("password");
  const proven = async (proof: Parameters<Codes["prove"]>[0]): Promise<Outcome> => {
    const result = await codes.prove(proof);
    if (!result.ok) return result.error;
    onProven();
    return null;
  };
  const ask = async (): Promise<Outcome> => {
    const asked = await codes.ask("signIn", email);
    if (!asked.ok) return asked.error;
    setWay("code");
    return null;
  };
  if (way === "code") {
    return <CodeStep email={email} shown={codes.shown} sure action={m.letters_go_on()} onCode={(code) => proven({ kind: "code", code })} onAgain={ask} />;
  }
  if (way === "ask") {
    return (
      <Step
        action={m.letters_send()}
        onSubmit={ask}
        beside={
          <Button tone="plain" onClick={() => setWay("password")}>
            {m.letters_use_password()}
          </Button>
        }
      >
        {() => <p>{m.letters_ask_own({ email })}</p>}
      </Step>
    );
  }
  return (
    <div className="grid gap-4">
      <p>{m.letters_prove()}</p>
      <PasswordStep
        email={email}
        which="current"
        action={m.letters_go_on()}
        onPassword={(password) => proven({ kind: "password", password })}
        beside={
          <Button tone="plain" onClick={() => setWay("ask")}>
            {m.letters_use_code()}
          </Button>
        }
      />
    </div>
  );
}
