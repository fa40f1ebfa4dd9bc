/** A guest is told where their words live and may make an account; somebody signed in sees whose it is and may leave. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useAccount } from "../../state/use-account.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { SignForm } from "./sign-form.tsx";
import { SignOut } from "./sign-out.tsx";

export type Door = "up" | "in";

export function Account() {
  const account = useAccount();
  const [door, setDoor] = useState<Door | null>(null);
  if (account === undefined) return null;
  if (account.kind === "user" && !account.signedOut) {
    return (
      <>
        <p>{m.account_user()}</p>
        <p className="text-large font-semibold break-all">{account.email}</p>
        <SignOut />
      </>
    );
  }
  if (account.kind === "user") {
    return (
      <>
        <Note tone="care">
          <p>{m.account_ended()}</p>
        </Note>
        <SignForm door="in" email={account.email} onDoor={null} />
      </>
    );
  }
  return (
    <>
      <p>{m.account_guest()}</p>
      {door === null ? (
        <p className="flex flex-wrap gap-3">
          <Button tone="primary" onClick={() => setDoor("up")}>
            {m.account_up()}
          </Button>
          <Button onClick={() => setDoor("in")}>{m.account_in()}</Button>
        </p>
      ) : (
        <SignForm key={door} door={door} email="" onDoor={setDoor} />
      )}
    </>
  );
}
