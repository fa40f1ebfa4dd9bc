/** Leaving: asks first, and never while something has not reached the account (T4's choices come later). */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import type { AuthError } from "../../state/views.ts";
import { useCommands } from "../../state/use-commands.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { Sheet } from "../kit/sheet.tsx";
import { useSheet } from "../kit/use-sheet.ts";
import { authErrorText } from "./auth-error.ts";

export function SignOut() {
  const commands = useCommands();
  const sheet = useSheet("sign-out");
  const [error, setError] = useState<AuthError | null>(null);
  const [busy, setBusy] = useState(false);
  const leave = async (): Promise<void> => {
    setBusy(true);
    const result = await commands.signOut();
    setBusy(false);
    setError(result.ok ? null : result.error);
    sheet.hide();
  };
  return (
    <>
      {error === null ? null : (
        <Note tone="warm">
          <p role="alert">{authErrorText(error)}</p>
          {error.kind === "pending" ? (
            <Button className="justify-self-start" onClick={() => void commands.syncNow()}>
              {m.status_now()}
            </Button>
          ) : null}
        </Note>
      )}
      <Button className="justify-self-start" onClick={sheet.show}>
        {m.account_out()}
      </Button>
      <Sheet open={sheet.open} onClose={sheet.hide} title={m.account_out_title()}>
        <p>{m.account_out_text()}</p>
        <p className="mt-6 flex flex-wrap gap-3">
          <Button tone="danger" busy={busy} onClick={() => void leave()}>
            {m.account_out()}
          </Button>
          <Button onClick={sheet.hide}>{m.cancel()}</Button>
        </p>
      </Sheet>
    </>
  );
}
