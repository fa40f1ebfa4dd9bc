/** Sets the lock, opens it, and knows the ways out of it; loaded when a lock is on or asked for. */
import { makePasskey, passkeyOffered, type Passkey, usePasskey } from "../../adapters/browser/passkey.ts";
import { hashPin, isPin, type PinHash } from "../../adapters/browser/pin-hash.ts";
import type { Registry } from "../../adapters/dexie/registry.ts";
import { enterAs } from "../../adapters/dexie/roll.ts";
import type { Auth } from "../../adapters/supabase/auth.ts";
import type { Json } from "../../shared/json.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { Clock, Locks } from "../../sync/ports.ts";
import type { AuthError, LockDoor, LockError, LockProof, LockView } from "../api.ts";
import type { PageLock } from "./mirror.ts";
import { openMirror } from "./open-mirror.ts";
import { parsePin } from "./pin.ts";
import { afterFailure, noTries, type Tries, triesAt } from "./tries.ts";

/** As the registry keeps it. */
interface LockRecord {
  readonly method: ({ readonly kind: "pin" } & PinHash) | ({ readonly kind: "passkey" } & Passkey);
  readonly afterMs: number;
  readonly tries: Tries;
}

/** What asks the device's authenticator; tests bring their own. */
export interface Authenticator {
  offered(): Promise<boolean>;
  make(name: string): Promise<Passkey | null>;
  use(passkey: Passkey): Promise<"right" | "wrong" | "cancelled">;
}
const browserAuthenticator: Authenticator = { offered: passkeyOffered, make: makePasskey, use: usePasskey };

export interface DoorDeps {
  readonly lock: PageLock;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly auth: () => Promise<Auth>;
  /** Removes everything on this device and starts the page anew. */
  readonly wipe: () => Promise<void>;
  readonly authenticator?: Authenticator;
}

export const lockSetting = "lock";
/** Of the Web Lock under which tries are taken. */
const lockName = "bondhu-app-lock";

export function lockDoor({ lock, registry, clock, locks, auth, wipe, authenticator = browserAuthenticator }: DoorDeps): LockDoor {
  const read = async (): Promise<LockRecord | null> => ((await registry.settings.get(lockSetting)) ?? null) as LockRecord | null;
  const write = (record: LockRecord | null): Promise<void> => registry.settings.put(lockSetting, record as Json);
  /** One after another, in whichever tab. */
  async function alone<T>(work: () => Promise<T>): Promise<T> {
    const outcome = await locks.run(lockName, { wait: true }, work);
    if (!outcome.held) throw new Error("a lock that was waited for is held");
    return outcome.value;
  }
  const open = (record: LockRecord): void => lock.write(openMirror(record.afterMs, clock.now()));

  /** A5, A6. On success the tries are forgotten. */
  async function prove(record: LockRecord, proof: LockProof): Promise<Result<void, LockError>> {
    if (record.method.kind === "passkey") {
      const outcome = await authenticator.use(record.method);
      return outcome === "right" ? ok(undefined) : err({ kind: outcome, waitMs: 0 });
    }
    const tries = triesAt(record.tries, clock.now());
    if (tries.leftMs > 0) return err({ kind: "wait", waitMs: tries.leftMs });
    const counted = afterFailure(tries, clock.now());
    // Before it is looked at: a page that is closed meanwhile has had its try.
    await write({ ...record, tries: counted });
    const pin = proof.kind === "pin" ? parsePin(proof.pin) : null;
    if (pin === null || !(await isPin(pin, record.method))) return err({ kind: "wrong", waitMs: counted.leftMs });
    await write({ ...record, tries: noTries });
    return ok(undefined);
  }
  const proven = async (proof: LockProof, then: (record: LockRecord) => Promise<Result<void, LockError>>): Promise<Result<void, LockError>> => {
    const work = async (): Promise<Result<void, LockError>> => {
      const record = await read();
      if (record === null) return off();
      const result = await prove(record, proof);
      return result.ok ? then({ ...record, tries: noTries }) : result;
    };
    // The person is asked by the system, for as long as it takes; there are no tries to count.
    return (await read())?.method.kind === "passkey" ? work() : alone(work);
  };
  async function off(): Promise<Result<void, LockError>> {
    await write(null);
    lock.write(null);
    return ok(undefined);
  }
  async function set(record: LockRecord): Promise<Result<void, LockError>> {
    await write(record);
    open(record);
    if (lock.state() === "open") return ok(undefined);
    // The browser keeps no mirror, and without it nothing would be locked.
    await off();
    return err({ kind: "unavailable", waitMs: 0 });
  }
  /** A new method; where there is a lock, the old one has to be shown first. */
  const replace = (proof: LockProof | null, make: (before: LockRecord | null) => Promise<Result<void, LockError>>): Promise<Result<void, LockError>> =>
    proof === null ? alone(async () => ((await read()) === null ? make(null) : err({ kind: "wrong", waitMs: 0 } as const))) : proven(proof, make);

  return {
    async view(): Promise<LockView | null> {
      const look = async (mayWrite: boolean): Promise<LockView | null> => {
        const record = await read();
        if (record === null) {
          if (lock.state() !== "off") lock.write(null);
          return null;
        }
        const tries = triesAt(record.tries, clock.now());
        // Counted from now on, so that a clock set back passes no time and adds none.
        if (mayWrite && tries.leftMs > 0) await write({ ...record, tries });
        return { method: record.method.kind, afterMs: record.afterMs, waitMs: tries.leftMs };
      };
      const outcome = await locks.run(lockName, { wait: false }, () => look(true));
      return outcome.held ? outcome.value : await look(false);
    },
    offers: async () => ({ pin: globalThis.crypto.subtle !== undefined, passkey: globalThis.crypto.subtle !== undefined && (await authenticator.offered()) }),
    setPin: (text, afterMs, proof) =>
      replace(proof, async (before) => {
        const pin = parsePin(text);
        if (pin === null) return err({ kind: "noPin", waitMs: 0 });
        return await set({ method: { kind: "pin", ...(await hashPin(pin)) }, afterMs: before?.afterMs ?? afterMs, tries: noTries });
      }),
    setPasskey: (name, afterMs, proof) =>
      replace(proof, async (before) => {
        const passkey = await authenticator.make(name);
        if (passkey === null) return err({ kind: "cancelled", waitMs: 0 });
        return await set({ method: { kind: "passkey", ...passkey }, afterMs: before?.afterMs ?? afterMs, tries: noTries });
      }),
    setAfter: (afterMs) =>
      alone(async () => {
        const record = await read();
        if (record === null) return;
        await write({ ...record, afterMs });
        if (lock.state() === "open") open({ ...record, afterMs });
      }),
    turnOff: (proof) => proven(proof, off),
    unlock: (proof) =>
      proven(proof, async (record) => {
        open(record);
        return ok(undefined);
      }),
    lockNow: () => lock.write("locked"),
    async forgotten(password): Promise<Result<void, AuthError>> {
      const account = await registry.current();
      if (account?.userId == null || account.email === null) return err({ kind: "invalidCredentials" });
      const granted = await (await auth()).signIn(account.email, password);
      if (!granted.ok) return granted;
      // Only the account whose words these are.
      if (granted.value.userId !== account.userId) return err({ kind: "invalidCredentials" });
      await enterAs(registry, granted.value, false);
      await alone(off);
      return ok(undefined);
    },
    wipe,
  };
}
