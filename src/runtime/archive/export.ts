/** Everything a person has here, as a file of their own. */
import { englishWords, type MarkdownWords } from "../../domain/archive/markdown.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { ExportedFile, ExportError, ExportFormat } from "../api.ts";
import type { Device } from "../device.ts";
import { exportJson } from "./export-json.ts";
import { exportMarkdown } from "./export-markdown.ts";
import { Cancelled, type Watch } from "./watch.ts";

export interface ExportOptions extends Watch {
  /** For Markdown; absent: English. */
  readonly words?: MarkdownWords;
}

/** `bondhu-2026-11-22.json`, by the local date. */
export function fileName(now: number, extension: string): string {
  const date = new Date(now);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0"));
  return `bondhu-${parts.join("-")}.${extension}`;
}

/** `now`: ms since epoch. */
export async function exportEverything(device: Device, now: number, format: ExportFormat, options: ExportOptions = {}): Promise<Result<ExportedFile, ExportError>> {
  try {
    if (format === "json") return ok({ name: fileName(now, "json"), blob: await exportJson(device, now, options) });
    return ok({ name: fileName(now, "md"), blob: await exportMarkdown(device, now, options.words ?? englishWords, options) });
  } catch (reason) {
    if (reason instanceof Cancelled) return err({ kind: "cancelled" });
    if (reason instanceof DatabaseGone) return err({ kind: "gone" });
    throw reason;
  }
}
