/** A thread for the search: the browser's dedicated worker behind the little that is asked of it. */

export interface SearchThread {
  post(message: object): void;
  /** `broken`: it could not be loaded, or ended by an error of its own. */
  listen(message: (data: unknown) => void, broken: (reason: Error) => void): void;
  end(): void;
}

/** Loaded from the app's own origin; the service worker has it for offline starts. */
export function searchThread(): SearchThread {
  const worker = new Worker(new URL("../../search-worker.ts", import.meta.url), { type: "module", name: "search" });
  return {
    post: (message) => worker.postMessage(message),
    listen(message, broken) {
      worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => message(data));
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        broken(new Error(event.message || "the search could not be loaded"));
      });
    },
    end: () => worker.terminate(),
  };
}
