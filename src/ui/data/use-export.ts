/** Making a file: how far it is, a way out of it, and what came of it. Leaving the screen ends it. */
import { useEffect, useRef, useState } from "react";
import type { ExportedFile, ExportError, Watch } from "../../state/views.ts";
import type { Result } from "../../shared/result.ts";
import { saveFile } from "../status/save-file.ts";

export type Making<K> =
  | { readonly kind: "none" }
  | { readonly kind: "making"; readonly what: K; readonly part: number }
  | { readonly kind: "saved"; readonly name: string }
  | { readonly kind: "failed" };

export interface Export<K> {
  readonly making: Making<K>;
  readonly make: (what: K, work: (watch: Watch) => Promise<Result<ExportedFile, ExportError>>) => void;
  readonly cancel: () => void;
}

export function useExport<K extends string>(): Export<K> {
  const [making, setMaking] = useState<Making<K>>({ kind: "none" });
  const ending = useRef<AbortController | null>(null);
  useEffect(() => () => ending.current?.abort(), []);

  async function run(what: K, work: (watch: Watch) => Promise<Result<ExportedFile, ExportError>>): Promise<void> {
    const own = new AbortController();
    ending.current = own;
    const tell = (next: Making<K>): void => {
      if (!own.signal.aborted) setMaking(next);
    };
    let percent = 0;
    tell({ kind: "making", what, part: 0 });
    try {
      const result = await work({
        signal: own.signal,
        onProgress(done, total) {
          const next = Math.floor((100 * done) / Math.max(1, total));
          if (next !== percent) tell({ kind: "making", what, part: next / 100 });
          percent = next;
        },
      });
      if (own.signal.aborted) return;
      if (result.ok) saveFile(result.value.name, result.value.blob);
      tell(result.ok ? { kind: "saved", name: result.value.name } : { kind: "failed" });
    } catch {
      // A bug, or a part of the app that is not here while the network is away: nothing was changed, only no file was made.
      tell({ kind: "failed" });
    }
  }

  return {
    making,
    make: (what, work) => void run(what, work),
    cancel() {
      ending.current?.abort();
      setMaking({ kind: "none" });
    },
  };
}
