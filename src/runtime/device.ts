/** The current account's database, opened: what page and worker have in common before anything talks to a network. */
import { enterAccount } from "../adapters/dexie/account-door.ts";
import type { BondhuDatabase } from "../adapters/dexie/database.ts";
import { DatabaseDead } from "../adapters/dexie/errors.ts";
import { type AccountRecord, ensureGuest, openRegistry, type Registry } from "../adapters/dexie/registry.ts";
import { createDexieStore } from "../adapters/dexie/store.ts";
import { tables } from "../domain/tables.ts";
import { DatabaseGone, type Store, type StoreTx } from "../sync/ports.ts";
import { newState } from "../sync/state.ts";
import { createWriter, type Writer } from "../sync/writer.ts";
import { mutationSchema, upcasts } from "./mutation-schema.ts";
import type { Platform } from "./platform.ts";

export interface Device {
  readonly registry: Registry;
  readonly account: AccountRecord;
  readonly db: BondhuDatabase;
  readonly store: Store;
  readonly writer: Writer;
}

export const openDeviceRegistry = (platform: Platform): Promise<Registry> =>
  openRegistry({
    uuid: () => platform.random.uuid(),
    now: () => platform.clock.now(),
    ...(platform.idb === undefined ? {} : { environment: platform.idb }),
  });

/** Opens (or creates, or creates again after an eviction) the database of `account`. */
export async function enterDevice(platform: Platform, registry: Registry, account: AccountRecord): Promise<Device> {
  const { random } = platform;
  const upgrade = async () => {
    const lift = await platform.upgrade();
    return (tx: StoreTx) => lift({ random, tables, upcasts }, tx);
  };
  const content = { newState: () => newState(random), upgrade };
  const { db } = await enterAccount(registry, account, content, platform.idb);
  const store = createDexieStore(db);
  const writer = createWriter({ store, clock: platform.clock, random: platform.random, tables, schema: mutationSchema });
  return { registry, account, db, store, writer };
}

/** Who is current may change while they are being opened, in another tab; nobody signs out this often in a moment. */
const tries = 4;
/** A tab that is frozen keeps what it has open from being deleted: a start does not wait for it longer than this, ms. */
const deletionMs = 2000;

/** The page's way in: whoever is current, else a guest. */
export async function openDevice(platform: Platform): Promise<Device> {
  const registry = await openDeviceRegistry(platform);
  for (let left = tries; ; left--) {
    const ended = (await registry.accounts()).some(({ status }) => status === "dead");
    if (ended) await inTime(platform, (await import("../adapters/dexie/wipe.ts")).finishWipes(registry, platform.idb));
    const account = await ensureGuest(registry);
    try {
      return await enterDevice(platform, registry, account);
    } catch (reason) {
      if (!(reason instanceof DatabaseGone) || left === 1) throw reason;
      // T4: cut short between wiping the database and saying so in the registry.
      if (reason instanceof DatabaseDead) await (await import("../adapters/dexie/wipe.ts")).endWiped(registry, account.name);
    }
  }
}

/** Resolves with the work, or without it when that takes long. */
export async function inTime({ clock }: Pick<Platform, "clock">, work: Promise<unknown>, ms = deletionMs): Promise<void> {
  let cancel = (): void => undefined;
  const late = new Promise<void>((resolve) => (cancel = clock.after(ms, resolve)));
  try {
    await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
