import { describe, expect, it, vi } from "vitest";
import { enterAccount } from "../../../src/adapters/dexie/account-door.ts";
import type { IdbEnvironment } from "../../../src/adapters/dexie/environment.ts";
import { ensureGuest, openRegistry } from "../../../src/adapters/dexie/registry.ts";
import { claim, claimedIn, end, enterAs, forget, questionOf, reopen, rollOf, shut, unask } from "../../../src/adapters/dexie/roll.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { nothingWaits } from "../../../src/adapters/dexie/waiting.ts";
import { emptyAccount, finishWipes, wipeAccount } from "../../../src/adapters/dexie/wipe.ts";
import { databaseName } from "../../../src/domain/ids.ts";
import { DatabaseGone } from "../../../src/sync/ports.ts";
import { content, device, dump, entry, message, promised } from "./device.ts";

const open = (environment: IdbEnvironment, context = "a") => {
  let made = 0;
  return openRegistry({ uuid: () => `${context}${(made += 1)}`, now: () => 7, environment });
};
const mina = { userId: "11111111-1111-4111-8111-111111111111", email: "mina@example.org" };
const rafi = { userId: "22222222-2222-4222-8222-222222222222", email: "rafi@example.org" };
const session = (user: typeof mina) => ({ ...user, accessToken: "access", refreshToken: "refresh", expiresAt: 99 });

describe("the registry of accounts", () => {
  it("[C2] two tabs that start at once get the same guest", async () => {
    const environment = device();
    const tabs = await Promise.all([open(environment, "a"), open(environment, "b")]);
    const guests = await Promise.all([...tabs, ...tabs].map((tab) => ensureGuest(tab)));
    expect(new Set(guests.map((guest) => guest.name)).size).toBe(1);
    expect(await tabs[0]?.accounts()).toHaveLength(1);
    expect(guests[0]).toEqual({ name: guests[0]?.name, kind: "guest", userId: null, email: null, status: "open", createdAt: 7, entered: false });
  });

  it("a guest that signs up keeps the database and stays current", async () => {
    const registry = await open(device());
    const guest = await ensureGuest(registry);
    const adopted = await enterAs(registry, session(mina), true);
    expect(adopted).toEqual({ ...guest, kind: "user", ...mina });
    expect(await registry.current()).toEqual(adopted);
    expect(await enterAs(registry, session(mina), true)).toEqual(adopted);
    expect(await ensureGuest(registry)).toEqual(adopted);
    expect(await questionOf(registry)).toBeNull();
  });

  it("[G1] signing in to an account that exists opens a database of its own; the guest's stays apart, and the question stands", async () => {
    const registry = await open(device());
    const guest = await ensureGuest(registry);
    const entered = await enterAs(registry, session(mina), false);
    expect(entered.name).not.toBe(guest.name);
    expect(await registry.current()).toEqual(entered);
    expect(await registry.account(guest.name)).toEqual(guest);
    expect(await questionOf(registry)).toEqual({ guest: guest.name, account: entered.name });
    await shut(registry, entered.name);
    // A user who is here already keeps their database, whoever takes them for new: nobody's guest is handed to them unasked.
    expect((await enterAs(registry, session(mina), true)).name).toBe(entered.name);
    expect((await registry.account(guest.name))?.kind).toBe("guest");
  });

  it("a user is added once, by two tabs too; who signs in from another account is asked nothing", async () => {
    const environment = device();
    const [one, two] = await Promise.all([open(environment, "a"), open(environment, "b")]);
    await ensureGuest(one);
    const [first, second] = await Promise.all([enterAs(one, session(mina), false), enterAs(two, session({ ...mina, email: "new@example.org" }), false)]);
    expect(second.name).toBe(first.name);
    await unask(one);
    const other = await enterAs(two, session(rafi), true);
    expect(other.name).not.toBe(first.name);
    expect((await one.accounts()).map(({ kind }) => kind).sort()).toEqual(["guest", "user", "user"]);
    expect(await questionOf(one)).toBeNull();
  });

  it("[T4] an ended account is not current, its tokens are gone, and its user starts anew under another name", async () => {
    const registry = await open(device());
    const guest = await ensureGuest(registry);
    const user = await enterAs(registry, session(mina), false);
    await end(registry, user.name);
    expect(await registry.current()).toEqual(guest);
    expect(await registry.sessions.read(mina.userId)).toBeNull();
    await expect(reopen(registry, user.name)).rejects.toBeInstanceOf(DatabaseGone);
    expect((await enterAs(registry, session(mina), false)).name).not.toBe(user.name);
    await forget(registry, user.name);
    expect(await registry.account(user.name)).toBeNull();
    await expect(forget(registry, guest.name)).rejects.toThrow("end the account first");
  });

  it("[T4] an account that is kept is shut: the guest is current, and it opens by signing in alone", async () => {
    const registry = await open(device());
    const guest = await ensureGuest(registry);
    const user = await enterAs(registry, session(mina), false);
    await shut(registry, user.name);
    expect(await registry.current()).toEqual(guest);
    expect(await registry.sessions.read(mina.userId)).toBeNull();
    expect(await reopen(registry, user.name)).toBe(false);
    expect(await registry.current()).toEqual(guest);
    expect(await enterAs(registry, session(mina), false)).toEqual(user);
    expect(await reopen(registry, guest.name)).toBe(true);
    expect(await reopen(registry, user.name)).toBe(true);
    expect(await registry.current()).toEqual(user);
  });

  it("[G2] a guest is claimed by one account alone, and not while it is open", async () => {
    const registry = await open(device());
    const guest = await ensureGuest(registry);
    expect(await claim(registry, guest.name, mina)).toBe(false);
    const user = await enterAs(registry, session(mina), false);
    expect(await claim(registry, user.name, rafi)).toBe(false);
    expect(await claim(registry, guest.name, mina)).toBe(true);
    expect(await claim(registry, guest.name, mina)).toBe(true);
    expect(await claim(registry, guest.name, rafi)).toBe(false);
    expect(await questionOf(registry)).toBeNull();
    const { records } = await rollOf(registry);
    expect([mina, rafi].map(({ userId }) => claimedIn(records, userId).length)).toEqual([1, 0]);
    await expect(reopen(registry, guest.name)).rejects.toBeInstanceOf(DatabaseGone);
    await shut(registry, user.name);
    expect((await registry.current())?.name).not.toBe(guest.name);
  });

  it("[C5] sessions are kept per user, shared by contexts, and cleared alone", async () => {
    const environment = device();
    const [page, worker] = await Promise.all([open(environment, "a"), open(environment, "b")]);
    const account = await enterAs(page, session(mina), false);
    expect(await worker.sessions.read(mina.userId)).toEqual(session(mina));
    expect(await worker.sessions.renew({ ...session(mina), accessToken: "renewed", refreshToken: "next" }, "refresh")).toBe(true);
    expect((await page.sessions.read(mina.userId))?.accessToken).toBe("renewed");
    await worker.sessions.clear(mina.userId, "refresh");
    expect(await page.sessions.read(mina.userId)).not.toBeNull();
    await worker.sessions.clear(mina.userId, "next");
    expect(await page.sessions.read(mina.userId)).toBeNull();
    expect(await page.account(account.name)).toEqual(account);
  });

  it("[T4] a refresh that was on its way when the account was left brings no tokens back", async () => {
    const registry = await open(device());
    await ensureGuest(registry);
    const user = await enterAs(registry, session(mina), false);
    await shut(registry, user.name);
    expect(await registry.sessions.renew({ ...session(mina), refreshToken: "next" }, "refresh")).toBe(false);
    expect(await registry.sessions.read(mina.userId)).toBeNull();
  });

  it("config and device settings survive a new start", async () => {
    const environment = device();
    const before = await open(environment);
    expect(await before.config.read()).toBeUndefined();
    await before.config.write({ supabaseUrl: "", publishableKey: "key" });
    await before.settings.put("theme", "dark");
    before.close();
    const after = await open(environment);
    expect(await after.config.read()).toEqual({ supabaseUrl: "", publishableKey: "key" });
    expect(await after.settings.get("theme")).toBe("dark");
    await expect(before.current()).rejects.toBeInstanceOf(DatabaseGone);
  });
});

describe("the account door", () => {
  it("[T2] the first entrance creates, the second opens; neither is an eviction", async () => {
    const environment = device();
    const registry = await open(environment);
    const guest = await ensureGuest(registry);
    const first = await enterAccount(registry, guest, content("00000000000000aa"), environment);
    const second = await enterAccount(registry, guest, content("00000000000000bb"), environment);
    expect([first.evicted, second.evicted]).toEqual([false, false]);
    expect((await createDexieStore(second.db).read([], (tx) => tx.state())).client).toBe("00000000000000aa");
  });

  it("[T2] a database the browser has evicted comes back empty, with a new client, and says so", async () => {
    const environment = device();
    const registry = await open(environment);
    const guest = await ensureGuest(registry);
    (await enterAccount(registry, guest, content("00000000000000aa"), environment)).db.leave();
    await promised(environment.indexedDB.deleteDatabase(guest.name));
    const back = await enterAccount(registry, guest, content("00000000000000bb"), environment);
    expect(back.evicted).toBe(true);
    expect((await createDexieStore(back.db).read([], (tx) => tx.state())).client).toBe("00000000000000bb");
    expect((await enterAccount(registry, guest, content("00000000000000cc"), environment)).evicted).toBe(false);
  });

  it("[T4] entering an account that another tab has wiped meanwhile leaves nothing behind", async () => {
    const environment = device();
    const registry = await open(environment);
    const guest = await ensureGuest(registry);
    const { db } = await enterAccount(registry, guest, content(), environment);
    await wipeAccount(registry, db, guest.name, environment);
    await expect(enterAccount(registry, guest, content(), environment)).rejects.toBeInstanceOf(DatabaseGone);
    expect((await environment.indexedDB.databases()).map((info) => info.name)).toEqual(["bondhu"]);
  });

  it("[T4] a wipe closes the other tab, which can write nothing more", async () => {
    const environment = device();
    const registry = await open(environment);
    const guest = await ensureGuest(registry);
    const [here, there] = await Promise.all([1, 2].map(() => enterAccount(registry, guest, content(), environment)));
    if (!here || !there) throw new Error("two entrances were made");
    const store = createDexieStore(there.db);
    await store.write(["chat_messages"], async (tx) => {
      await tx.putRows("chat_messages", [message(1)]);
      await tx.putOutbox([entry(1)]);
    });
    const told = vi.fn<() => void>();
    there.db.onGone(told);
    await wipeAccount(registry, here.db, guest.name, environment);
    expect(told).toHaveBeenCalledOnce();
    await expect(store.write([], (tx) => tx.state())).rejects.toBeInstanceOf(DatabaseGone);
    expect(await registry.accounts()).toEqual([]);
    expect(await dump(environment, guest.name)).toBeNull();
  });

  it("[T4] a wipe cut short is finished at the next start", async () => {
    const environment = device();
    const registry = await open(environment);
    const guest = await ensureGuest(registry);
    (await enterAccount(registry, guest, content(), environment)).db.leave();
    await end(registry, guest.name);
    await finishWipes(registry, environment);
    expect(await dump(environment, guest.name)).toBeNull();
    expect(await registry.accounts()).toEqual([]);
  });

  it("[T4] a wipe looks and empties in one transaction: what another tab wrote in the last moment is looked at, what it writes after is refused", async () => {
    const environment = device();
    const registry = await open(environment);
    const guest = await ensureGuest(registry);
    const [here, there] = await Promise.all([1, 2].map(() => enterAccount(registry, guest, content(), environment)));
    if (!here || !there) throw new Error("two entrances were made");
    const store = createDexieStore(there.db);
    const write = (at: number) =>
      store.write(["chat_messages"], async (tx) => {
        await tx.putRows("chat_messages", [message(at)]);
        await tx.putOutbox([entry(at)]);
        await tx.setState({ ...(await tx.state()), nextSeq: at + 1 });
      });
    const [, refused] = await Promise.all([write(1), emptyAccount(here.db, nothingWaits)]);
    expect(refused).toMatchObject({ changes: 1 });
    expect((await dump(environment, guest.name))?.["chat_messages"]).toHaveLength(1);
    await write(2);
    const refusedAgain = await emptyAccount(here.db, ({ mark }) => mark === refused?.mark);
    expect(refusedAgain).toMatchObject({ changes: 2 });
    // Asked for while the wipe is under way.
    let late = Promise.resolve();
    const wiped = await emptyAccount(here.db, ({ mark }) => {
      late = write(3);
      late.catch(() => undefined);
      return mark === refusedAgain?.mark;
    });
    expect(wiped).toBeNull();
    await expect(late).rejects.toBeInstanceOf(DatabaseGone);
    const left = await dump(environment, guest.name);
    expect(Object.entries(left ?? {}).flatMap(([store, rows]) => (rows.length > 0 ? [store] : []))).toEqual(["state"]);
  });

  it("[T3] names come from the given randomness, one each", async () => {
    const registry = await open(device());
    expect([(await ensureGuest(registry)).name, (await enterAs(registry, session(mina), false)).name]).toEqual([databaseName("bondhu-a1"), databaseName("bondhu-a2")]);
  });
});
