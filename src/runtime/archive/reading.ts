/** A file being read beside the page: in a worker, so that judging a hundred thousand rows stops nobody from writing. */
import type { FileError } from "../../domain/archive/file-error.ts";
import type { ArchiveSummary } from "../../domain/archive/reader.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Chunk, OpenFileOptions } from "./open-file.ts";

export interface Reading {
  readonly summary: ArchiveSummary;
  readonly draft: string;
  /** Bytes that will be read. */
  readonly size: number;
  /** null: that was all. */
  next(): Promise<Result<Chunk | null, FileError>>;
  close(): void;
}

/** How a file is read: the app's way is {@link readInWorker}. `signal` ends the opening. */
export type ReadFile = (file: Blob, options: OpenFileOptions, signal: AbortSignal) => Promise<Result<Reading, FileError>>;

interface Opened {
  readonly summary: ArchiveSummary;
  readonly draft: string;
  readonly size: number;
}

/** What the page asks of the worker, one at a time. */
export type Request = { readonly kind: "open"; readonly file: Blob; readonly options: Omit<OpenFileOptions, "onProgress"> } | { readonly kind: "next" };
export type Reply =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "opened"; readonly opened: Opened }
  | { readonly kind: "chunk"; readonly chunk: Chunk | null }
  | { readonly kind: "refused"; readonly error: FileError }
  /** A bug. */
  | { readonly kind: "failed"; readonly message: string };

type Answer = Exclude<Reply, { readonly kind: "progress" }>;

/** `signal` ends the opening, `close` everything: the worker stops at once, whatever it is doing. */
export async function readInWorker(file: Blob, { onProgress, ...options }: OpenFileOptions, signal: AbortSignal): Promise<Result<Reading, FileError>> {
  const worker = new Worker(new URL("./reading-worker.ts", import.meta.url), { type: "module", name: "archive" });
  const { port1: port, port2 } = new MessageChannel();
  let settle: ((answer: Answer) => void) | null = null;
  const close = (): void => {
    port.close();
    worker.terminate();
  };
  const over = new Promise<never>((_resolve, reject) => {
    worker.onerror = (event) => reject(new Error(`the reading worker failed: ${event.message}`));
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  // Whoever asks hears of it, now or next; that nobody is asking at the moment is no error of its own.
  over.catch(() => undefined);
  const ask = (request: Request): Promise<Answer> => {
    const answer = new Promise<Answer>((resolve) => (settle = resolve));
    port.postMessage(request);
    return Promise.race([answer, over]);
  };
  port.onmessage = ({ data }: MessageEvent<Reply>) => {
    if (data.kind === "progress") onProgress?.(data.done, data.total);
    else settle?.(data);
  };
  try {
    worker.postMessage(null, [port2]);
    const answer = await ask({ kind: "open", file, options });
    if (answer.kind === "refused") {
      close();
      return err(answer.error);
    }
    if (answer.kind !== "opened") throw unexpected(answer);
    return ok({ ...answer.opened, next: async () => chunkOf(await ask({ kind: "next" })), close });
  } catch (reason) {
    close();
    throw reason;
  }
}

function chunkOf(answer: Answer): Result<Chunk | null, FileError> {
  if (answer.kind === "refused") return err(answer.error);
  if (answer.kind !== "chunk") throw unexpected(answer);
  return ok(answer.chunk);
}

const unexpected = (answer: Answer): Error => new Error(answer.kind === "failed" ? answer.message : `the reading worker answered ${answer.kind}`);
