/** Takes away what Dexie says and does on its own: console notes, listeners of which one reopens what was deleted, closing as a page goes. */
import Dexie from "dexie";
import type { DexieEvent } from "dexie";
import { lookAgain } from "./live.ts";

/** Dexie takes a page on localhost for a development build, but an embedded Bondhu is served from there for good: no stack traces for each promise. */
Dexie.debug = false;

/**
 * Dexie closes every connection when a page goes into the back/forward cache, to open it again when it is needed; here nothing opens a
 * database again (T3), so the page took itself for one whose database was gone and reloaded, and nobody could leave it. The connection
 * stays open: where that matters (an upgrade, a deletion) the browser drops the page from the cache.
 */
Dexie.disableBfCache = true;
// What other contexts wrote meanwhile was told to nobody here.
globalThis.addEventListener?.("pageshow", (event: Event) => {
  if (Reflect.get(event, "persisted") === true) lookAgain();
});

export function silence(db: Dexie): void {
  for (const name of ["versionchange", "blocked"]) {
    const event: DexieEvent = db.on(name);
    for (const subscriber of [...event.subscribers]) event.unsubscribe(subscriber as () => unknown);
  }
}
