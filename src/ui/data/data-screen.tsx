/** What is the person's own, to take along. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import type { ExportFormat } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { Screen, Section } from "../kit/screen.tsx";
import { saveEverything } from "./save-everything.ts";

export function DataScreen() {
  const commands = useCommands();
  const [busy, setBusy] = useState<ExportFormat | null>(null);
  const save = (format: ExportFormat): void => {
    setBusy(format);
    void saveEverything(commands, format).finally(() => setBusy(null));
  };
  return (
    <Screen name={m.archive_name()} heading={m.archive_name()} lead={m.archive_lead()}>
      <Section title={m.archive_export_title()}>
        <p>{m.archive_export_text()}</p>
        <p className="flex flex-wrap gap-3">
          <Button busy={busy === "json"} onClick={() => save("json")}>
            {m.archive_export_json()}
          </Button>
          <Button busy={busy === "markdown"} onClick={() => save("markdown")}>
            {m.archive_export_markdown()}
          </Button>
        </p>
      </Section>
    </Screen>
  );
}
