/** The service worker: keeps the app's files for offline starts, and drains the queue when the browser or a page wakes it. */
import { cleanupOutdatedCaches, PrecacheController, type PrecacheEntry } from "workbox-precaching";
import { fileFor } from "./runtime/worker-files.ts";
import { createWorkerRuntime, workerPlatform, type WorkerRuntime } from "./runtime/worker-runtime.ts";

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: (PrecacheEntry | string)[] };

/** Background Sync; not in TypeScript's worker library. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}
const isSync = (event: Event): event is SyncEvent => "tag" in event;

const files = new PrecacheController();
files.precache(self.__WB_MANIFEST);
cleanupOutdatedCaches();

/** What was kept. Where it is gone after all (the browser has cleared a part), as if there were no worker. */
async function kept(request: Request, cacheKey: string): Promise<Response> {
  const { cacheName } = files.strategy;
  return (await caches.match(cacheKey, { cacheName, ignoreVary: true }).catch(() => undefined)) ?? fetch(request);
}

// Workbox's own routes would be a twentieth of what the worker weighs besides the app's rules, for these two.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const file = fileFor(request, self.location.origin);
  const cacheKey = file === null ? undefined : files.getCacheKeyForURL(file);
  if (cacheKey !== undefined) event.respondWith(kept(request, cacheKey));
});

// Made at the first wake: installing must work where Web Locks or IndexedDB do not.
let runtime: WorkerRuntime | null = null;
const drain = async (): Promise<boolean> => {
  runtime ??= createWorkerRuntime(workerPlatform());
  return runtime.drain();
};

self.addEventListener("activate", (event) => {
  // Only ever the first install, or an update that the person has taken: the page may be controlled at once.
  event.waitUntil(self.clients.claim());
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
