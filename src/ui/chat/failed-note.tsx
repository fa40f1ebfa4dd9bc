/** Under a message the server refused: what happened, what is safe, what to do. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import { useQuarantine } from "../../state/use-quarantine.ts";

export function FailedNote({ quarantineId }: { readonly quarantineId: string | null }) {
  const commands = useCommands();
  const code = useQuarantine()?.find((entry) => entry.id === quarantineId)?.code;
  const [busy, setBusy] = useState(false);
  const retry = async (id: string) => {
    setBusy(true);
    try {
      await commands.retryQuarantined(id);
    } finally {
      setBusy(false);
    }
  };
  return (
    <p className="chat-note text-brick">
      {code === "undeliverable" ? m.chat_failed_stuck() : m.chat_failed()}{" "}
      {quarantineId === null ? null : (
        <button type="button" className="chat-link" aria-disabled={busy || undefined} onClick={() => (busy ? undefined : void retry(quarantineId))}>
          {m.chat_retry()}
        </button>
      )}
    </p>
  );
}
