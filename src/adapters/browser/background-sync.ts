/** Asks the browser to wake the worker once there is a network (C3), where it can (Chromium). Page and worker. */

export const syncTag = "bondhu-sync";

/** What is used of a service worker registration; `sync` exists where Background Sync does. */
export interface RegistrationLike {
  readonly sync?: { register(tag: string): Promise<void> };
}

export interface BackgroundSync {
  /** Registers the tag; false where the browser has no Background Sync, no worker yet, or the person has forbidden it: C1's wakes remain. */
  request(): Promise<boolean>;
}

/** `registration` is asked anew each time: in a page the worker may become ready after the first write. */
export const backgroundSync = (registration: () => Promise<RegistrationLike | undefined> = platformRegistration): BackgroundSync => ({
  async request() {
    const sync = (await registration())?.sync;
    if (!sync) return false;
    try {
      await sync.register(syncTag);
      return true;
    } catch (reason) {
      // NotAllowedError: switched off for this site. InvalidStateError: the worker is not active yet. Both leave C1.
      if (reason instanceof DOMException) return false;
      throw reason;
    }
  },
});

/** Never waits for a worker: `ready` stays pending for ever where none can be registered. */
async function platformRegistration(): Promise<RegistrationLike | undefined> {
  const scope = globalThis as { readonly registration?: RegistrationLike; readonly navigator?: { readonly serviceWorker?: ServiceWorkerContainer } };
  if (scope.registration) return scope.registration;
  return (await scope.navigator?.serviceWorker?.getRegistration()) as RegistrationLike | undefined;
}
