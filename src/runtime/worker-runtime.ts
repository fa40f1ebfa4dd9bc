/** The same engine in the service worker: drains when the browser or a page wakes it (C2, C3). */
import { type AppFile, type AppFiles, appFiles } from "../adapters/browser/app-files.ts";
import { browserClock } from "../adapters/browser/clock.ts";
import { webLocks } from "../adapters/browser/locks.ts";
import { browserNetwork } from "../adapters/browser/network.ts";
import { browserRandom } from "../adapters/browser/random.ts";
import type { AccountRecord, Registry } from "../adapters/dexie/registry.ts";
import { rollOf } from "../adapters/dexie/roll.ts";
import { DatabaseGone } from "../sync/ports.ts";
import { connect, type Connection } from "./connection.ts";
import { type Device, enterDevice, openDeviceRegistry } from "./device.ts";
import { upgradeDevice } from "../sync/upgrade.ts";
import type { Platform } from "./platform.ts";

export interface WorkerRuntime {
  /** Pushes, pulls and answers what is asked. True: nothing is left to do here (drained, guest, signed out, or another context is on it). */
  drain(): Promise<boolean>;
}

/** C3: how long another context that holds the lock has to show progress, ms. */
const progressMs = 10_000;
const lookMs = 500;

export const workerPlatform = (): Platform => ({
  upgrade: async () => upgradeDevice,
  clock: browserClock,
  random: browserRandom(),
  locks: webLocks(),
  network: browserNetwork(),
  fetch: (input, init) => fetch(input, init),
  origin: globalThis.location.origin,
});

export type { AppFile };

/** The app's own files, for starts without a network. */
export const workerFiles = (entries: readonly AppFile[], scope: string): AppFiles => appFiles(entries, { scope, caches, fetch: (request) => fetch(request) });

interface Open {
  readonly device: Device;
  readonly connection: Connection;
}

export function createWorkerRuntime(platform: Platform): WorkerRuntime {
  let registry: Registry | null = null;
  let open: Open | null = null;

  async function close(): Promise<void> {
    const closing = open;
    open = null;
    if (closing === null) return;
    await closing.connection.stop();
    closing.device.db.leave();
  }

  /** The current account, opened; null where there is none or a guest's, which has nowhere to go. */
  async function current(): Promise<Open | null> {
    registry ??= await openDeviceRegistry(platform);
    const account = await registry.current();
    const same = (record: AccountRecord): boolean => record.name === account?.name && record.userId === account.userId;
    if (open !== null && (!same(open.connection.account) || !open.device.db.isOpen())) await close();
    if (account?.userId == null || !account.entered) return null;
    if (open === null) {
      const device = await enterDevice(platform, registry, account);
      open = { device, connection: connect(platform, device, account) };
    }
    return open;
  }

  const pause = (ms: number): Promise<void> => new Promise((resolve) => platform.clock.after(ms, resolve));

  /** Another context holds the lock: it counts as drained while its acknowledgements advance or when nothing is left. */
  async function progresses({ device }: Open): Promise<boolean> {
    const look = () =>
      device.store.read([], async (tx) => {
        const state = await tx.state();
        return { left: (await tx.outboxSize()).count, mark: `${state.ackedSeq} ${state.lastSyncAt ?? 0} ${state.cursor?.join() ?? ""}` };
      });
    const before = await look();
    for (let waited = 0; waited < progressMs; waited += lookMs) {
      await pause(lookMs);
      const now = await look();
      if (now.left === 0 || now.mark !== before.mark) return true;
    }
    return false;
  }

  /** C3: accounts that are not open, whose tokens are here, and which something waits in: nothing waits for its account to be opened. */
  async function drainOthers(): Promise<boolean> {
    if (registry === null) return true;
    const { records, current: name, signedIn } = await rollOf(registry);
    let done = true;
    for (const record of records) {
      if (record.name === name || record.status !== "open" || !record.entered || record.userId === null || !signedIn.has(record.userId)) continue;
      done = (await drainOther(registry, record)) && done;
    }
    return done;
  }
  async function drainOther(known: Registry, record: AccountRecord): Promise<boolean> {
    const device = await enterDevice(platform, known, record);
    const connection = connect(platform, device, record);
    try {
      const [queued, asks] = await device.store.read(["asks"], async (tx) => [(await tx.outboxSize()).count, await tx.side("asks").all()] as const);
      return queued + asks.length === 0 || (await drained({ device, connection }));
    } finally {
      await connection.stop();
      device.db.leave();
    }
  }

  async function drain(): Promise<boolean> {
    const here = await current();
    const done = here === null || (await drained(here));
    return (await drainOthers()) && done;
  }
  async function drained(here: Open): Promise<boolean> {
    const outcome = await here.connection.engine.sync();
    if (outcome.kind === "elsewhere") return progresses(here);
    if (outcome.kind === "failed") return outcome.failure.kind === "auth";
    await here.connection.asks.drain();
    return true;
  }

  /** Wiped, cleared, claimed or upgraded under us, perhaps the registry too: what is current now has to be opened anew. */
  async function forget(reason: unknown): Promise<void> {
    await close();
    if (!(reason instanceof DatabaseGone)) throw reason;
    registry?.close();
    registry = null;
  }

  async function drainAfresh(): Promise<boolean> {
    try {
      return await drain();
    } catch (reason) {
      await forget(reason);
    }
    try {
      return await drain();
    } catch (reason) {
      await forget(reason);
      // Going at this very moment: the next wake finds what is left.
      return true;
    }
  }

  let running: Promise<boolean> | null = null;
  return {
    drain() {
      running ??= drainAfresh().finally(() => {
        running = null;
      });
      return running;
    },
  };
}
