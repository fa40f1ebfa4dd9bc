/** Starts the page: a runtime, or plainly why this device can keep nothing. */
import { appWorker } from "../adapters/browser/app-worker.ts";
import { browserClock } from "../adapters/browser/clock.ts";
import { idle } from "../adapters/browser/idle.ts";
import { installOffer } from "../adapters/browser/install.ts";
import { NoWebLocks, webLocks } from "../adapters/browser/locks.ts";
import { browserNetwork } from "../adapters/browser/network.ts";
import { browserRandom } from "../adapters/browser/random.ts";
import { NewerDatabase, NoIndexedDb } from "../adapters/dexie/errors.ts";
import { err, ok, type Result } from "../shared/result.ts";
import { QuotaExceeded } from "../sync/ports.ts";
import type { Runtime, StartFailure } from "./api.ts";
import { createRuntime, type PagePlatform } from "./create-runtime.ts";
import { openDevice } from "./device.ts";
import { browserMirror, type PageLock, pageLock } from "./lock/mirror.ts";

/** A reload that was asked for has taken the page away by then, ms. */
const unloadMs = 5000;

/** After `load`, ms: screens are loaded by scripts, which `load` does not wait for. */
const firstVisitMs = 1500;

/** Storage that has not opened by then will not, ms: a page that stays empty tells nobody whom to call. */
const openMs = 15_000;

async function inTime<T>(opening: Promise<T>): Promise<T> {
  let cancel = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    cancel = browserClock.after(openMs, () => reject(new Error("no answer")));
  });
  try {
    return await Promise.race([opening, late]);
  } finally {
    cancel();
  }
}

function failureOf(reason: unknown): StartFailure {
  if (reason instanceof NoIndexedDb) return { kind: "noIndexedDb" };
  if (reason instanceof NoWebLocks) return { kind: "noLocks" };
  if (reason instanceof NewerDatabase) return { kind: "newerDatabase" };
  const message = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
  return { kind: "storage", message: reason instanceof QuotaExceeded ? reason.name : message };
}

/** A page that the worker controls has everything at hand; at a first visit the network belongs to the first screen. */
async function settled(): Promise<void> {
  if (navigator.serviceWorker?.controller == null) {
    if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
    await new Promise((resolve) => setTimeout(resolve, firstVisitMs));
  }
  await new Promise((resolve) => setTimeout(resolve));
}

/** Loaded only where there is a lock. */
function watchLock(lock: PageLock): void {
  Promise.all([import("./lock/watch.ts"), import("../adapters/browser/presence.ts")]).then(
    ([watch, { browserPresence }]) => watch.watchLock(lock, browserPresence, browserClock),
    // Offline, and the worker has not cached it: the next page has it.
    reportError,
  );
}

/** `workerUrl`: address of the service worker; null where none is built (development). */
export async function start(workerUrl: string | null): Promise<Result<Runtime, StartFailure>> {
  const reload = (): void => location.reload();
  // Somebody else's page: what was open over this one, which the reload would bring back with the history entry, stays behind.
  const startAnew = (): void => {
    history.replaceState(null, "");
    location.reload();
  };
  try {
    const platform: PagePlatform = {
      upgrade: async () => (await import("../sync/upgrade.ts")).upgradeDevice,
      clock: browserClock,
      monotonic: () => performance.now(),
      offsetAt: (at) => -new Date(at).getTimezoneOffset(),
      random: browserRandom(),
      locks: webLocks(),
      network: browserNetwork(),
      fetch: (input, init) => fetch(input, init),
      origin: location.origin,
      idle,
      lock: pageLock(browserMirror, browserClock.now, watchLock),
      worker: appWorker({ url: workerUrl, reload, settled }),
      install: installOffer(),
      visible: () => document.visibilityState === "visible",
      onHidden(listener) {
        const hidden = (): void => {
          if (document.visibilityState === "hidden") listener();
        };
        document.addEventListener("visibilitychange", hidden);
        return () => document.removeEventListener("visibilitychange", hidden);
      },
      searchThread: async () => (await import("../adapters/browser/search-thread.ts")).searchThread(),
      settled,
      reload: startAnew,
      unloaded: () => new Promise((resolve) => setTimeout(resolve, unloadMs)),
      report: (reason) => reportError(reason),
    };
    return ok(createRuntime(platform, await inTime(openDevice(platform))));
  } catch (reason) {
    return err(failureOf(reason));
  }
}
