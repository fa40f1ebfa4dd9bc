/** Accounts on this device: guest first, sign-up keeps the guest's database, sign-in opens the account's own, sign-out leaves nothing unsent and nothing behind. */
import { wipeAccount } from "../adapters/dexie/account-door.ts";
import type { IdbEnvironment } from "../adapters/dexie/environment.ts";
import type { Registry } from "../adapters/dexie/registry.ts";
import type { Auth } from "../adapters/supabase/auth.ts";
import type { StoredSession } from "../adapters/supabase/session.ts";
import { err, ok, type Result } from "../shared/result.ts";
import type { Clock } from "../sync/ports.ts";
import type { AuthError } from "./api.ts";
import type { Device } from "./device.ts";

export interface AccountDeps {
  readonly device: Device;
  readonly auth: Auth;
  readonly clock: Clock;
  /** Absent: the platform's own IndexedDB. */
  readonly idb?: IdbEnvironment | undefined;
}

/** How long signing out waits for the server; the session there lapses anyway. */
const goodbyeMs = 3000;

/** Somebody else's words are never mixed in: only a guest's database may become the new account's. */
async function enter(registry: Registry, session: StoredSession, adoptGuest: boolean): Promise<void> {
  const user = { userId: session.userId, email: session.email };
  await registry.sessions.write(session);
  const current = await registry.current();
  if (current?.userId === user.userId) {
    await registry.adopt(current.name, user);
    return;
  }
  if (adoptGuest && current?.kind === "guest") {
    await registry.adopt(current.name, user);
    return;
  }
  const record = await registry.addUser(user);
  await registry.switchTo(record.name);
}

/** A new account: what the guest wrote now has somewhere to go. */
export async function signUp({ device, auth }: AccountDeps, email: string, password: string): Promise<Result<void, AuthError>> {
  const granted = await auth.signUp(email.trim(), password);
  if (!granted.ok) return granted;
  await enter(device.registry, granted.value, true);
  return ok(undefined);
}

/** An existing account: its own database opens; a guest's words stay apart on this device. */
export async function signIn({ device, auth }: AccountDeps, email: string, password: string): Promise<Result<void, AuthError>> {
  const granted = await auth.signIn(email.trim(), password);
  if (!granted.ok) return granted;
  await enter(device.registry, granted.value, false);
  return ok(undefined);
}

/** Everything of this account that has not reached the server: queued, or refused and kept. */
const waiting = ({ store }: Device): Promise<number> =>
  store.read([], async (tx) => (await tx.outboxSize()).count + (await tx.quarantine()).length);

/** Makes a guest current: the one whose words are still on this device, else a new one. */
async function becomeGuest(registry: Registry): Promise<void> {
  const guest = (await registry.accounts()).find((record) => record.kind === "guest" && record.status === "open");
  if (guest === undefined) await registry.startGuest();
  else await registry.switchTo(guest.name);
}

/**
 * Only when everything has arrived; then nothing of the account stays on this device. `leave` stops what still works on the
 * database. Reload afterwards: the page's database is gone.
 */
export async function signOut({ device, auth, clock, idb }: AccountDeps, leave: () => Promise<void>): Promise<Result<void, AuthError>> {
  const { registry, account, db } = device;
  const record = await registry.account(account.name);
  if (record === null || record.userId === null) return ok(undefined);
  const before = await waiting(device);
  if (before > 0) return err({ kind: "pending", count: before });
  const session = await registry.sessions.read(record.userId);
  // Other tabs follow the switch and stop writing here; what one of them wrote meanwhile still has to arrive.
  await becomeGuest(registry);
  const since = await waiting(device);
  if (since > 0) {
    await registry.switchTo(record.name);
    return err({ kind: "pending", count: since });
  }
  await leave();
  if (session !== null) {
    await registry.sessions.clear(record.userId);
    await Promise.race([
      // Unreached or refused: the tokens are forgotten here all the same.
      auth.signOut(session.accessToken).catch(() => false),
      new Promise<void>((resolve) => clock.after(goodbyeMs, resolve)),
    ]);
  }
  await wipeAccount(registry, db, account.name, idb);
  return ok(undefined);
}
