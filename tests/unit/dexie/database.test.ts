import { forceCloseDatabase, IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { describe, expect, it, vi } from "vitest";
import { createAccountDatabase, openAccountDatabase } from "../../../src/adapters/dexie/database.ts";
import { schemaVersion } from "../../../src/adapters/dexie/schema.ts";
import { NewerDatabase, NoIndexedDb } from "../../../src/adapters/dexie/errors.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { DatabaseGone } from "../../../src/sync/ports.ts";
import { account, created, device, dump, message, newState, promised } from "./device.ts";
import { eventually } from "../../support/eventually.ts";

describe("creating and opening an account's database", () => {
  it("[T3] opening what does not exist throws DatabaseGone and creates nothing", async () => {
    const environment = device();
    await expect(openAccountDatabase(account, environment)).rejects.toBeInstanceOf(DatabaseGone);
    expect(await environment.indexedDB.databases()).toEqual([]);
  });

  it("[T3] tables and state row appear in one transaction", async () => {
    const environment = device();
    const db = await created(environment);
    expect((await dump(environment, account))?.["state"]).toEqual([{ ...newState(), key: "engine", schema: schemaVersion, status: "open" }]);
    db.leave();
    const again = await openAccountDatabase(account, environment);
    expect(await createDexieStore(again).read([], (tx) => tx.state())).toEqual(newState());
  });

  it("[T3] two contexts that create at once get one database with one client", async () => {
    const environment = device();
    const entrances = await Promise.all(
      ["00000000000000aa", "00000000000000bb"].map((client) => createAccountDatabase(account, newState(client), environment)),
    );
    expect(entrances.filter((entrance) => entrance.created)).toHaveLength(1);
    const clients = await Promise.all(entrances.map(({ db }) => createDexieStore(db).read([], async (tx) => (await tx.state()).client)));
    expect(new Set(clients).size).toBe(1);
  });

  it.each(["claimed", "dead"] as const)("[T3] a %s database is gone, for those who open it and for those who have it open", async (status) => {
    const environment = device();
    const db = await created(environment);
    const raw = await promised(environment.indexedDB.open(account));
    const transaction = raw.transaction("state", "readwrite");
    await promised(transaction.objectStore("state").put({ ...newState(), key: "engine", schema: schemaVersion, status }));
    raw.close();
    const store = createDexieStore(db);
    await expect(store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", [message(1)]))).rejects.toBeInstanceOf(DatabaseGone);
    await expect(store.read([], (tx) => tx.state())).rejects.toBeInstanceOf(DatabaseGone);
    await expect(openAccountDatabase(account, environment)).rejects.toBeInstanceOf(DatabaseGone);
    expect((await dump(environment, account))?.["chat_messages"]).toEqual([]);
  });

  it("[T3] a database newer than the code is refused with NewerDatabase and left alone", async () => {
    const environment = device();
    (await created(environment)).leave();
    const newer = (schemaVersion + 1) * 10;
    const raw = environment.indexedDB.open(account, newer);
    raw.onupgradeneeded = () => raw.result.deleteObjectStore("asks");
    (await promised(raw)).close();
    await expect(openAccountDatabase(account, environment)).rejects.toBeInstanceOf(NewerDatabase);
    await expect(createAccountDatabase(account, newState(), environment)).rejects.toBeInstanceOf(NewerDatabase);
    expect(await environment.indexedDB.databases()).toEqual([{ name: account, version: newer }]);
  });

  it("[T3] a newer schema number in the state row is refused too", async () => {
    const environment = device();
    (await created(environment)).leave();
    const raw = await promised(environment.indexedDB.open(account));
    await promised(raw.transaction("state", "readwrite").objectStore("state").put({ ...newState(), key: "engine", schema: schemaVersion + 1, status: "open" }));
    raw.close();
    await expect(openAccountDatabase(account, environment)).rejects.toBeInstanceOf(NewerDatabase);
  });

  it("[T2] an empty database gets a new state; one with rows but no state row is refused, its rows kept", async () => {
    const environment = device();
    (await created(environment)).leave();
    const raw = await promised(environment.indexedDB.open(account));
    await promised(raw.transaction("state", "readwrite").objectStore("state").clear());
    const entrance = await createAccountDatabase(account, newState("00000000000000bb"), environment);
    expect(entrance.created).toBe(true);
    entrance.db.leave();

    const both = raw.transaction(["state", "chat_messages"], "readwrite");
    await Promise.all([promised(both.objectStore("state").clear()), promised(both.objectStore("chat_messages").put(message(1)))]);
    raw.close();
    await expect(createAccountDatabase(account, newState(), environment)).rejects.toBeInstanceOf(DatabaseGone);
    expect((await dump(environment, account))?.["chat_messages"]).toHaveLength(1);
  });

  it.each(["SecurityError", "InvalidStateError"])("[T3] a browser that refuses IndexedDB with %s is told apart", async (name) => {
    const indexedDB = new IDBFactory();
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("denied", name);
    });
    await expect(openAccountDatabase(account, { indexedDB, IDBKeyRange })).rejects.toBeInstanceOf(NoIndexedDb);
  });

  it("[T3] a disk that fails is not taken for a browser that refuses", async () => {
    const indexedDB = new IDBFactory();
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("Internal error opening backing store", "UnknownError");
    });
    const opening = openAccountDatabase(account, { indexedDB, IDBKeyRange });
    await expect(opening).rejects.toMatchObject({ name: "UnknownError" });
    // Dexie tells of each of its own tries.
    vi.mocked(console.warn).mockRestore();
  });

  it("[T3] a browser without IndexedDB is told apart", async () => {
    await expect(openAccountDatabase(account)).rejects.toBeInstanceOf(NoIndexedDb);
  });
});

describe("a database that goes away under the app", () => {
  it("[T3] deletion by another tab closes this one; later writes throw DatabaseGone and nothing comes back", async () => {
    const environment = device();
    const db = await created(environment);
    const store = createDexieStore(db);
    let told = 0;
    db.onGone(() => (told += 1));
    await promised(environment.indexedDB.deleteDatabase(account));
    expect(told).toBe(1);
    await expect(store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", [message(1)]))).rejects.toBeInstanceOf(DatabaseGone);
    await expect(store.read([], (tx) => tx.state())).rejects.toBeInstanceOf(DatabaseGone);
    await expect(Promise.resolve(db.open())).rejects.toBeInstanceOf(DatabaseGone);
    expect(await environment.indexedDB.databases()).toEqual([]);
  });

  it("[T3] an upgrade by another tab goes through at once and this one is gone", async () => {
    const environment = device();
    const db = await created(environment);
    const newer = await promised(environment.indexedDB.open(account, (schemaVersion + 1) * 10));
    await expect(createDexieStore(db).write([], (tx) => tx.state())).rejects.toBeInstanceOf(DatabaseGone);
    newer.close();
  });

  it("[T3] a database deleted and created anew elsewhere is not taken for the old one", async () => {
    const environment = device();
    const db = await created(environment);
    await promised(environment.indexedDB.deleteDatabase(account));
    await createAccountDatabase(account, newState("00000000000000bb"), environment);
    await expect(createDexieStore(db).write([], (tx) => tx.state())).rejects.toBeInstanceOf(DatabaseGone);
  });

  it("[T3] a connection the browser closes by force (cleared site data) is gone, and told", async () => {
    const environment = device();
    const db = await created(environment);
    let told = 0;
    db.onGone(() => (told += 1));
    // Its typing asks for the class instead of an instance.
    Reflect.apply(forceCloseDatabase, undefined, [db.backendDB()]);
    await eventually(() => expect(told).toBe(1));
    await expect(Promise.resolve(db.table("drafts").put({ key: "chat", text: "" }))).rejects.toHaveProperty("name", "DatabaseClosedError");
    await expect(createDexieStore(db).write([], (tx) => tx.state())).rejects.toBeInstanceOf(DatabaseGone);
  });

  it("[T3] leaving on purpose tells nobody, and later operations throw DatabaseGone", async () => {
    const db = await created(device());
    let told = 0;
    db.onGone(() => (told += 1));
    db.leave();
    expect(told).toBe(0);
    await expect(createDexieStore(db).read([], (tx) => tx.state())).rejects.toBeInstanceOf(DatabaseGone);
  });
});
