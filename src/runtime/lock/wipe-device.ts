/** A7's last way out: nothing of anybody is left on this device (T4). */
import { removeLeftovers } from "../../adapters/browser/leftovers.ts";
import { openAccountDatabase } from "../../adapters/dexie/database.ts";
import type { IdbEnvironment } from "../../adapters/dexie/environment.ts";
import type { AccountRecord } from "../../adapters/dexie/registry.ts";
import { end } from "../../adapters/dexie/roll.ts";
import { emptyAccount, finishWipes } from "../../adapters/dexie/wipe.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { Device } from "../device.ts";
import { lockSetting } from "./door.ts";

/** The caller has stopped everything that works on the database, and reloads afterwards. Cut short, the lock still holds and the next start deletes what has ended. */
export async function wipeDevice({ registry, account, db }: Device, idb: IdbEnvironment | undefined): Promise<void> {
  for (const record of await registry.accounts()) {
    if (record.name === account.name) await emptyAccount(db, () => true);
    else await emptyOther(record, idb);
    await end(registry, record.name);
    await removeLeftovers(record.name);
  }
  db.leave();
  await finishWipes(registry, idb);
  await registry.settings.put(lockSetting, null);
}

async function emptyOther(record: AccountRecord, idb: IdbEnvironment | undefined): Promise<void> {
  try {
    const other = await openAccountDatabase(record.name, idb);
    await emptyAccount(other, () => true).finally(() => other.leave());
  } catch (reason) {
    // Never made, or evicted: it is empty.
    if (!(reason instanceof DatabaseGone)) throw reason;
  }
}
