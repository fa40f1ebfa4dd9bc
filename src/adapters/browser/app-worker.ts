/** The service worker as a page sees it: registration, the wake message, and the offer of a newer version. */
import type { Live } from "../../shared/live.ts";

export interface AppWorker {
  /** A newer version has been fetched and waits for the person. */
  readonly update: Live<{ readonly ready: boolean }>;
  /** Activates the waiting version in every tab and reloads them. */
  apply(): Promise<void>;
  /** C3: there is something to send; the worker goes on with it even if this page is closed now. */
  wake(): void;
}

export interface AppWorkerOptions {
  /** null: no worker is built (development). */
  readonly url: string | null;
  readonly container?: ServiceWorkerContainer | undefined;
  readonly reload: () => void;
}

/** How often a page that stays open looks for a newer version, ms. */
const lookAgainMs = 60 * 60_000;

export function appWorker({ url, reload, container = globalThis.navigator?.serviceWorker }: AppWorkerOptions): AppWorker {
  const listeners = new Set<(value: { readonly ready: boolean }) => void>();
  let waiting: ServiceWorker | null = null;

  const offer = (worker: ServiceWorker | null): void => {
    waiting = worker;
    for (const next of listeners) next({ ready: waiting !== null });
  };

  function follow(registration: ServiceWorkerRegistration): void {
    const consider = (): void => {
      // Without an active one this is the first install: nothing to offer.
      if (registration.waiting !== null && registration.active !== null) offer(registration.waiting);
    };
    consider();
    registration.addEventListener("updatefound", () => {
      const installing = registration.installing;
      installing?.addEventListener("statechange", consider);
    });
    setInterval(() => {
      // Offline, or the server is away: the next look finds it.
      registration.update().catch(() => undefined);
    }, lookAgainMs);
  }

  if (container !== undefined && url !== null) {
    // First install claims this page and must not reload it; a later change of controller is an update that some tab has taken.
    let controlled = container.controller !== null;
    container.addEventListener("controllerchange", () => {
      if (controlled) reload();
      controlled = true;
    });
    const registering: Promise<ServiceWorkerRegistration | undefined> = container.register(url, { scope: "/" });
    registering.then((registration) => registration && follow(registration)).catch(() => {
      // No worker (private mode, no HTTPS): the app works, it only cannot start offline.
    });
  }

  return {
    update: {
      subscribe(next) {
        listeners.add(next);
        next({ ready: waiting !== null });
        return () => listeners.delete(next);
      },
    },
    async apply() {
      if (waiting === null) reload();
      else waiting.postMessage({ type: "SKIP_WAITING" });
    },
    wake() {
      container?.controller?.postMessage({ type: "wake" });
    },
  };
}
