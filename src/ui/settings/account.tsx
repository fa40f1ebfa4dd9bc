/** A guest is told where their words live and may make an account; somebody signed in sees whose it is and may leave; everybody sees who else is here. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useAccount } from "../../state/use-account.ts";
import { useCodes, useGone } from "../../state/use-codes.ts";
import { useDoors } from "../../state/use-doors.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { GuestQuestion } from "./guest-question.tsx";
import { AccountChanges } from "./letters/account-changes.tsx";
import { Gone } from "./letters/gone.tsx";
import { People } from "./people.tsx";
import { SignForm } from "./sign-form.tsx";
import { SignOut } from "./sign-out.tsx";

export type Door = "up" | "in";

export function Account() {
  const account = useAccount();
  const doors = useDoors();
  if (account === undefined) return null;
  return (
    <>
      {account.kind === "guest" ? <Guest /> : <Owner email={account.email} signedOut={account.signedOut} />}
      {doors === undefined ? null : (
        <>
          {account.kind === "user" ? <GuestQuestion doors={doors} /> : null}
          <People doors={doors} into={account.kind === "user" ? account.email : null} />
        </>
      )}
      {account.kind === "user" ? <AddAccount email={account.email} /> : null}
    </>
  );
}

function Guest() {
  const [door, setDoor] = useState<Door | null>(null);
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

function Owner({ email, signedOut }: { readonly email: string; readonly signedOut: boolean }) {
  if (!signedOut) {
    return (
      <>
        <p>{m.account_user()}</p>
        <p className="text-large font-semibold break-all">{email}</p>
        <SignOut email={email} label={m.account_out()} />
        <AccountChanges email={email} />
      </>
    );
  }
  return <Ended email={email} />;
}

/** The tokens were refused: signed out somewhere else, or the account is gone. */
function Ended({ email }: { readonly email: string }) {
  const codes = useCodes();
  const gone = useGone(codes);
  if (codes && gone === true) return <Gone codes={codes} email={email} />;
  return (
    <>
      <Note tone="care">
        <p>{m.account_ended()}</p>
      </Note>
      <SignForm door="in" email={email} onDoor={null} />
      <SignOut email={email} label={m.doors_leave()} />
    </>
  );
}

/** Beside the account that is open, which stays on this device. */
function AddAccount({ email }: { readonly email: string }) {
  const [door, setDoor] = useState<Door | null>(null);
  if (door === null) {
    return (
      <Button className="justify-self-start" onClick={() => setDoor("in")}>
        {m.doors_add()}
      </Button>
    );
  }
  const note = door === "up" ? m.doors_add_up_note({ email }) : m.doors_add_in_note({ email });
  return <SignForm key={door} door={door} email="" onDoor={setDoor} note={note} />;
}
