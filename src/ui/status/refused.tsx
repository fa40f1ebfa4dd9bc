/** P6: one refused mutation, with the three things a person can do about it. */
import { useState } from "react";
import { formatMoment } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { QuarantineView } from "../../state/views.ts";
import { useCommands } from "../../state/use-commands.ts";
import { Button } from "../kit/button.tsx";
import { Note } from "../kit/note.tsx";
import { toast } from "../kit/toast.tsx";
import { writeErrorText } from "../write-error.ts";
import { saveFile } from "./save-file.ts";
import { refusalReason } from "./status-words.ts";

export function Refused({ entry }: { readonly entry: QuarantineView }) {
  const commands = useCommands();
  const [discarding, setDiscarding] = useState(false);
  const act = (command: "retryQuarantined" | "discardQuarantined"): void => {
    void commands[command](entry.id).then((result) => {
      if (!result.ok) toast(writeErrorText(result.error), { tone: "care" });
    });
  };
  return (
    <li>
      <Note tone="warm">
        {entry.preview === "" ? null : <p className="font-semibold break-words whitespace-pre-wrap">{entry.preview}</p>}
        <p className="text-small">
          {refusalReason(entry.code)} {m.refused_code({ code: entry.code, time: formatMoment(entry.quarantinedAt) })}
        </p>
        {discarding ? (
          <>
            <p>{m.refused_discard_sure()}</p>
            <p className="flex flex-wrap gap-2">
              <Button tone="danger" onClick={() => act("discardQuarantined")}>
                {m.refused_discard_yes()}
              </Button>
              <Button onClick={() => setDiscarding(false)}>{m.cancel()}</Button>
            </p>
          </>
        ) : (
          <p className="flex flex-wrap gap-2">
            <Button onClick={() => act("retryQuarantined")}>{m.refused_retry()}</Button>
            <Button
              onClick={() => {
                void commands.exportQuarantined(entry.id).then((json) => saveFile(`bondhu-${entry.id}.json`, JSON.stringify(json, null, 2)));
              }}
            >
              {m.refused_export()}
            </Button>
            <Button tone="danger" onClick={() => setDiscarding(true)}>
              {m.refused_discard()}
            </Button>
          </p>
        )}
      </Note>
    </li>
  );
}
