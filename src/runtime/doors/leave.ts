/** T4: the ways out of an account on this device. Nothing that waits is given up but by its own name; a crash between any two steps is finished by the next start. */
import { removeLeftovers } from "../../adapters/browser/leftovers.ts";
import { nothingWaits } from "../../adapters/dexie/waiting.ts";
import type { Waiting } from "../../adapters/dexie/waiting.ts";
import type { AccountRecord, Registry } from "../../adapters/dexie/registry.ts";
import { claimedIn, end, shut } from "../../adapters/dexie/roll.ts";
import { emptyAccount, finishWipes } from "../../adapters/dexie/wipe.ts";
import type { DatabaseName } from "../../domain/ids.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { AccountDeps } from "../account.ts";
import type { LeaveError, Leaving } from "../api.ts";
import { enterDevice, inTime } from "../device.ts";
import type { Platform } from "../platform.ts";

/** How long signing out waits for the server; the session there lapses anyway. */
const goodbyeMs = 3000;

/** What `how` gives up, now that this waits. */
function givesUp(how: Leaving, waiting: Waiting): boolean {
  if (how.kind === "gone") return true;
  return how.kind === "discard" ? waiting.mark === how.mark : nothingWaits(waiting);
}

/** Ends the account that is open here. `quiet` stops what still works on it. Reload afterwards: the page's database is gone or somebody else's. */
export async function leave(deps: AccountDeps, how: Leaving, quiet: () => Promise<void>): Promise<Result<void, LeaveError>> {
  const { device, auth } = deps;
  const { registry, account, db } = device;
  const record = await registry.account(account.name);
  // Another tab was quicker.
  if (record?.status !== "open" || record.userId === null) return ok(undefined);
  const session = await registry.sessions.read(record.userId);
  if (how.kind === "keep") await shut(registry, record.name);
  else {
    const along = claimedIn(await registry.accounts(), record.userId);
    if (along.length > 0 && how.kind === "now") return err({ kind: "waiting" });
    if (await emptyAccount(db, (waiting) => givesUp(how, waiting))) return err({ kind: "waiting" });
    await end(registry, record.name, along.map(({ name }) => name));
  }
  await quiet();
  // Unreached or refused: the tokens are forgotten here all the same.
  const goodbye = session === null ? false : auth.signOut(session.accessToken).catch(() => false);
  await inTime(deps, Promise.all([goodbye, removeLeftovers(record.name)]), goodbyeMs);
  if (how.kind === "keep") return ok(undefined);
  db.leave();
  await inTime(deps, finishWipes(registry, deps.idb));
  return ok(undefined);
}

/** Removes an account, or a guest, that is here and not open. `mark`: of what is given up; null: nothing may wait. */
export async function remove(platform: Platform, deps: Omit<AccountDeps, "auth">, name: DatabaseName, mark: number | null): Promise<Result<void, LeaveError>> {
  const { registry } = deps.device;
  const record = await registry.account(name);
  if (record?.status !== "open") return ok(undefined);
  const along = record.userId === null ? [] : claimedIn(await registry.accounts(), record.userId);
  if (along.length > 0 && mark === null) return err({ kind: "waiting" });
  const how: Leaving = mark === null ? { kind: "now" } : { kind: "discard", mark };
  if (await emptied(platform, deps.device.registry, record, (waiting) => givesUp(how, waiting))) return err({ kind: "waiting" });
  await end(registry, name, along.map((each) => each.name));
  await inTime(deps, Promise.all([removeLeftovers(name, false), finishWipes(registry, deps.idb)]));
  return ok(undefined);
}

/** As {@link emptyAccount}; a database that was never made, or that the browser has evicted, is empty. */
async function emptied(platform: Platform, registry: Registry, record: AccountRecord, giveUp: (waiting: Waiting) => boolean): Promise<Waiting | null> {
  if (!record.entered) return null;
  try {
    const { db } = await enterDevice(platform, registry, record);
    try {
      return await emptyAccount(db, giveUp);
    } finally {
      db.leave();
    }
  } catch (reason) {
    if (reason instanceof DatabaseGone) return null;
    throw reason;
  }
}
