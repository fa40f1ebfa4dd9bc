/** The only way out of an account's database on this device (T4). */
import type { DatabaseName } from "../../domain/ids.ts";
import { deleteByName } from "./account-door.ts";
import { stateRow } from "./database.ts";
import type { BondhuDatabase } from "./database.ts";
import { platformIdb } from "./environment.ts";
import type { IdbEnvironment } from "./environment.ts";
import { storeError } from "./errors.ts";
import { permit } from "./middleware.ts";
import type { Registry } from "./registry.ts";
import { end, forget } from "./roll.ts";
import { readWaiting } from "./waiting.ts";
import type { Waiting } from "./waiting.ts";

/**
 * T4: looks at what waits, and unless `giveUp` takes that, nothing happens and it is returned. Otherwise every table is emptied and the
 * database marked dead (null). One transaction: a write of another tab was either looked at or is refused.
 */
export async function emptyAccount(db: BondhuDatabase, giveUp: (waiting: Waiting) => boolean): Promise<Waiting | null> {
  try {
    return await db.transaction("rw!", db.tables, async (transaction) => {
      permit(transaction.idbtrans);
      const row = await db.state.get("engine");
      if (row?.status === "open") {
        const waiting = await readWaiting(db);
        if (!giveUp(waiting)) return waiting;
      }
      await Promise.all(db.tables.map((table) => table.clear()));
      if (row) await db.state.put(stateRow({ ...row, stamp: `000000000000-0000-${row.client}` }, "dead"));
      return null;
    });
  } catch (reason) {
    throw storeError(reason, db.isOpen());
  }
}

/** Ends an account on this device whatever waits there, and removes its database. {@link finishWipes} resumes after a crash at any point. */
export async function wipeAccount(registry: Registry, db: BondhuDatabase, name: DatabaseName, environment: IdbEnvironment = platformIdb()): Promise<void> {
  await emptyAccount(db, () => true);
  await end(registry, name);
  db.leave();
  await deleteByName(name, environment);
  await forget(registry, name);
}

/** The registry hears what its database says: a crash came in between. */
export const endWiped = (registry: Registry, name: DatabaseName): Promise<void> => end(registry, name);

/** Deletes what a wipe left behind when it was cut short. At every start, before anything is opened. */
export async function finishWipes(registry: Registry, environment: IdbEnvironment = platformIdb()): Promise<void> {
  for (const record of await registry.accounts()) {
    if (record.status !== "dead") continue;
    await deleteByName(record.name, environment);
    await forget(registry, record.name);
  }
}
