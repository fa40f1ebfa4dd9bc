/** Into an account: guest first, sign-up keeps the guest's database, sign-in opens the account's own. The ways out are in `doors/`. */
import type { IdbEnvironment } from "../adapters/dexie/environment.ts";
import { enterAs } from "../adapters/dexie/roll.ts";
import type { Auth } from "../adapters/supabase/auth.ts";
import { ok, type Result } from "../shared/result.ts";
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

/** A new account: what the guest wrote now has somewhere to go. */
export async function signUp({ device, auth }: AccountDeps, email: string, password: string): Promise<Result<void, AuthError>> {
  const granted = await auth.signUp(email.trim(), password);
  if (!granted.ok) return granted;
  await enterAs(device.registry, granted.value, true);
  return ok(undefined);
}

/** An existing account: its own database opens; a guest's words stay apart on this device, and what becomes of them is asked there (G1). */
export async function signIn({ device, auth }: AccountDeps, email: string, password: string): Promise<Result<void, AuthError>> {
  const granted = await auth.signIn(email.trim(), password);
  if (!granted.ok) return granted;
  await enterAs(device.registry, granted.value, false);
  return ok(undefined);
}
