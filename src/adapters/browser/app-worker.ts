/** The service worker as a page sees it: registration, the wake message, and the offer of a newer version. */
import type { Workbox } from "workbox-window";
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
  readonly reload: () => void;
  /** Resolves when the first screen no longer needs the network: the worker's downloads wait for it. */
  readonly settled: () => Promise<void>;
}

/** How often a page that stays open looks for a newer version, ms. */
const lookAgainMs = 60 * 60_000;

export function appWorker({ url, reload, settled }: AppWorkerOptions): AppWorker {
  const container = globalThis.navigator?.serviceWorker as ServiceWorkerContainer | undefined;
  const listeners = new Set<(value: { readonly ready: boolean }) => void>();
  let workbox: Workbox | null = null;
  let ready = false;

  async function register(address: string): Promise<void> {
    await settled();
    const { Workbox } = await import("workbox-window");
    const box = new Workbox(address, { scope: "/" });
    workbox = box;
    box.addEventListener("waiting", () => {
      ready = true;
      for (const next of listeners) next({ ready });
    });
    await box.register({ immediate: true });
    setInterval(() => {
      // Offline, or the server is away: the next look finds it.
      box.update().catch(() => undefined);
    }, lookAgainMs);
  }

  if (container !== undefined && url !== null) {
    // First install claims this page and must not reload it; a later change of controller is an update that some tab has taken.
    let controlled = container.controller !== null;
    container.addEventListener("controllerchange", () => {
      if (controlled) reload();
      controlled = true;
    });
    register(url).catch(() => {
      // No worker (private mode, no HTTPS): the app works, it only cannot start offline.
    });
  }

  return {
    update: {
      subscribe(next) {
        listeners.add(next);
        next({ ready });
        return () => listeners.delete(next);
      },
    },
    async apply() {
      if (ready) workbox?.messageSkipWaiting();
      else reload();
    },
    wake() {
      container?.controller?.postMessage({ type: "wake" });
    },
  };
}
