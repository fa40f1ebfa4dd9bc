/** Takes away what Dexie says and does on its own: console notes, and listeners of which one reopens what was deleted. */
import Dexie from "dexie";
import type { DexieEvent } from "dexie";

/** Dexie takes a page on localhost for a development build, but an embedded Bondhu is served from there for good: no stack traces for each promise. */
Dexie.debug = false;

export function silence(db: Dexie): void {
  for (const name of ["versionchange", "blocked"]) {
    const event: DexieEvent = db.on(name);
    for (const subscriber of [...event.subscribers]) event.unsubscribe(subscriber as () => unknown);
  }
}
