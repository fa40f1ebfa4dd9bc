/** O4: what a file holds is joined with what is here, once all of it has been judged. */
import { tables } from "../../domain/tables.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { mergeRows } from "../../sync/merge.ts";
import { correctedNow } from "../../sync/state.ts";
import type { ImportError, OpenedArchive } from "../api.ts";
import { written } from "../commands/write-error.ts";
import type { Device } from "../device.ts";
import { mutationSchema } from "../mutation-schema.ts";
import type { Platform } from "../platform.ts";
import type { DraftRow } from "../rows.ts";
import { type ReadFile, type Reading, readInWorker } from "./reading.ts";
import { Cancelled, type Watch } from "./watch.ts";

export interface ImportDeps {
  readonly platform: Pick<Platform, "clock" | "random">;
  readonly device: Pick<Device, "store">;
  /** Absent: in a worker. */
  readonly read?: ReadFile;
  /** Something was written that wants to be synced. */
  readonly onWritten: () => void;
}

export interface OpenOptions extends Watch {
  /** Absent: none is known. */
  readonly passphrase?: string;
}

/** Reads and judges all of the file; nothing is written. */
export async function openArchive(deps: ImportDeps, file: Blob, { passphrase, onProgress, signal }: OpenOptions): Promise<Result<OpenedArchive, ImportError>> {
  const { platform, device } = deps;
  const now = await device.store.read([], async (tx) => correctedNow(platform.clock, await tx.state()));
  const ending = new AbortController();
  const options = { passphrase: passphrase ?? null, now, ...(onProgress && { onProgress }) };
  try {
    signal?.throwIfAborted();
    signal?.addEventListener("abort", () => ending.abort(new Cancelled("ended by the person")), { once: true });
    const reading = await (deps.read ?? readInWorker)(file, options, ending.signal);
    if (!reading.ok) return reading;
    return ok(opened(deps, reading.value));
  } catch (reason) {
    if (signal?.aborted === true) return err({ kind: "cancelled", changed: 0 });
    throw reason;
  }
}

function opened(deps: ImportDeps, reading: Reading): OpenedArchive {
  return {
    summary: reading.summary,
    bringIn: (watch = {}) => bringIn(deps, reading, watch).finally(reading.close),
    close: reading.close,
  };
}

/** The next chunk is read while one is being written. Ends between two mutations; bringing the file again goes on where it ended. */
async function bringIn(deps: ImportDeps, reading: Reading, { onProgress, signal }: Watch): Promise<Result<{ readonly changed: number }, ImportError>> {
  let changed = 0;
  try {
    for (let upcoming = reading.next(); ; ) {
      const read = await upcoming;
      if (signal?.aborted === true) return err({ kind: "cancelled", changed });
      if (!read.ok) return err(read.error);
      if (read.value === null) break;
      const { rows, done } = read.value;
      upcoming = reading.next();
      // Asked for below, unless the write fails first.
      upcoming.catch(() => undefined);
      const merged = await written(() => mergeRows({ ...deps.platform, store: deps.device.store, tables, schema: mutationSchema }, rows));
      if (!merged.ok) return err({ ...merged.error, changed });
      changed += merged.value;
      onProgress?.(done, reading.size);
    }
    await keepDraft(deps.device, reading.draft);
    return ok({ changed });
  } finally {
    if (changed > 0) deps.onWritten();
  }
}

/** Only into an empty composer: what stands there is newer than any file. */
async function keepDraft({ store }: ImportDeps["device"], text: string): Promise<void> {
  if (text.trim() === "") return;
  await store.write(["drafts"], async (tx) => {
    const drafts = tx.side<DraftRow>("drafts");
    const now = await drafts.get("chat");
    if ((now?.text ?? "").trim() === "") await drafts.put({ ...now, key: "chat", text });
  });
}

