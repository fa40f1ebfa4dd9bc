/** The only way into an account's database on this device (T2, T3). The way out is in `wipe.ts`. */
import Dexie from "dexie";
import { DatabaseGone } from "../../sync/ports.ts";
import type { EngineState, StoreTx } from "../../sync/ports.ts";
import { createAccountDatabase } from "./database.ts";
import type { BondhuDatabase } from "./database.ts";
import { platformIdb } from "./environment.ts";
import type { IdbEnvironment } from "./environment.ts";
import type { AccountRecord, Registry } from "./registry.ts";
import { silence } from "./silence.ts";
import { upgradeContent } from "./store.ts";

export interface Entrance {
  readonly db: BondhuDatabase;
  /** The registry knew this database and it was not there any more: a new client, nothing on the device; pull everything. */
  readonly evicted: boolean;
}

/** What the engine has to say about a database's content. */
export interface Content {
  /** Asked at most once, used only when the database is created. */
  readonly newState: () => EngineState;
  /** Asked for only where there is something to lift: what lifts the content of an older build, in the transaction that it is given (T3). */
  readonly upgrade: () => Promise<(tx: StoreTx) => Promise<void>>;
}

/**
 * Opens the account's database, creating it at the first entrance or after an eviction, and lifting an older build's.
 * @throws {DatabaseGone} when the account has ended meanwhile.
 */
export async function enterAccount(
  registry: Registry,
  record: AccountRecord,
  { newState, upgrade }: Content,
  environment: IdbEnvironment = platformIdb(),
): Promise<Entrance> {
  const { db, created } = await createAccountDatabase(record.name, newState(), environment);
  // Another tab may have wiped the account between the caller's look at the registry and our creating: then nothing may stay.
  const now = await registry.account(record.name);
  if (now?.status !== "open") {
    if (created) await deleteDatabase(db, environment);
    else db.leave();
    throw new DatabaseGone(`${record.name} has ended on this device`);
  }
  try {
    await upgradeContent(db, upgrade);
  } catch (reason) {
    db.leave();
    throw reason;
  }
  if (!now.entered) await registry.markEntered(record.name);
  return { db, evicted: created && now.entered };
}

async function deleteDatabase(db: BondhuDatabase, environment: IdbEnvironment): Promise<void> {
  db.leave();
  await deleteByName(db.name, environment);
}

/** Resolves once it is gone; other tabs' connections close by themselves on `versionchange`. */
export async function deleteByName(name: string, environment: IdbEnvironment): Promise<void> {
  const handle = new Dexie(name, { indexedDB: environment.indexedDB, IDBKeyRange: environment.IDBKeyRange });
  silence(handle);
  await handle.delete();
}
