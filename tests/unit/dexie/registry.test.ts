import { describe, expect, it, vi } from "vitest";
import { enterAccount, finishWipes, wipeAccount } from "../../../src/adapters/dexie/account-door.ts";
import type { IdbEnvironment } from "../../../src/adapters/dexie/environment.ts";
import { openRegistry } from "../../../src/adapters/dexie/registry.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { databaseName } from "../../../src/domain/ids.ts";
import { DatabaseGone } from "../../../src/sync/ports.ts";
import { content, device, dump, entry, message, promised } from "./device.ts";

const open = (environment: IdbEnvironment, context = "a") => {
  let made = 0;
  return openRegistry({ uuid: () => `${context}${(made += 1)}`, now: () => 7, environment });
};
const mina = { userId: "11111111-1111-4111-8111-111111111111", email: "mina@example.org" };

describe("the registry of accounts", () => {
  it("[C2] two tabs that start at once get the same guest", async () => {
    const environment = device();
    const tabs = await Promise.all([open(environment, "a"), open(environment, "b")]);
    const guests = await Promise.all([...tabs, ...tabs].map((tab) => tab.ensureGuest()));
    expect(new Set(guests.map((guest) => guest.name)).size).toBe(1);
    expect(await tabs[0]?.accounts()).toHaveLength(1);
    expect(guests[0]).toEqual({ name: guests[0]?.name, kind: "guest", userId: null, email: null, status: "open", createdAt: 7, entered: false });
  });

  it("a guest that signs up keeps the database and stays current", async () => {
    const registry = await open(device());
    const guest = await registry.ensureGuest();
    const adopted = await registry.adopt(guest.name, mina);
    expect(adopted).toEqual({ ...guest, kind: "user", ...mina });
    expect(await registry.current()).toEqual(adopted);
    expect(await registry.adopt(guest.name, mina)).toEqual(adopted);
    expect(await registry.ensureGuest()).toEqual(adopted);
  });

  it("one database a user: a second adoption, and another user's database, are refused", async () => {
    const registry = await open(device());
    const guest = await registry.ensureGuest();
    const user = await registry.addUser(mina);
    await expect(registry.adopt(guest.name, mina)).rejects.toThrow("switch to it");
    await expect(registry.adopt(user.name, { ...mina, userId: "22222222-2222-4222-8222-222222222222" })).rejects.toThrow("somebody else");
    expect(await registry.current()).toEqual(guest);
  });

  it("a user is added once, by two tabs too, and becomes current only by switching", async () => {
    const environment = device();
    const [one, two] = await Promise.all([open(environment, "a"), open(environment, "b")]);
    const guest = await one.ensureGuest();
    const [first, second] = await Promise.all([one.addUser(mina), two.addUser({ ...mina, email: "new@example.org" })]);
    expect(second.name).toBe(first.name);
    expect((await one.current())?.name).toBe(guest.name);
    await two.switchTo(first.name);
    expect(await one.current()).toMatchObject({ name: first.name, kind: "user", userId: mina.userId });
  });

  it("[T4] an ended account is not current, cannot be switched to, and its user starts anew under another name", async () => {
    const registry = await open(device());
    const guest = await registry.ensureGuest();
    await registry.adopt(guest.name, mina);
    await registry.end(guest.name, "dead");
    expect(await registry.current()).toBeNull();
    await expect(registry.switchTo(guest.name)).rejects.toBeInstanceOf(DatabaseGone);
    await expect(registry.adopt(guest.name, mina)).rejects.toBeInstanceOf(DatabaseGone);
    expect((await registry.addUser(mina)).name).not.toBe(guest.name);
    expect((await registry.ensureGuest()).name).not.toBe(guest.name);
    await registry.forget(guest.name);
    expect(await registry.account(guest.name)).toBeNull();
    await expect(registry.forget((await registry.addUser(mina)).name)).rejects.toThrow("end the account first");
  });

  it("[C5] sessions are kept per user, shared by contexts, and cleared alone", async () => {
    const environment = device();
    const [page, worker] = await Promise.all([open(environment, "a"), open(environment, "b")]);
    const session = { ...mina, accessToken: "access", refreshToken: "refresh", expiresAt: 99 };
    await page.sessions.write(session);
    expect(await worker.sessions.read(mina.userId)).toEqual(session);
    await worker.sessions.write({ ...session, accessToken: "renewed" });
    expect((await page.sessions.read(mina.userId))?.accessToken).toBe("renewed");
    const account = await page.addUser(mina);
    await worker.sessions.clear(mina.userId);
    expect(await page.sessions.read(mina.userId)).toBeNull();
    expect(await page.account(account.name)).toEqual(account);
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
    const guest = await registry.ensureGuest();
    const first = await enterAccount(registry, guest, content("00000000000000aa"), environment);
    const second = await enterAccount(registry, guest, content("00000000000000bb"), environment);
    expect([first.evicted, second.evicted]).toEqual([false, false]);
    expect((await createDexieStore(second.db).read([], (tx) => tx.state())).client).toBe("00000000000000aa");
  });

  it("[T2] a database the browser has evicted comes back empty, with a new client, and says so", async () => {
    const environment = device();
    const registry = await open(environment);
    const guest = await registry.ensureGuest();
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
    const guest = await registry.ensureGuest();
    const { db } = await enterAccount(registry, guest, content(), environment);
    await wipeAccount(registry, db, guest.name, environment);
    await expect(enterAccount(registry, guest, content(), environment)).rejects.toBeInstanceOf(DatabaseGone);
    expect((await environment.indexedDB.databases()).map((info) => info.name)).toEqual(["bondhu"]);
  });

  it("[T4] a wipe closes the other tab, which can write nothing more", async () => {
    const environment = device();
    const registry = await open(environment);
    const guest = await registry.ensureGuest();
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
    const guest = await registry.ensureGuest();
    (await enterAccount(registry, guest, content(), environment)).db.leave();
    await registry.end(guest.name, "dead");
    await finishWipes(registry, environment);
    expect(await dump(environment, guest.name)).toBeNull();
    expect(await registry.accounts()).toEqual([]);
  });

  it("[T3] names come from the given randomness, one each", async () => {
    const registry = await open(device());
    expect([(await registry.startGuest()).name, (await registry.startGuest()).name]).toEqual([databaseName("bondhu-a1"), databaseName("bondhu-a2")]);
  });
});
