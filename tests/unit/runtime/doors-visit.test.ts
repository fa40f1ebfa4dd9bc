/** G3, T4: what becomes of a visit, its activities and days when their guest gets an account, or somebody leaves. */
import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { claim, enterAs } from "../../../src/adapters/dexie/roll.ts";
import { readWaiting } from "../../../src/adapters/dexie/waiting.ts";
import { sendMessage } from "../../../src/runtime/commands/send-message.ts";
import { type Device, openDevice } from "../../../src/runtime/device.ts";
import { bringAll } from "../../../src/runtime/doors/claim.ts";
import { leave } from "../../../src/runtime/doors/leave.ts";
import type { VisitRow } from "../../../src/runtime/rows.ts";
import { PageVisit } from "../../../src/runtime/visit/page-visit.ts";
import { trackActivity } from "../../../src/runtime/visit/track.ts";
import { dump } from "../dexie/device.ts";
import { Backend, Phone } from "./phone.ts";

const minute = 60_000;
let phone = new Phone(new Backend());
beforeEach(() => {
  phone = new Phone(new Backend());
});

const platform = () => phone.platform(() => undefined);
const time = { monotonic: () => phone.clock.now(), offsetAt: () => 360 };
const tab = ({ writer }: Device): PageVisit => new PageVisit(writer, time);
async function say({ writer }: Device, visit: PageVisit | null): Promise<void> {
  const sent = await sendMessage({ writer, time, shown: time.monotonic, visit: async () => visit, rules: async () => ({ isCrisis: () => false, mood: () => null }) }, "a guest's secret");
  expect(sent.ok).toBe(true);
}
async function stay(minutes: number, page: PageVisit): Promise<void> {
  for (let n = 0; n < minutes; n++) {
    phone.clock.pass(minute);
    await page.beat();
  }
}
function shut({ db, registry }: Device): void {
  db.leave();
  registry.close();
}
/** The guest's words are brought into an account that was there. */
async function bring(guest: Device): Promise<Device> {
  await enterAs(guest.registry, phone.session("mina@b.c"), false);
  shut(guest);
  const device = await openDevice(platform());
  const { userId, email } = device.account;
  await claim(device.registry, guest.account.name, { userId: userId ?? "", email: email ?? "" });
  await bringAll({ platform: platform(), device, signal: new AbortController().signal, onWritten: () => undefined });
  return device;
}
const isoOf = (ms: number): string => new Date(ms).toISOString();

describe("a guest's visit", () => {
  it("[G3] ends where it was last seen, with its activities; its days come along", async () => {
    const guest = await openDevice(platform());
    const page = tab(guest);
    await page.beat();
    await say(guest, page);
    const song = trackActivity({ page, clock: phone.clock, wrote: () => undefined, report: (reason) => expect.fail(String(reason)) }, "music");
    expect(song.ok).toBe(true);
    await stay(12, page);
    const before = (await guest.db.table<VisitRow, string>("kv").get("visit")) ?? expect.fail("no visit");
    const days = await guest.db.streak_days.toArray();
    const device = await bring(guest);
    expect(await device.db.user_sessions.toArray()).toMatchObject([{ id: before.sessionId, activities: ["chat", "music"], session_end: isoOf(before.seenAt), total_duration_minutes: 12 }]);
    const [music] = (await device.db.activities.toArray()).filter(({ kind }) => kind === "music");
    expect(Date.parse(music?.ended_at ?? "") - Date.parse(music?.started_at ?? "")).toBeGreaterThan(11.9 * minute);
    expect((await device.db.streak_days.toArray()).map(({ id, day, first_moment }) => ({ id, day, first_moment }))).toEqual(days.map(({ id, day, first_moment }) => ({ id, day, first_moment })));
    // The account's own visit is another one.
    await tab(device).beat();
    expect((await device.db.table<VisitRow, string>("kv").get("visit"))?.sessionId).not.toBe(before.sessionId);
    shut(device);
  });

  it("[G3] [V5] what was said and could not be counted yet counts in the account", async () => {
    const guest = await openDevice(platform());
    await say(guest, null);
    phone.clock.pass(3 * minute);
    await say(guest, null);
    expect([await guest.db.user_sessions.count(), await guest.db.streak_days.count()]).toEqual([0, 0]);
    const device = await bring(guest);
    const own = tab(device);
    expect(await own.beat()).toBe(true);
    await own.settle();
    const [session] = await device.db.user_sessions.toArray();
    const [message] = await device.db.chat_messages.toArray();
    expect([session?.id, session?.activities, session?.session_end === null]).toEqual([message?.session_id, ["chat"], false]);
    const [talk] = await device.db.activities.toArray();
    expect(Date.parse(talk?.ended_at ?? "") - Date.parse(talk?.started_at ?? "")).toBeGreaterThan(2.9 * minute);
    expect(await device.db.streak_days.count()).toBe(1);
    expect(await own.beat()).toBe(false);
    shut(device);
  });

  it("[T4] leaves with everything else: no visit, activity or day of theirs is left on the device", async () => {
    const guest = await openDevice(platform());
    await enterAs(guest.registry, phone.session("mina@b.c"), false);
    shut(guest);
    const device = await openDevice(platform());
    const page = tab(device);
    await page.beat();
    await say(device, page);
    const { sessionId } = (await device.db.table<VisitRow, string>("kv").get("visit")) ?? expect.fail("no visit");
    const { mark } = await readWaiting(device.store);
    const left = await leave({ device, auth: phone.auth, clock: phone.clock, idb: phone.idb }, { kind: "discard", mark }, async () => undefined);
    expect(left.ok).toBe(true);
    const names = (await phone.idb.indexedDB.databases()).map(({ name }) => name ?? "");
    expect(JSON.stringify(await Promise.all(names.map((name) => dump(phone.idb, name))))).not.toContain(sessionId);
    device.registry.close();
  });
});
