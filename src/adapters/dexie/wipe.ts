/** The only way out of an account's database on this device (T4). */
import type { DatabaseName } from "../../domain/ids.ts";
import { deleteByName } from "./account-door.ts";
import { stateRow } from "./database.ts";
import type { BondhuDatabase, StateRow } from "./database.ts";
import { platformIdb } from "./environment.ts";
import type { IdbEnvironment } from "./environment.ts";
import { storeError } from "./errors.ts";
import { lookAgain } from "./live.ts";
import { Mutated } from "./mutated.ts";
import type { Registry } from "./registry.ts";
import { end, forget } from "./roll.ts";
import { fate } from "./store.ts";
import { IdbStoreTx, result } from "./store-tx.ts";
import { waitingIn } from "./waiting.ts";
import type { Waiting } from "./waiting.ts";

/**
 * T4: looks at what waits, and unless `giveUp` takes that, nothing happens and it is returned. Otherwise every table is emptied and the
 * database marked dead (null). One transaction: a write of another tab was either looked at or is refused. Beneath Dexie, as the store is:
 * what awaits in a Dexie transaction disturbs the next one that is begun right behind it.
 */
export async function emptyAccount(db: BondhuDatabase, giveUp: (waiting: Waiting) => boolean): Promise<Waiting | null> {
  try {
    const transaction = db.backendDB().transaction(
      db.tables.map(({ name }) => name),
      "readwrite",
      { durability: "strict" },
    );
    const ended = fate(transaction);
    const left = await emptyIn(transaction, db, giveUp);
    const aborted = await ended;
    if (aborted) throw aborted;
    if (!left) lookAgain();
    return left;
  } catch (reason) {
    throw storeError(reason, db.isOpen());
  }
}

async function emptyIn(transaction: IDBTransaction, db: BondhuDatabase, giveUp: (waiting: Waiting) => boolean): Promise<Waiting | null> {
  const row = await result<StateRow | undefined>(transaction.objectStore("state").get("engine"));
  if (row?.status === "open") {
    const tx = new IdbStoreTx(transaction, Promise.resolve(row), new Mutated(db), db.environment.IDBKeyRange, () => undefined);
    const waiting = await waitingIn(tx);
    if (!giveUp(waiting)) return waiting;
  }
  for (const name of transaction.objectStoreNames) transaction.objectStore(name).clear();
  if (row) transaction.objectStore("state").put(stateRow({ ...row, stamp: `000000000000-0000-${row.client}` }, "dead"));
  return null;
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
