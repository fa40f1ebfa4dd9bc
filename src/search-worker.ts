/** The search worker's entry: one account's index, for one page, on a thread of its own. */
import { serveSearch } from "./runtime/search/serve-search.ts";

declare const self: DedicatedWorkerGlobalScope;

serveSearch({
  onQuestion: (listener) => self.addEventListener("message", ({ data }: MessageEvent<unknown>) => listener(data)),
  answer: (message) => self.postMessage(message),
});
