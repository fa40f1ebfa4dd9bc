/** Everything of this account, handed to the person as a file. */
import type { Commands, ExportError, ExportFormat, Watch } from "../../state/views.ts";
import { saveFile } from "../status/save-file.ts";
import { markdownWords } from "./markdown-words.ts";

/** null: the file is the browser's to keep now. */
export async function saveEverything(commands: Commands, format: ExportFormat, watch: Watch = {}): Promise<ExportError | null> {
  const result = await commands.exportEverything(format, { ...watch, words: markdownWords() });
  if (!result.ok) return result.error;
  saveFile(result.value.name, result.value.blob);
  return null;
}
