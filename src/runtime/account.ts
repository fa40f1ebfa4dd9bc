/** Accounts on this device: guest first, sign-up keeps the guest's database, sign-in opens the account's own, sign-out leaves nothing behind unsent. */
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

/** Only when everything has arrived. The database stays on this device, without tokens; the guest's comes back. */
export async function signOut({ device, auth, clock }: AccountDeps): Promise<Result<void, AuthError>> {
  const { registry, account, store } = device;
  const current = (await registry.account(account.name)) ?? account;
  if (current.userId === null) return ok(undefined);
  const waiting = await store.read([], async (tx) => (await tx.outboxSize()).count + (await tx.quarantine()).length);
  if (waiting > 0) return err({ kind: "pending", count: waiting });
  const session = await registry.sessions.read(current.userId);
  if (session !== null) {
    await Promise.race([
      // Unreached or refused: the tokens are forgotten here all the same.
      auth.signOut(session.accessToken).catch(() => false),
      new Promise<void>((resolve) => clock.after(goodbyeMs, resolve)),
    ]);
    await registry.sessions.clear(current.userId);
  }
  const guest = (await registry.accounts()).find((record) => record.kind === "guest" && record.status === "open");
  if (guest === undefined) await registry.startGuest();
  else await registry.switchTo(guest.name);
  return ok(undefined);
}
