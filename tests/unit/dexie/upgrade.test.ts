/** T3 on IndexedDB: entering a database of an older build, with an old tab still there. */
import { describe, expect, it, vi } from "vitest";
import { type Content, enterAccount } from "../../../src/adapters/dexie/account-door.ts";
import { createAccountDatabase } from "../../../src/adapters/dexie/database.ts";
import { schemaVersion } from "../../../src/adapters/dexie/schema.ts";
import { NewerDatabase } from "../../../src/adapters/dexie/errors.ts";
import type { IdbEnvironment } from "../../../src/adapters/dexie/environment.ts";
import { ensureGuest, openRegistry } from "../../../src/adapters/dexie/registry.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import type { StoreTx } from "../../../src/sync/ports.ts";
import { content, device, dump, entry, message, newState, promised } from "./device.ts";

/** As an older build has left it: its stores, its state row, one message and its mutation. */
async function olderDatabase(environment: IdbEnvironment, name: string, schema = 1): Promise<IDBDatabase> {
  const request = environment.indexedDB.open(name, schema * 10);
  request.onupgradeneeded = () => {
    const db = request.result;
    const messages = db.createObjectStore("chat_messages", { keyPath: "id" });
    messages.createIndex("[stamp+id]", ["stamp", "id"]);
    messages.createIndex("reply_to", "reply_to");
    for (const store of ["user_sessions", "message_reactions", "preferences", "quarantine"]) db.createObjectStore(store, { keyPath: "id" });
    for (const store of ["state", "drafts", "kv"]) db.createObjectStore(store, { keyPath: "key" });
    db.createObjectStore("outbox", { keyPath: "seq" });
    db.createObjectStore("asks", { keyPath: "messageId" });
  };
  const db = await promised(request);
  const transaction = db.transaction(["state", "chat_messages", "outbox"], "readwrite");
  const { shapes, backfill, ...first } = newState();
  const state = schema === 1 ? first : { ...first, shapes, backfill };
  transaction.objectStore("state").put({ ...state, nextSeq: 2, stamp: message(1).stamp, key: "engine", schema, status: "open" });
  transaction.objectStore("chat_messages").put({ ...message(1), _seq: 1 });
  await promised(transaction.objectStore("outbox").put(entry(1, [message(1)])));
  return db;
}

async function accountOf(environment: IdbEnvironment) {
  let last = 0;
  const registry = await openRegistry({ uuid: () => `a${++last}`, now: () => 0, environment });
  const guest = await ensureGuest(registry);
  return { registry, guest };
}

describe("entering a database of an older build", () => {
  it.each([1, 2])("[T3] lifts it in one transaction: queue and rows kept, state row complete (from build %i)", async (schema) => {
    const environment = device();
    const { registry, guest } = await accountOf(environment);
    (await olderDatabase(environment, guest.name, schema)).close();
    const { db, evicted } = await enterAccount(registry, guest, content("00000000000000bb"), environment);
    expect(evicted).toBe(false);
    const store = createDexieStore(db);
    const found = await store.read(["chat_messages"], async (tx) => [await tx.state(), await tx.outbox(0, 9), await tx.rows("chat_messages", [message(1).id])]);
    expect(found).toEqual([{ ...newState(), nextSeq: 2, stamp: message(1).stamp }, [entry(1, [message(1)])], [{ ...message(1), _seq: 1 }]]);
    expect((await dump(environment, guest.name))?.["state"]).toMatchObject([{ schema: schemaVersion }]);
  });

  it("[T3] nobody writes before it is lifted, and a lift that fails is made by the next entrance", async () => {
    const environment = device();
    const { registry, guest } = await accountOf(environment);
    (await olderDatabase(environment, guest.name)).close();
    const failing: Content = {
      newState,
      upgrade: async () => async (tx) => {
        await tx.removeOutbox([1]);
        throw new DOMException("no room", "QuotaExceededError");
      },
    };
    await expect(enterAccount(registry, guest, failing, environment)).rejects.toMatchObject({ name: "QuotaExceeded" });
    const { db } = await createAccountDatabase(guest.name, newState(), environment);
    const store = createDexieStore(db);
    await expect(store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", [message(2)]))).rejects.toThrow(/has not been lifted/);
    await expect(store.read([], (tx) => tx.state())).rejects.toThrow(/has not been lifted/);
    db.leave();
    const again = await enterAccount(registry, guest, content(), environment);
    expect(await createDexieStore(again.db).read([], (tx) => tx.outbox(0, 9))).toEqual([entry(1, [message(1)])]);
  });

  it("[T3] two contexts that enter at once lift it once", async () => {
    const environment = device();
    const { registry, guest } = await accountOf(environment);
    (await olderDatabase(environment, guest.name)).close();
    const lift = await content().upgrade();
    const upgrade = vi.fn<(tx: StoreTx) => Promise<void>>((tx) => lift(tx));
    await Promise.all([1, 2].map(() => enterAccount(registry, guest, { newState, upgrade: async () => upgrade }, environment)));
    expect(upgrade).toHaveBeenCalledOnce();
  });

  it("[T3] an old tab gives way: it is told, writes nothing more, and cannot open it again", async () => {
    const environment = device();
    const { registry, guest } = await accountOf(environment);
    const old = await olderDatabase(environment, guest.name);
    const told = vi.fn<() => void>();
    old.addEventListener("versionchange", () => {
      told();
      old.close();
    });
    await enterAccount(registry, guest, content(), environment);
    expect(told).toHaveBeenCalledOnce();
    expect(() => old.transaction("outbox", "readwrite")).toThrow(expect.objectContaining({ name: "InvalidStateError" }));
    await expect(promised(environment.indexedDB.open(guest.name, 10))).rejects.toMatchObject({ name: "VersionError" });
  });

  it("[T3] this build is the old tab of the next one: its writes are refused as soon as the schema is another", async () => {
    const environment = device();
    const { registry, guest } = await accountOf(environment);
    const { db } = await enterAccount(registry, guest, content(), environment);
    const raw = await promised(environment.indexedDB.open(guest.name));
    await promised(raw.transaction("state", "readwrite").objectStore("state").put({ ...newState(), key: "engine", schema: schemaVersion + 1, status: "open" }));
    raw.close();
    const store = createDexieStore(db);
    await expect(store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", [message(2)]))).rejects.toBeInstanceOf(NewerDatabase);
    expect((await dump(environment, guest.name))?.["chat_messages"]).toEqual([]);
  });
});
