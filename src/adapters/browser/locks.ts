/** The Locks port on Web Locks: mutual exclusion between every tab and worker of this origin. */
import { type Locks, LockStolen } from "../../sync/ports.ts";

/** What is used of `navigator.locks`. */
export interface LockManagerLike {
  request<T>(
    name: string,
    options: { readonly mode: "exclusive"; readonly ifAvailable?: boolean; readonly steal?: boolean; readonly signal?: AbortSignal },
    callback: (lock: unknown) => Promise<T>,
  ): Promise<T>;
}

/** The browser has no Web Locks: say so (StartFailure noLocks); two engines must never run unguarded. */
export class NoWebLocks extends Error {
  override readonly name = "NoWebLocks";
}

/** `run` rejects with the signal's reason when aborted before the lock was got; afterwards the signal has no effect on `fn`. */
export function webLocks(manager: LockManagerLike | undefined = platformLocks()): Locks {
  if (!manager) throw new NoWebLocks("this browser has no Web Locks");
  return {
    async run<T>(
      name: string,
      options: { readonly wait: boolean; readonly steal?: boolean; readonly signal?: AbortSignal },
      fn: () => Promise<T>,
    ) {
      options.signal?.throwIfAborted();
      type Outcome = { readonly held: true; readonly value: T } | { readonly held: false };
      let inside = false;
      const callback = async (lock: unknown): Promise<Outcome> => {
        if (!lock) return { held: false };
        inside = true;
        try {
          return { held: true, value: await fn() };
        } finally {
          inside = false;
        }
      };
      try {
        return await manager.request(name, requestOptions(options), callback);
      } catch (reason) {
        // The platform ends a stolen request by the same AbortError as a signal does, but only a stolen one is inside by then.
        if (inside && reason instanceof DOMException && reason.name === "AbortError") {
          throw new LockStolen(`${name} was taken over`, { cause: reason });
        }
        throw reason;
      }
    },
  };
}

/** The platform refuses `signal` together with `ifAvailable` or `steal`, which never wait anyway. */
function requestOptions({ wait, steal, signal }: { readonly wait: boolean; readonly steal?: boolean; readonly signal?: AbortSignal }) {
  if (steal === true) return { mode: "exclusive", steal } as const;
  if (!wait) return { mode: "exclusive", ifAvailable: true } as const;
  return { mode: "exclusive", ...(signal && { signal }) } as const;
}

function platformLocks(): LockManagerLike | undefined {
  return (globalThis as { readonly navigator?: { readonly locks?: LockManagerLike } }).navigator?.locks;
}
