/** The Locks port on Web Locks: mutual exclusion between every tab and worker of this origin. */
import type { Locks } from "../../sync/ports.ts";

/** What is used of `navigator.locks`. */
export interface LockManagerLike {
  request<T>(
    name: string,
    options: { readonly mode: "exclusive"; readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
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
    async run<T>(name: string, options: { readonly wait: boolean; readonly signal?: AbortSignal }, fn: () => Promise<T>) {
      options.signal?.throwIfAborted();
      type Outcome = { readonly held: true; readonly value: T } | { readonly held: false };
      const callback = async (lock: unknown): Promise<Outcome> => (lock ? { held: true, value: await fn() } : { held: false });
      // The platform refuses `signal` together with `ifAvailable`, which never waits anyway.
      if (!options.wait) return await manager.request(name, { mode: "exclusive", ifAvailable: true }, callback);
      const { signal } = options;
      return await manager.request(name, { mode: "exclusive", ...(signal && { signal }) }, callback);
    },
  };
}

function platformLocks(): LockManagerLike | undefined {
  return (globalThis as { readonly navigator?: { readonly locks?: LockManagerLike } }).navigator?.locks;
}
