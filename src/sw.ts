/** The service worker: keeps the app's files for offline starts, and drains the queue when the browser or a page wakes it. */
/// <reference lib="webworker" />
import { fileFor } from "./runtime/worker-files.ts";
import { type AppFile, createWorkerRuntime, workerFiles, workerPlatform, type WorkerRuntime } from "./runtime/worker-runtime.ts";

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: AppFile[] };

/** Background Sync; not in TypeScript's worker library. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}
const isSync = (event: Event): event is SyncEvent => "tag" in event;

const files = workerFiles(self.__WB_MANIFEST, self.registration.scope);
self.addEventListener("install", (event) => event.waitUntil(files.install()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const file = fileFor(request, self.location.origin);
  if (file !== null && files.has(file)) event.respondWith(files.answer(file, request));
});

// Made at the first wake: installing must work where Web Locks or IndexedDB do not.
let runtime: WorkerRuntime | null = null;
const drain = async (): Promise<boolean> => {
  runtime ??= createWorkerRuntime(workerPlatform());
  return runtime.drain();
};

self.addEventListener("activate", (event) => {
  // Only ever the first install, or an update that the person has taken: the page may be controlled at once.
  event.waitUntil(Promise.all([files.activate(), self.clients.claim()]));
});

self.addEventListener("sync", (event) => {
  if (!isSync(event) || event.tag !== "bondhu-sync") return;
  event.waitUntil(
    drain().then((done) => {
      // Rejecting is how one asks the browser for another try (C3).
      if (!done) throw new Error("not drained");
    }),
  );
});

self.addEventListener("message", (event) => {
  const data: unknown = event.data;
  const type = typeof data === "object" && data !== null && "type" in data ? data.type : null;
  if (type === "SKIP_WAITING") event.waitUntil(self.skipWaiting());
  // A failure here loses nothing: queue and asks are durable, and C1's other wakes come.
  if (type === "wake") event.waitUntil(drain().catch(() => undefined));
});
