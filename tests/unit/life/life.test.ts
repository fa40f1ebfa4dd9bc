/** What screens get of days and numbers, over a real database: N1 and N3 on N2's tally, K5. */
import "fake-indexeddb/auto";
import { IDBDatabase as FakeDatabase, IDBObjectStore as FakeObjectStore } from "fake-indexeddb";
import { afterEach, describe, expect, it, vi } from "vitest";
import { enterAccount } from "../../../src/adapters/dexie/account-door.ts";
import { type BondhuDatabase, openAccountDatabase } from "../../../src/adapters/dexie/database.ts";
import { lookAgain } from "../../../src/adapters/dexie/live.ts";
import { type AccountRecord, ensureGuest, openRegistry } from "../../../src/adapters/dexie/registry.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { offsetIn } from "../../../src/domain/streak/local-day.ts";
import { tables } from "../../../src/domain/tables.ts";
import { preferenceId } from "../../../src/runtime/derived-ids.ts";
import { openLife } from "../../../src/runtime/life/open.ts";
import { compactTally, longJournal } from "../../../src/runtime/life/tally.ts";
import type { LifeView } from "../../../src/runtime/life/views.ts";
import type { QuarantinedEntry, Row } from "../../../src/sync/ports.ts";
import { createWriter } from "../../../src/sync/writer.ts";
import { eventually } from "../../support/eventually.ts";
import { FakeClock, seededRandom } from "../../support/sync/fakes.ts";
import { account, content, created, device, message, promised, stamp } from "../dexie/device.ts";
import { expectRight, kept } from "./kept.ts";
import { activityOf, dayOf, sessionOf } from "./rows.ts";

/** No whole minute. */
const now = Date.parse("2026-11-22T12:00:17.250Z");
const midnight = Date.parse("2026-11-23T00:00:00.000Z");
afterEach(() => vi.restoreAllMocks());

const record: AccountRecord = { name: account, kind: "guest", userId: null, email: null, status: "open", entered: true, createdAt: 0 };

async function phone(db?: BondhuDatabase, clock = new FakeClock(now)) {
  const open = db ?? (await created(device()));
  const store = createDexieStore(open);
  const registry = await openRegistry({ uuid: () => "r", now: () => 0, environment: device() });
  const writer = createWriter({ store, clock, random: seededRandom(1), tables, schema: 1 });
  const [told, errors]: [LifeView[], unknown[]] = [[], []];
  const wall = { zone: "UTC" };
  const { life } = openLife({ registry, account: record, db: open, store, writer }, { clock, offsetAt: (at) => offsetIn(wall.zone, at) });
  const follow = () =>
    life.subscribe(
      (view) => told.push(view),
      (reason) => errors.push(reason),
    );
  const put = (table: string, ...rows: readonly Row[]) => store.write([table], (tx) => tx.putRows(table, rows));
  const choose = (key: string, value: string | number | boolean) => put("preferences", { id: preferenceId(key), stamp: stamp(1), key, value });
  const quarantine = (...entries: readonly QuarantinedEntry[]) => store.write([], (tx) => tx.putQuarantine(entries));
  return { errors, db: open, store, clock, wall, told, follow, put, choose, quarantine, latest: (test: (view: LifeView | undefined) => void) => eventually(() => test(told.at(-1))) };
}

const refused = (id: string, ...rows: readonly Row[]): QuarantinedEntry => ({
  id,
  schema: 1,
  ops: rows.map((row) => ({ table: "streak_days", row })),
  bytes: 1,
  queuedAt: 0,
  code: "22008",
  quarantinedAt: 0,
});

describe("statistics", () => {
  it("[N1] counts what was sent, sessions, games, and minutes by kind; deleted rows count nowhere", async () => {
    const { put, follow, latest } = await phone();
    const deleted_at = "2026-11-22T11:00:00.000Z";
    await put("chat_messages", message(1), message(2), message(3, { sender_type: "ai" }), message(4, { deleted_at }));
    await put("user_sessions", sessionOf("2026-11-22T10:00"), sessionOf("2026-11-21T10:00"), sessionOf("2026-11-20T10:00", { deleted_at }));
    await put(
      "activities",
      activityOf("chat", "2026-11-22T10:00", 90_000),
      activityOf("chat", "2026-11-22T10:10", 90_000),
      activityOf("game", "2026-11-22T10:20", 59_999),
      activityOf("music", "2026-11-22T10:30", 3_600_000, { deleted_at }),
      activityOf("video", "2026-11-22T10:30", 0, { ended_at: null }),
      activityOf("game", "2026-11-19T10:30", 60_000),
    );
    await put("streak_days", dayOf("2026-11-22"), dayOf("2026-11-21"), dayOf("2026-11-20", "11:00", { deleted_at }));
    const stop = follow();
    await latest((view) =>
      expect(view).toMatchObject({
        today: "2026-11-22",
        statistics: {
          messages: 2,
          sessions: 2,
          games: 2,
          minutes: { chat: 3, game: 1, music: 0, video: 0 },
          days: 2,
          currentStreakDays: 2,
          longestStreakDays: 2,
          lastActivityDate: "2026-11-22",
          currentSessionId: null,
        },
        complete: true,
      }),
    );
    await latest((view) => expect(view?.days.map(({ day, played }) => [day, played.chat, played.game])).toEqual([["2026-11-21", 0, 0], ["2026-11-22", 180_000, 59_999]]));
    stop();
  });

  it("[N1] names the session that is running, and says while older history is on its way", async () => {
    const { store, follow, latest } = await phone();
    const stop = follow();
    await latest((view) => expect(view).toMatchObject({ complete: true, statistics: { currentSessionId: null } }));
    await store.write(["kv"], (tx) => tx.side("kv").put({ key: "visit", sessionId: "v", start: now, seenAt: now, activities: [] }));
    await store.write(["kv"], async (tx) => tx.setState({ ...(await tx.state()), history: [1, "~", ""] }));
    await latest((view) => expect(view).toMatchObject({ complete: false, statistics: { currentSessionId: null } }));
    await store.write(["kv"], (tx) => tx.side("kv").put({ key: "visit", sessionId: "v", start: now, seenAt: now, activities: ["chat"] }));
    await latest((view) => expect(view?.statistics.currentSessionId).toBe("v"));
    stop();
  });
});

describe("the tally on a device", () => {
  it("[N2] is what the numbers are read from: no row is looked at, however many there are", async () => {
    const environment = device();
    const db = await created(environment);
    const first = await phone(db);
    await first.put("streak_days", dayOf("2026-11-22"));
    const stop = first.follow();
    await first.latest((view) => expect(view?.days).toHaveLength(1));
    stop();
    const stores: unknown[] = [];
    const transaction: IDBDatabase["transaction"] = Reflect.get(FakeDatabase.prototype, "transaction");
    vi.spyOn(FakeDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...args) {
      stores.push(args[0]);
      return transaction.apply(this, args);
    });
    const again = await phone(await openAccountDatabase(account, environment));
    // Opening a database looks at all that is in it.
    stores.length = 0;
    const end = again.follow();
    await again.latest((view) => expect(view?.days).toHaveLength(1));
    end();
    const looked = new Set(stores.flat());
    expect(looked).toContain("tally");
    for (const table of ["chat_messages", "user_sessions", "activities", "streak_days"]) expect(looked).not.toContain(table);
  });

  it("[N2] is made where it is missing: in a database of the build before, with writes on their way", async () => {
    const environment = device();
    const registry = await openRegistry({ uuid: () => "a1", now: () => 0, environment });
    const guest = await ensureGuest(registry);
    const request = environment.indexedDB.open(guest.name, 30);
    request.onupgradeneeded = () => {
      for (const store of ["chat_messages", "user_sessions", "message_reactions", "preferences", "quarantine"]) request.result.createObjectStore(store, { keyPath: "id" });
      request.transaction?.objectStore("chat_messages").createIndex("[stamp+id]", ["stamp", "id"]);
      request.transaction?.objectStore("chat_messages").createIndex("reply_to", "reply_to");
      for (const store of ["state", "drafts", "kv"]) request.result.createObjectStore(store, { keyPath: "key" });
      request.result.createObjectStore("outbox", { keyPath: "seq" });
      request.result.createObjectStore("asks", { keyPath: "messageId" });
      request.result.createObjectStore("search_index", { keyPath: "n" });
      request.result.createObjectStore("search_journal", { keyPath: "n", autoIncrement: true });
    };
    const raw = await promised(request);
    const transaction = raw.transaction(["state", "chat_messages", "user_sessions"], "readwrite");
    transaction.objectStore("state").put({ ...content().newState(), key: "engine", schema: 3, status: "open" });
    for (let at = 1; at <= 1200; at += 1) transaction.objectStore("chat_messages").put(message(at));
    await promised(transaction.objectStore("user_sessions").put(sessionOf("2026-11-20T10:00")));
    raw.close();
    const { db } = await enterAccount(registry, guest, content(), environment);
    const { follow, latest, put } = await phone(db);
    const stop = follow();
    await Promise.all([put("chat_messages", message(2000)), put("chat_messages", message(1, { deleted_at: "2026-11-22T11:00:00.000Z" })), put("user_sessions", sessionOf("2026-11-21T10:00"))]);
    await latest((view) => expect(view?.statistics).toMatchObject({ messages: 1200, sessions: 2 }));
    await expectRight(db);
    stop();
  });

  it.each([
    ["its totals are gone", (db: BondhuDatabase) => db.table("tally").delete("totals")],
    ["another build's", (db: BondhuDatabase) => db.table("tally").put({ key: "totals", version: 0, sums: { messages: 9 } })],
    ["a year is cut short", (db: BondhuDatabase) => db.table("tally").put({ key: "2026", days: new Float64Array(3), played: new Float64Array(0) })],
    ["a day leaves that it does not have", (db: BondhuDatabase) => db.table("tally_journal").add({ version: 1, sums: { "2026-11-21 2026-11-21T10:00:00.000Z+00:00 2026-11-21T10:00:00.000Z+00:00": -1 } })],
    ["fewer than none", (db: BondhuDatabase) => db.table("tally_journal").add({ version: 1, sums: { sessions: -1 } })],
    ["less than no time", (db: BondhuDatabase) => db.table("tally_journal").add({ version: 1, sums: { "2026-11-22 chat": -1 } })],
    ["another build's journal", (db: BondhuDatabase) => db.table("tally_journal").add({ version: 2, sums: { messages: 1 } })],
  ])("[N2] is made anew: %s", async (_why, spoil) => {
    const { db, follow, latest, put } = await phone();
    await put("streak_days", dayOf("2026-11-22"));
    await put("chat_messages", message(1));
    const first = follow();
    await latest((view) => expect(view?.statistics).toMatchObject({ messages: 1, days: 1 }));
    first();
    await spoil(db);
    expect((await kept(db)).numbers).toBeNull();
    const stop = follow();
    await eventually(() => expectRight(db));
    await latest((view) => expect(view?.statistics).toMatchObject({ messages: 1, days: 1 }));
    stop();
  });

  it("[N2] a reader who finds the journal long has it taken in", async () => {
    const { db, follow, latest, put } = await phone();
    const stop = follow();
    await latest((view) => expect(view?.statistics.messages).toBe(0));
    for (let at = 1; at <= longJournal + 1; at += 1) await put("chat_messages", message(at));
    await eventually(async () => expect(await kept(db)).toMatchObject({ numbers: { messages: longJournal + 1 } }));
    await eventually(async () => expect((await kept(db)).journal).toBeLessThanOrEqual(1));
    await latest((view) => expect(view?.statistics.messages).toBe(longJournal + 1));
    stop();
  });

  it("[N2] a disk without room for it leaves the journal long, and takes nothing from the screen", async () => {
    const { db, errors, follow, latest, put } = await phone();
    const stop = follow();
    await latest((view) => expect(view?.statistics.messages).toBe(0));
    const real: IDBObjectStore["put"] = Reflect.get(FakeObjectStore.prototype, "put");
    vi.spyOn(FakeObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name === "tally") throw new DOMException("full", "QuotaExceededError");
      return real.apply(this, args);
    });
    for (let at = 1; at <= longJournal + 2; at += 1) await put("chat_messages", message(at));
    await latest((view) => expect(view?.statistics.messages).toBe(longJournal + 2));
    expect((await kept(db)).journal).toBe(longJournal + 2);
    expect(errors).toEqual([]);
    stop();
  });

  it("[N2] what changes no number is not told", async () => {
    const { follow, latest, put, told, store, db } = await phone();
    await put("streak_days", dayOf("2026-11-22"));
    const stop = follow();
    await latest((view) => expect(view?.statistics.days).toBe(1));
    await put("chat_messages", message(1, { sender_type: "ai" }));
    // Another page takes the journal in: the tally is read again, and says the same.
    await put("user_sessions", sessionOf("2026-11-22T10:00", { deleted_at: "2026-11-22T11:00:00.000Z" }));
    await store.write(["tally_journal"], (tx) => tx.side("tally_journal").delete(0));
    await compactTally(store, -1);
    expect((await kept(db)).journal).toBe(0);
    await put("chat_messages", message(2));
    await latest((view) => expect(view?.statistics.messages).toBe(1));
    expect(told).toHaveLength(2);
    stop();
  });
});

describe("today", () => {
  it("[N3] becomes tomorrow while one looks at it, without a write; and nothing runs once nobody looks", async () => {
    const { clock, follow, latest, put } = await phone();
    await put("streak_days", dayOf("2026-11-21"));
    const stop = follow();
    await latest((view) => expect(view).toMatchObject({ today: "2026-11-22", streak: { current: 1 } }));
    await clock.advance(midnight - now - 1);
    await latest((view) => expect(view?.today).toBe("2026-11-22"));
    await clock.advance(1);
    await latest((view) => expect(view).toMatchObject({ today: "2026-11-23", streak: { current: 0 } }));
    expect(clock.pending).toBe(1);
    stop();
    expect(clock.pending).toBe(0);
  });

  it("[N3] follows the start of the day and the rest days that the person chooses", async () => {
    const { clock, follow, latest, put, choose } = await phone(undefined, new FakeClock(Date.parse("2026-11-23T02:30:00.000Z")));
    for (let day = 10; day <= 22; day += 1) if (day !== 18) await put("streak_days", dayOf(`2026-11-${day}`));
    const stop = follow();
    await latest((view) => expect(view).toMatchObject({ today: "2026-11-23", restDays: true, streak: { current: 12 }, strict: { current: 4 } }));
    await choose("dayStart", 3);
    await latest((view) => expect(view?.today).toBe("2026-11-22"));
    await clock.advance(30 * 60_000);
    await latest((view) => expect(view?.today).toBe("2026-11-23"));
    await choose("restDays", false);
    await latest((view) => expect(view).toMatchObject({ restDays: false, streak: { current: 4 }, strict: { current: 4 }, statistics: { currentStreakDays: 4 } }));
    stop();
  });

  it("[N3] is by the server's clock where that is known, and by the clocks on the wall where one is", async () => {
    const { store, clock, wall, follow, latest } = await phone();
    const stop = follow();
    await latest((view) => expect(view?.today).toBe("2026-11-22"));
    await store.write([], async (tx) => tx.setState({ ...(await tx.state()), clockOffset: 24 * 3_600_000 }));
    await latest((view) => expect(view?.today).toBe("2026-11-23"));
    await store.write([], async (tx) => tx.setState({ ...(await tx.state()), clockOffset: 0 }));
    await latest((view) => expect(view?.today).toBe("2026-11-22"));
    // A flight to Kiritimati: nobody tells the page.
    wall.zone = "Pacific/Kiritimati";
    await clock.advance(60_000);
    await latest((view) => expect(view?.today).toBe("2026-11-23"));
    stop();
  });

  it("[N3] is looked at anew when the page becomes visible, whatever became of its timers", async () => {
    const { clock, follow, latest } = await phone();
    const stop = follow();
    await latest((view) => expect(view?.today).toBe("2026-11-22"));
    clock.set(now + 24 * 3_600_000);
    lookAgain();
    await latest((view) => expect(view?.today).toBe("2026-11-23"));
    stop();
  });
});

describe("days in quarantine", () => {
  it("[K5] a day whose first mutation was refused does not count until it is out of it", async () => {
    const { store, put, quarantine, follow, latest } = await phone();
    await put("streak_days", dayOf("2026-11-21"), dayOf("2026-11-22"));
    await quarantine(refused("q1", dayOf("2026-11-22")));
    const stop = follow();
    await latest((view) => expect(view).toMatchObject({ days: [{ day: "2026-11-21" }], statistics: { days: 1, lastActivityDate: "2026-11-21" }, streak: { longest: 1 } }));
    await store.write([], (tx) => tx.removeQuarantine(["q1"]));
    await latest((view) => expect(view).toMatchObject({ statistics: { days: 2, lastActivityDate: "2026-11-22" }, streak: { longest: 2 } }));
    stop();
  });

  it("[K5] it counts where another mutation brings it, and where only a later one was refused", async () => {
    const { put, quarantine, follow, latest } = await phone();
    await put("streak_days", dayOf("2026-11-20", "11:00"), dayOf("2026-11-21", "12:00"), dayOf("2026-11-22", "11:00"));
    await quarantine(
      // Begun and gone on with, both refused: nothing has brought it.
      refused("q1", dayOf("2026-11-20")),
      refused("q2", dayOf("2026-11-20", "11:00")),
      // Begun, refused; what came at twelve went through, and took the day along.
      refused("q3", dayOf("2026-11-21")),
      refused("q4", dayOf("2026-11-21", "11:00")),
      // What began it went through.
      refused("q5", dayOf("2026-11-22", "11:00")),
    );
    const stop = follow();
    await latest((view) => expect(view?.days.map(({ day }) => day)).toEqual(["2026-11-21", "2026-11-22"]));
    stop();
  });
});
