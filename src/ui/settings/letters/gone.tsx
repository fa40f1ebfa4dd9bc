/** E8: the account was deleted, perhaps on another device; the words here are still here, and the person says what becomes of them. */
import { useState } from "react";
import { Link } from "react-router";
import { m } from "../../../i18n/messages.ts";
import { useCommands } from "../../../state/use-commands.ts";
import type { Codes } from "../../../state/views.ts";
import { Button } from "../../kit/button.tsx";
import { Note } from "../../kit/note.tsx";
import { Sheet } from "../../kit/sheet.tsx";
import { toast } from "../../kit/toast.tsx";
import { useSheet } from "../../kit/use-sheet.ts";

export function Gone({ codes, email }: { readonly codes: Codes; readonly email: string }) {
  const commands = useCommands();
  const sheet = useSheet("gone");
  const [busy, setBusy] = useState(false);
  const keep = async (): Promise<void> => {
    setBusy(true);
    await codes.keepAsGuest();
    toast(m.letters_gone_kept());
  };
  const discard = async (): Promise<void> => {
    setBusy(true);
    await commands.signOut({ kind: "gone" });
  };
  return (
    <>
      <Note tone="care">
        <p className="font-semibold">{m.letters_gone({ email })}</p>
        <p>{m.letters_gone_text()}</p>
      </Note>
      <p className="flex flex-wrap gap-3">
        <Button tone="primary" busy={busy} onClick={() => void keep()}>
          {m.letters_gone_keep()}
        </Button>
        <Button tone="danger" busy={busy} onClick={sheet.show}>
          {m.letters_gone_discard()}
        </Button>
      </p>
      <p>
        <Link to="/settings/data" className="ink-link">
          {m.letters_gone_export()}
        </Link>
      </p>
      <Sheet open={sheet.open} onClose={sheet.hide} title={m.letters_gone_discard_title()}>
        <p>{m.letters_gone_discard_text()}</p>
        <p className="mt-6 flex flex-wrap gap-3">
          <Button tone="danger" busy={busy} onClick={() => void discard()}>
            {m.letters_gone_discard()}
          </Button>
          <Button onClick={sheet.hide}>{m.cancel()}</Button>
        </p>
      </Sheet>
    </>
  );
}
