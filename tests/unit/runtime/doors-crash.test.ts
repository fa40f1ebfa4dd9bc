/** T4 and G4 with the browser ending at every moment at which something is written. */
import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { openAccountDatabase } from "../../../src/adapters/dexie/database.ts";
import type { IdbEnvironment } from "../../../src/adapters/dexie/environment.ts";
import { claim, enterAs, reopen, rollOf } from "../../../src/adapters/dexie/roll.ts";
import { readWaiting } from "../../../src/adapters/dexie/waiting.ts";
import { databaseName } from "../../../src/domain/ids.ts";
import type { Leaving } from "../../../src/runtime/api.ts";
import type { PagePlatform } from "../../../src/runtime/create-runtime.ts";
import { type Device, openDevice } from "../../../src/runtime/device.ts";
import { bringAll } from "../../../src/runtime/doors/claim.ts";
import { leave } from "../../../src/runtime/doors/leave.ts";
import { type AskRow, asRow, type DraftRow } from "../../../src/runtime/rows.ts";
import { newMessageId } from "../../../src/runtime/ids.ts";
import { DatabaseGone } from "../../../src/sync/ports.ts";
import { dump } from "../dexie/device.ts";
import { Fuse, fused } from "./fuse.ts";
import { Backend, Phone } from "./phone.ts";

let phone = new Phone(new Backend());
beforeEach(() => {
  phone = new Phone(new Backend());
});

const platform = (idb: IdbEnvironment = phone.idb): PagePlatform => ({ ...phone.platform(() => undefined), idb });
const sessionOf = (email: string) => phone.session(email);

/** `count` messages of a person, many to a mutation; each wants an answer. */
async function write({ writer }: Device, count: number, word: string): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    await writer.write(["chat_messages", "asks", "drafts", "preferences"], async (context) => {
      for (let n = from; n < Math.min(count, from + 100); n++) {
        const id = newMessageId(context.now());
        await context.add(
          "chat_messages",
          asRow({
            id,
            stamp: context.stamp(),
            sender_type: "user",
            session_id: null,
            created_at: new Date(context.now()).toISOString(),
            reply_to: null,
            reply_source: null,
            reply_attempt: null,
            message_text: `${word} ${n}`,
            mood_detected: null,
            sentiment_score: null,
            deleted_at: null,
          }),
        );
        await context.side<AskRow>("asks").put({ messageId: id, attempt: 1, state: "open", askedAt: context.now() });
      }
      await context.side<DraftRow>("drafts").put({ key: "chat", text: `${word} in the field` });
    });
  }
}

/** Opens the page as `email`, beside the guest who is here; closes what `before` had open. */
async function enter(before: Device, email: string): Promise<Device> {
  await enterAs(before.registry, sessionOf(email), false);
  shut(before);
  return openDevice(platform());
}
function shut({ db, registry }: Device): void {
  db.leave();
  registry.close();
}

const everything = async (): Promise<string> => {
  const names = (await phone.idb.indexedDB.databases()).map(({ name }) => name ?? "");
  return JSON.stringify(await Promise.all(names.map((name) => dump(phone.idb, name))));
};

/** Runs `work` with a fuse of each length until it burns through no more; what is thrown by a browser that ended is expected. */
async function atEveryMoment(work: (fuse: Fuse) => Promise<void>, look: (ended: boolean) => Promise<void>): Promise<number> {
  for (let moments = 0; ; moments++) {
    phone = new Phone(new Backend());
    const fuse = new Fuse(moments);
    try {
      await work(fuse);
    } catch (reason) {
      if (!fuse.blown) throw reason;
    }
    await look(fuse.blown);
    if (!fuse.blown) return moments;
  }
}

const nobody = async (): Promise<void> => undefined;
const signOut = async (how: (mark: number) => Leaving, fuse: Fuse): Promise<void> => {
  const before = await openDevice(platform());
  await write(before, 2, "guest");
  const account = await enter(before, "a@b.c");
  await write(account, 3, "secret");
  const { mark } = await readWaiting(account.store);
  shut(account);
  const idb = fused(phone.idb, fuse);
  const device = await openDevice(platform(idb));
  try {
    const left = await leave({ device, auth: phone.auth, clock: phone.clock, idb }, how(mark), nobody);
    expect(left).toEqual({ ok: true, value: undefined });
  } finally {
    shut(device);
  }
};

describe("the ways out", () => {
  it("[T4] discarding: wherever the browser ends, the account is here whole or gone whole, and never its tokens alone", async () => {
    let gone = 0;
    const moments = await atEveryMoment(
      (fuse) => signOut((mark) => ({ kind: "discard", mark }), fuse),
      async (ended) => {
        const next = await openDevice(platform());
        const { records, signedIn } = await rollOf(next.registry);
        if (next.account.userId !== null) {
          expect(ended).toBe(true);
          expect(await readWaiting(next.store)).toMatchObject({ changes: 1, asks: 3 });
          expect(signedIn.size).toBe(1);
        } else {
          gone += 1;
          expect(await next.db.chat_messages.count()).toBe(2);
          expect(records.map(({ kind }) => kind)).toEqual(["guest"]);
          expect(signedIn.size).toBe(0);
          expect(await everything()).not.toMatch(/secret|a@b\.c/);
        }
        shut(next);
      },
    );
    // It did end at several moments, some before and some after the wipe.
    expect(moments).toBeGreaterThan(3);
    expect(gone).toBeGreaterThan(2);
    expect(gone).toBeLessThan(moments + 1);
  });

  it("[T4] keeping: every word stays, tokens and door go together, and signing in finds it all", async () => {
    const kept: boolean[] = [];
    await atEveryMoment(
      (fuse) => signOut(() => ({ kind: "keep" }), fuse),
      async (ended) => {
        const next = await openDevice(platform());
        const { signedIn } = await rollOf(next.registry);
        kept.push(next.account.userId === null);
        expect(signedIn.size).toBe(next.account.userId === null ? 0 : 1);
        if (!ended) expect(next.account.userId).toBeNull();
        const account = next.account.userId === null ? await enter(next, "a@b.c") : next;
        expect(await readWaiting(account.store)).toMatchObject({ changes: 1, asks: 3, draft: true });
        shut(account);
      },
    );
    expect(new Set(kept).size).toBe(2);
  });

  it("[T4] nothing is given up that was not named: with something new, and with something waiting at all, nothing is touched", async () => {
    const guest = await openDevice(platform());
    const device = await enter(guest, "a@b.c");
    const deps = { device, auth: phone.auth, clock: phone.clock, idb: phone.idb };
    await write(device, 1, "first");
    const { mark } = await readWaiting(device.store);
    await write(device, 1, "second");
    const before = await everything();
    for (const how of [{ kind: "now" }, { kind: "discard", mark }] as const) {
      expect(await leave(deps, how, nobody)).toEqual({ ok: false, error: { kind: "waiting" } });
    }
    expect(await everything()).toBe(before);
    expect((await leave(deps, { kind: "discard", mark: (await readWaiting(device.store)).mark }, nobody)).ok).toBe(true);
    await expect(device.store.read([], (tx) => tx.state())).rejects.toBeInstanceOf(DatabaseGone);
    shut(device);
  });
});

const guests = 12;
/** A guest with words, and mina signed in beside them; the claim has been made. */
async function claimed(): Promise<{ readonly guest: string; readonly rows: unknown }> {
  const before = await openDevice(platform());
  await write(before, guests, "guest");
  const rows = await rowsOf(before);
  const guest = before.account.name;
  const device = await enter(before, "mina@b.c");
  const { userId, email } = device.account;
  expect(await claim(device.registry, guest, { userId: userId ?? "", email: email ?? "" })).toBe(true);
  shut(device);
  return { guest, rows };
}
const bare = (row: object): object => Object.fromEntries(Object.entries(row).filter(([column]) => column !== "_seq"));
const rowsOf = async ({ db }: Device): Promise<unknown> => (await db.chat_messages.toArray()).map(bare);
const bring = async (idb: IdbEnvironment): Promise<void> => {
  const device = await openDevice(platform(idb));
  try {
    await bringAll({ platform: platform(idb), device, signal: new AbortController().signal, onWritten: () => undefined, batch: 7 });
  } finally {
    shut(device);
  }
};

describe("a guest's words", () => {
  it("[G4] wherever the browser ends, they arrive whole and once, and then the guest is gone", async () => {
    let there: Awaited<ReturnType<typeof claimed>> = { guest: "", rows: [] };
    const moments = await atEveryMoment(
      async (fuse) => {
        there = await claimed();
        await bring(fused(phone.idb, fuse));
      },
      async () => {
        // The next start goes on.
        await bring(phone.idb);
        const device = await openDevice(platform());
        expect(device.account.email).toBe("mina@b.c");
        expect(await rowsOf(device)).toEqual(there.rows);
        const sent = (await device.db.outbox.toArray()).flatMap(({ ops }) => ops.map(({ row }) => row.id));
        expect(sent).toHaveLength(guests);
        expect(new Set(sent).size).toBe(guests);
        expect(await readWaiting(device.store)).toMatchObject({ asks: guests, draft: true });
        expect((await device.db.table<DraftRow, string>("drafts").get("chat"))?.text).toBe("guest in the field");
        expect((await device.registry.accounts()).map(({ kind }) => kind)).toEqual(["user"]);
        expect((await phone.idb.indexedDB.databases()).map(({ name }) => name)).not.toContain(there.guest);
        shut(device);
      },
    );
    // Two batches of messages, one step for each table, and the end of the guest.
    expect(moments).toBeGreaterThan(7);
  });

  it("[G2] they go to the account that claimed them, whoever signs in between; to them alone the guest's database opens", async () => {
    const { guest, rows } = await claimed();
    const idb = fused(phone.idb, new Fuse(3));
    await bring(idb).catch(() => undefined);
    const mina = await openDevice(platform());
    const some = await mina.db.chat_messages.count();
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(guests);
    const rafi = await enter(mina, "rafi@b.c");
    await bring(phone.idb);
    expect(await rowsOf(rafi)).toEqual([]);
    await expect(openAccountDatabase(databaseName(guest), phone.idb)).rejects.toBeInstanceOf(DatabaseGone);
    await expect(reopen(rafi.registry, databaseName(guest))).rejects.toBeInstanceOf(DatabaseGone);
    // Mina's door, then on with it.
    expect(await reopen(rafi.registry, mina.account.name)).toBe(true);
    shut(rafi);
    await bring(phone.idb);
    const again = await openDevice(platform());
    expect(await rowsOf(again)).toEqual(rows);
    shut(again);
  });

  it("[T4] what is still on its way into an account waits with it: signing out asks, and discarding takes it along", async () => {
    const { guest } = await claimed();
    const device = await openDevice(platform());
    const deps = { device, auth: phone.auth, clock: phone.clock, idb: phone.idb };
    expect(await leave(deps, { kind: "now" }, nobody)).toEqual({ ok: false, error: { kind: "waiting" } });
    const { mark } = await readWaiting(device.store);
    expect((await leave(deps, { kind: "discard", mark }, nobody)).ok).toBe(true);
    expect((await phone.idb.indexedDB.databases()).map(({ name }) => name)).not.toContain(guest);
    shut(device);
    expect(await everything()).not.toContain("guest 1");
  });

  it("[G2] a stale tab of the guest writes nothing more once they are claimed", async () => {
    const stale = await openDevice(platform());
    await write(stale, 1, "guest");
    await enterAs(stale.registry, sessionOf("mina@b.c"), false);
    const device = await openDevice(platform());
    // Not claimed yet: what the stale tab writes is still the guest's, and comes along.
    await write(stale, 1, "late");
    const { userId, email } = device.account;
    await claim(device.registry, stale.account.name, { userId: userId ?? "", email: email ?? "" });
    await bringAll({ platform: platform(), device, signal: new AbortController().signal, onWritten: () => undefined });
    expect((await device.db.chat_messages.toArray()).map((row) => row.message_text).sort()).toEqual(["guest 0", "late 0"]);
    await expect(write(stale, 1, "too late")).rejects.toBeInstanceOf(DatabaseGone);
    shut(stale);
    shut(device);
  });

  it("[G3] the account's choices win, those that have not arrived yet as well; what it never chose, the guest brings", async () => {
    const before = await openDevice(platform());
    const set = (device: Device, key: string, value: string) =>
      device.writer.write(["preferences"], (context) => context.put("preferences", { id: `00000000-0000-5000-8000-${key.padStart(12, "0")}`, stamp: context.stamp(), key, value }));
    await set(before, "aa", "the guest's");
    await set(before, "bb", "the guest's");
    await set(before, "cc", "the guest's");
    const device = await enter(before, "mina@b.c");
    await set(device, "bb", "the account's");
    const { userId, email } = device.account;
    await claim(device.registry, before.account.name, { userId: userId ?? "", email: email ?? "" });
    await bringAll({ platform: platform(), device, signal: new AbortController().signal, onWritten: () => undefined });
    // What the account chose years ago arrives after the guest's words have come.
    const [old] = (await device.db.preferences.toArray()).filter(({ key }) => key === "cc");
    await device.writer.write(["preferences"], (context) =>
      context.put("preferences", { id: old?.id ?? "", stamp: "000000000001-0000-00000000000000ff", key: "cc", value: "the account's, old" }),
    );
    expect(Object.fromEntries((await device.db.preferences.toArray()).map(({ key, value }) => [key, value]))).toEqual({
      aa: "the guest's",
      bb: "the account's",
      cc: "the account's, old",
    });
    shut(device);
  });
});
