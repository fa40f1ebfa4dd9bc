/** Everything of this account, handed to the person as a file. */
import { currentLocale } from "../../i18n/locale.ts";
import { m } from "../../i18n/messages.ts";
import type { Commands, ExportError, ExportFormat, Watch } from "../../state/views.ts";
import { saveFile } from "../status/save-file.ts";

/** null: the file is the browser's to keep now. */
export async function saveEverything(commands: Commands, format: ExportFormat, watch: Watch = {}): Promise<ExportError | null> {
  const words = { locale: currentLocale(), title: m.archive_md_title(), you: m.archive_md_you(), bondhu: m.archive_md_bondhu() };
  const result = await commands.exportEverything(format, { ...watch, words });
  if (!result.ok) return result.error;
  saveFile(result.value.name, result.value.blob);
  return null;
}
