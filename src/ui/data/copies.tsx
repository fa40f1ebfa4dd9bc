/** Files anybody can read: everything, or the conversation. */
import { m } from "../../i18n/messages.ts";
import { useCommands } from "../../state/use-commands.ts";
import type { ExportFormat } from "../../state/views.ts";
import { Button } from "../kit/button.tsx";
import { Section } from "../kit/screen.tsx";
import { markdownWords } from "./markdown-words.ts";
import { Outcome } from "./outcome.tsx";
import { Progress } from "./progress.tsx";
import { useExport } from "./use-export.ts";

export function Copies() {
  const commands = useCommands();
  const { making, make, cancel } = useExport<ExportFormat>();
  const save = (format: ExportFormat): void => make(format, (watch) => commands.exportEverything(format, { ...watch, words: markdownWords() }));
  return (
    <Section title={m.archive_copies_title()}>
      <p>{m.archive_copies_text()}</p>
      {making.kind === "making" ? (
        <Progress label={m.archive_making()} part={making.part} onCancel={cancel} />
      ) : (
        <p className="flex flex-wrap gap-3">
          <Button onClick={() => save("markdown")}>{m.archive_copies_markdown()}</Button>
          <Button onClick={() => save("json")}>{m.archive_copies_json()}</Button>
        </p>
      )}
      <Outcome making={making} />
    </Section>
  );
}
