/** The current account's database, opened: what page and worker have in common before anything talks to a network. */
import { enterAccount, finishWipes } from "../adapters/dexie/account-door.ts";
import type { BondhuDatabase } from "../adapters/dexie/database.ts";
import { type AccountRecord, openRegistry, type Registry } from "../adapters/dexie/registry.ts";
import { createDexieStore } from "../adapters/dexie/store.ts";
import { tables } from "../domain/tables.ts";
import type { Store, StoreTx } from "../sync/ports.ts";
import { newState } from "../sync/state.ts";
import { upgradeDevice } from "../sync/upgrade.ts";
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
  const content = { newState: () => newState(random), upgrade: (tx: StoreTx) => upgradeDevice({ random, tables, upcasts }, tx) };
  const { db } = await enterAccount(registry, account, content, platform.idb);
  const store = createDexieStore(db);
  const writer = createWriter({ store, clock: platform.clock, random: platform.random, tables, schema: mutationSchema });
  return { registry, account, db, store, writer };
}

/** The page's way in: whoever is current, else a new guest. */
export async function openDevice(platform: Platform): Promise<Device> {
  const registry = await openDeviceRegistry(platform);
  await finishWipes(registry, platform.idb);
  return enterDevice(platform, registry, await registry.ensureGuest());
}
