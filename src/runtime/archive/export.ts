/** Everything a person has here, as a file of their own. */
import { englishWords, type MarkdownWords } from "../../domain/archive/markdown.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { ExportedFile, ExportError, ExportFormat } from "../api.ts";
import type { Device } from "../device.ts";
import { sealBlob } from "../../adapters/browser/seal.ts";
import { exportJson } from "./export-json.ts";
import { exportMarkdown } from "./export-markdown.ts";
import { Cancelled, checkCancelled, type Watch } from "./watch.ts";

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

async function made(name: string, make: () => Promise<Blob>): Promise<Result<ExportedFile, ExportError>> {
  try {
    return ok({ name, blob: await make() });
  } catch (reason) {
    if (reason instanceof Cancelled) return err({ kind: "cancelled" });
    if (reason instanceof DatabaseGone) return err({ kind: "gone" });
    throw reason;
  }
}

/** `now`: ms since epoch. */
export function exportEverything(device: Device, now: number, format: ExportFormat, options: ExportOptions = {}): Promise<Result<ExportedFile, ExportError>> {
  if (format === "json") return made(fileName(now, "json"), () => exportJson(device, now, options));
  return made(fileName(now, "md"), () => exportMarkdown(device, now, options.words ?? englishWords, options));
}

/** O8: the archive under a passphrase. Writing it is the first half of the work, locking it the second. */
export function exportBackup(device: Device, now: number, passphrase: string, watch: Watch = {}): Promise<Result<ExportedFile, ExportError>> {
  return made(fileName(now, "bondhu"), async () => {
    const plain = await exportJson(device, now, {
      ...watch,
      onProgress: (done, total) => watch.onProgress?.(done, 2 * total),
    });
    return await sealBlob(plain, {
      passphrase,
      madeAt: now,
      onProgress(done) {
        checkCancelled(watch);
        watch.onProgress?.(plain.size + done, 2 * plain.size);
      },
    });
  });
}
