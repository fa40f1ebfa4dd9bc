/** C3: tells the worker that there is something to send, so that it goes on when every page is closed. */
import type { BackgroundSync } from "../adapters/browser/background-sync.ts";
import type { Clock } from "../sync/ports.ts";

/** At most one registration in so long, ms; the tag stays registered until it has fired. */
const quietMs = 2000;

export interface SyncRequests {
  /** After each write. */
  wrote(): void;
}

/** The first write registers at once, since the page may be gone a moment later; those close behind it share one more. */
export function syncRequests(sync: BackgroundSync, clock: Clock): SyncRequests {
  let quiet = false;
  let more = false;
  const request = (): void => {
    quiet = true;
    more = false;
    // Without it C1's wakes remain.
    sync.request().catch(() => false);
    clock.after(quietMs, () => {
      quiet = false;
      if (more) request();
    });
  };
  return {
    wrote() {
      more = true;
      if (!quiet) request();
    },
  };
}
