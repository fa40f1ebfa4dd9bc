/** Takes away Dexie's own `versionchange` and `blocked` listeners: they write to the console, and one reopens what was deleted. */
import type Dexie from "dexie";
import type { DexieEvent } from "dexie";

export function silence(db: Dexie): void {
  for (const name of ["versionchange", "blocked"]) {
    const event: DexieEvent = db.on(name);
    for (const subscriber of [...event.subscribers]) event.unsubscribe(subscriber as () => unknown);
  }
}
