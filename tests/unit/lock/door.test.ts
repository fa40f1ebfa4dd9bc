/** A4, A5, A6, A7, A9: what opens the lock, how often that may be tried, and what else there is. */
import { beforeEach, describe, expect, test } from "vitest";
import { hashPin, sameBytes } from "../../../src/adapters/browser/pin-hash.ts";
import type { Passkey } from "../../../src/adapters/browser/passkey.ts";
import { ensureGuest, openRegistry, type Registry } from "../../../src/adapters/dexie/registry.ts";
import { enterAs } from "../../../src/adapters/dexie/roll.ts";
import type { Auth } from "../../../src/adapters/supabase/auth.ts";
import type { LockDoor } from "../../../src/runtime/api.ts";
import { type Authenticator, lockDoor, lockSetting } from "../../../src/runtime/lock/door.ts";
import { pageLock } from "../../../src/runtime/lock/mirror.ts";
import { openMirror } from "../../../src/runtime/lock/open-mirror.ts";
import { parsePin } from "../../../src/runtime/lock/pin.ts";
import { err, ok } from "../../../src/shared/result.ts";
import { MemoryMirror } from "../../support/memory-mirror.ts";
import { FakeClock, FakeLocks } from "../../support/sync/fakes.ts";
import { device } from "../dexie/device.ts";

const minute = 60_000;
const passkey: Passkey = { id: "id", key: "key", algorithm: -7 };
const right = { kind: "pin", pin: "2468" } as const;
const wrong = { kind: "pin", pin: "1111" } as const;

let clock: FakeClock;
let mirror: MemoryMirror;
let registry: Registry;
let locks: FakeLocks;
let outcome: "right" | "wrong" | "cancelled";
const wiped: number[] = [];
const session = (userId: string) => ({ userId, email: "mina@example.org", accessToken: "new", refreshToken: "new", expiresAt: 1 });
let owner = "mina";

const auth: Auth = {
  signUp: async () => err({ kind: "server" }),
  signIn: async (email, password) => (email === "mina@example.org" && password === "the password" ? ok(session(owner)) : err({ kind: "invalidCredentials" })),
  signOut: async () => true,
};
const authenticator: Authenticator = { offered: async () => true, make: async () => passkey, use: async () => outcome };

/** A tab of this device: a reload is another one. */
function tab(): { readonly door: LockDoor; readonly state: () => string } {
  const lock = pageLock(mirror.tab(), () => clock.now(), () => undefined);
  const door = lockDoor({ lock, registry, clock, locks, auth: async () => auth, wipe: async () => void wiped.push(1), authenticator });
  return { door, state: () => lock.state() };
}
/** A PIN whose hash is quick to make. */
async function pinned(tries = { failures: 0, leftMs: 0, asOf: 0 }): Promise<ReturnType<typeof tab>> {
  await registry.settings.put(lockSetting, { method: { kind: "pin", ...(await hashPin("2468", 1)) }, afterMs: minute, tries });
  mirror.value = "locked";
  return tab();
}

beforeEach(async () => {
  clock = new FakeClock();
  mirror = new MemoryMirror();
  locks = new FakeLocks();
  outcome = "right";
  owner = "mina";
  wiped.length = 0;
  let count = 0;
  registry = await openRegistry({ uuid: () => `00000000-0000-4000-8000-00000000000${(count += 1)}`, now: () => clock.now(), environment: device() });
});

describe("a PIN", () => {
  test("[A4] 4 to 12 digits of any script, and nothing else", () => {
    expect(["2468", " 2468 ", "২৪৬৮", "२४६८", "٢٤٦٨", "２４６８", "123456789012"].map(parsePin)).toEqual(["2468", "2468", "2468", "2468", "2468", "2468", "123456789012"]);
    for (const text of ["", "123", "1234567890123", "12 34", "12a4", "-123", "১২৩", "1.234", "①②③④"]) expect([text, parsePin(text)]).toEqual([text, null]);
  });

  test("[A4] what is kept is a salted hash, another one each time", async () => {
    const { door } = tab();
    expect(await door.setPin("২৪৬৮", minute, null)).toEqual(ok(undefined));
    const kept = JSON.stringify(await registry.settings.get(lockSetting));
    expect(kept).not.toContain("2468");
    expect(kept).toContain('"iterations":600000');
    const [one, two] = [await hashPin("2468", 1), await hashPin("2468", 1)];
    expect([one.salt === two.salt, one.hash === two.hash]).toEqual([false, false]);
    expect(await door.unlock(right)).toEqual(ok(undefined));
    expect(await door.setPin("12x", minute, right)).toEqual(err({ kind: "noPin", waitMs: 0 }));
  });

  test("[A4] bytes are compared to the last one", () => {
    const bytes = (...values: number[]) => new Uint8Array(values);
    expect(sameBytes(bytes(1, 2, 3), bytes(1, 2, 3))).toBe(true);
    for (const other of [bytes(1, 2, 4), bytes(0, 2, 3), bytes(1, 2), bytes(1, 2, 3, 0), bytes()]) expect(sameBytes(bytes(1, 2, 3), other)).toBe(false);
  });

  test("[A2] the right one opens every tab, for the time it was set for", async () => {
    const { door, state } = await pinned();
    const other = tab();
    expect(state()).toBe("locked");
    await door.unlock(right);
    expect([state(), other.state(), mirror.value]).toEqual(["open", "open", openMirror(minute, clock.now())]);
    await door.setAfter(15 * minute);
    expect(mirror.value).toBe(openMirror(15 * minute, clock.now()));
    door.lockNow();
    await door.setAfter(0);
    expect([state(), other.state()]).toEqual(["locked", "locked"]);
  });
});

describe("wrong tries", () => {
  test("[A5] four cost nothing, then 1, 5, 15 and 60 minutes; a wait is not looked at, a right one forgets them", async () => {
    const { door, state } = await pinned();
    const waits: number[] = [];
    for (let index = 0; index < 9; index += 1) {
      const result = await door.unlock(wrong);
      if (result.ok || result.error.kind !== "wrong") throw new Error(JSON.stringify(result));
      waits.push(result.error.waitMs / minute);
      if (result.error.waitMs === 0) continue;
      clock.passTo(clock.now() + result.error.waitMs - 1);
      // The right one neither: it would tell that it is.
      expect(await door.unlock(right)).toEqual(err({ kind: "wait", waitMs: 1 }));
      clock.passTo(clock.now() + 1);
    }
    expect(waits).toEqual([0, 0, 0, 0, 1, 5, 15, 60, 60]);
    expect(await door.unlock(right)).toEqual(ok(undefined));
    expect(state()).toBe("open");
    expect(await door.unlock(wrong)).toEqual(err({ kind: "wrong", waitMs: 0 }));
  });

  test("[A5] a reload does not shorten a wait, and a clock that is set back neither shortens nor lengthens it", async () => {
    await pinned({ failures: 5, leftMs: 0, asOf: 0 });
    await tab().door.unlock(wrong);
    expect((await tab().door.view())?.waitMs).toBe(5 * minute);
    clock.passTo(clock.now() + 2 * minute);
    expect((await tab().door.view())?.waitMs).toBe(3 * minute);
    clock.set(clock.now() - 24 * 60 * minute);
    expect((await tab().door.view())?.waitMs).toBe(3 * minute);
    expect(await tab().door.unlock(right)).toEqual(err({ kind: "wait", waitMs: 3 * minute }));
    clock.passTo(clock.now() + 3 * minute);
    expect(await tab().door.unlock(right)).toEqual(ok(undefined));
  });

  test("[A5] tries in many tabs at once are taken one after another, and each is counted before it is looked at", async () => {
    await pinned();
    const results = await Promise.all(Array.from({ length: 12 }, () => tab().door.unlock(wrong)));
    expect(results.map((result) => (result.ok ? "open" : result.error.kind))).toEqual([...Array.from({ length: 5 }, () => "wrong"), ...Array.from({ length: 7 }, () => "wait")]);
    clock.passTo(clock.now() + minute);
    // The page goes while the PIN is being hashed.
    const counted = tab().door.unlock(wrong);
    await expect.poll(async () => JSON.stringify(await registry.settings.get(lockSetting))).toContain('"failures":6');
    await counted;
  });
});

describe("a passkey", () => {
  test("[A6] opens when the authenticator says so, and its refusals are no tries", async () => {
    const { door, state } = tab();
    expect(await door.offers()).toEqual({ pin: true, passkey: true });
    expect(await door.setPasskey("Bondhu", 0, null)).toEqual(ok(undefined));
    door.lockNow();
    for (const refused of ["cancelled", "wrong"] as const) {
      outcome = refused;
      for (let index = 0; index < 6; index += 1) expect(await door.unlock({ kind: "passkey" })).toEqual(err({ kind: refused, waitMs: 0 }));
    }
    // A PIN opens no passkey.
    expect((await door.unlock(right)).ok).toBe(false);
    expect(state()).toBe("locked");
    outcome = "right";
    expect(await door.unlock({ kind: "passkey" })).toEqual(ok(undefined));
    expect([state(), (await door.view())?.method]).toEqual(["open", "passkey"]);
  });
});

describe("ways out", () => {
  test("[A7] it is not changed or turned off without showing it", async () => {
    const { door, state } = await pinned();
    await door.unlock(right);
    expect(await door.setPin("1357", minute, null)).toEqual(err({ kind: "wrong", waitMs: 0 }));
    expect((await door.setPin("1357", minute, wrong)).ok).toBe(false);
    expect((await door.turnOff(wrong)).ok).toBe(false);
    expect(await door.unlock(right)).toEqual(ok(undefined));
    expect(await door.setPin("1357", 0, right)).toEqual(ok(undefined));
    expect(await door.view()).toMatchObject({ afterMs: minute });
    expect(await door.turnOff({ kind: "pin", pin: "1357" })).toEqual(ok(undefined));
    expect([state(), mirror.value, await door.view()]).toEqual(["off", null, null]);
  });

  test("[A7] the account's password turns it off, and nobody else's does", async () => {
    const { door, state } = await pinned();
    expect(await door.forgotten("the password")).toEqual(err({ kind: "invalidCredentials" }));
    await ensureGuest(registry);
    expect(await door.forgotten("the password")).toEqual(err({ kind: "invalidCredentials" }));
    await enterAs(registry, { ...session("mina"), accessToken: "old" }, true);
    expect(await door.forgotten("guessed")).toEqual(err({ kind: "invalidCredentials" }));
    owner = "somebody else";
    expect(await door.forgotten("the password")).toEqual(err({ kind: "invalidCredentials" }));
    expect(state()).toBe("locked");
    owner = "mina";
    expect(await door.forgotten("the password")).toEqual(ok(undefined));
    expect([state(), await door.view(), (await registry.sessions.read("mina"))?.accessToken]).toEqual(["off", null, "new"]);
  });
});

describe("the mirror", () => {
  test("[A9] where the browser keeps none there is no lock", async () => {
    const lock = pageLock({ read: () => null, write: () => undefined, follow: () => undefined }, () => clock.now(), () => undefined);
    const door = lockDoor({ lock, registry, clock, locks, auth: async () => auth, wipe: async () => undefined, authenticator });
    expect(await door.setPin("2468", minute, null)).toEqual(err({ kind: "unavailable", waitMs: 0 }));
    expect(await door.view()).toBeNull();
  });

  test("[A9] a mirror without a lock opens", async () => {
    mirror.value = "locked";
    const { door, state } = tab();
    expect(await door.view()).toBeNull();
    expect(state()).toBe("off");
  });
});
