/** Bringing a file in: what is being done with it, kept while the person looks at other screens. */
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Commands, ImportError, OpenedArchive } from "../runtime/api.ts";

/** `part`: of the whole, 0 to 1. */
export type ImportJob =
  | { readonly kind: "none" }
  | { readonly kind: "reading"; readonly name: string; readonly part: number }
  /** It wants a passphrase; `isWrong`: the one that was given is not it. */
  | { readonly kind: "locked"; readonly name: string; readonly isWrong: boolean }
  | { readonly kind: "ready"; readonly name: string; readonly archive: OpenedArchive }
  | { readonly kind: "bringing"; readonly name: string; readonly part: number }
  | { readonly kind: "done"; readonly name: string; readonly changed: number }
  /** `unknown`: a bug. */
  | { readonly kind: "stopped"; readonly name: string; readonly error: ImportError | { readonly kind: "unknown" } };

export interface ImportJobs {
  readonly job: ImportJob;
  /** Reads and judges it; whatever was there before is let go. */
  readonly choose: (commands: Pick<Commands, "openArchive">, file: File) => Promise<void>;
  readonly unlock: (commands: Pick<Commands, "openArchive">, passphrase: string) => Promise<void>;
  readonly bringIn: () => Promise<void>;
  /** Ends what is under way, or lets go of what is there. What has come in stays. */
  readonly leave: () => void;
}

type Work = (signal: AbortSignal, onProgress: (done: number, total: number) => void) => Promise<ImportJob>;

/** Guarantees: one file at a time; what was left neither speaks nor goes on; a step is told once for each percent. */
export function createImportJobs(): StoreApi<ImportJobs> {
  let file: File | null = null;
  let ending = new AbortController();

  return createStore<ImportJobs>()((set, get) => {
    const letGo = (): void => {
      ending.abort();
      const { job } = get();
      if (job.kind === "ready") job.archive.close();
    };
    async function run(kind: "reading" | "bringing", name: string, work: Work): Promise<void> {
      const own = new AbortController();
      ending = own;
      const { signal } = own;
      const tell = (job: ImportJob): void => {
        if (!signal.aborted) set({ job });
      };
      let percent = 0;
      tell({ kind, name, part: 0 });
      try {
        const job = await work(signal, (done, total) => {
          const next = Math.floor((100 * done) / Math.max(1, total));
          if (next === percent) return;
          percent = next;
          tell({ kind, name, part: next / 100 });
        });
        // What had come in by then is told, unless another file is being looked at.
        if (kind === "bringing" && ending === own) set({ job });
        else tell(job);
        if (signal.aborted && job.kind === "ready") job.archive.close();
      } catch {
        // A bug, or a worker that did not start; nothing that was not committed was written.
        tell({ kind: "stopped", name, error: { kind: "unknown" } });
      }
    }
    const read = (commands: Pick<Commands, "openArchive">, chosen: File, passphrase?: string): Promise<void> =>
      run("reading", chosen.name, async (signal, onProgress) => {
        const { name } = chosen;
        const result = await commands.openArchive(chosen, { signal, onProgress, ...(passphrase === undefined ? {} : { passphrase }) });
        if (result.ok) return { kind: "ready", name, archive: result.value };
        const { error } = result;
        if (error.kind === "passphraseNeeded" || error.kind === "wrongPassphrase") return { kind: "locked", name, isWrong: error.kind === "wrongPassphrase" };
        return { kind: "stopped", name, error };
      });

    return {
      job: { kind: "none" },
      async choose(commands, chosen) {
        letGo();
        file = chosen;
        await read(commands, chosen);
      },
      async unlock(commands, passphrase) {
        if (file !== null && get().job.kind === "locked") await read(commands, file, passphrase);
      },
      async bringIn() {
        const { job } = get();
        if (job.kind !== "ready") return;
        const { name, archive } = job;
        await run("bringing", name, async (signal, onProgress) => {
          const result = await archive.bringIn({ signal, onProgress });
          return result.ok ? { kind: "done", name, changed: result.value.changed } : { kind: "stopped", name, error: result.error };
        });
      },
      leave() {
        letGo();
        if (get().job.kind === "bringing") return;
        file = null;
        set({ job: { kind: "none" } });
      },
    };
  });
}

const jobs = createImportJobs();
export const useImportJobs = (): ImportJobs => useStore(jobs);
