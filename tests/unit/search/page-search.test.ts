/** F2, F4 and F6 from a page: its thread, what it reads by itself, and what it finds. */
import "fake-indexeddb/auto";
import { afterEach, describe, expect, it } from "vitest";
import type { SearchThread } from "../../../src/adapters/browser/search-thread.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { createWriter } from "../../../src/sync/writer.ts";
import { tables } from "../../../src/domain/tables.ts";
import type { Device } from "../../../src/runtime/device.ts";
import { createPageSearch } from "../../../src/runtime/search/page-search.ts";
import { serveSearch } from "../../../src/runtime/search/serve-search.ts";
import type { Clock } from "../../../src/sync/ports.ts";
import { account, created, device, dump, message } from "../dexie/device.ts";
import { eventually } from "../../support/eventually.ts";
import { seededRandom } from "../../support/sync/fakes.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Time that passes when it is told to. */
function handClock() {
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly ring: () => void }>();
  const clock: Clock = {
    now: () => now,
    after(ms, ring) {
      const timer = { at: now + ms, ring };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const pass = (ms: number): void => {
    now += ms;
    for (const timer of [...timers]) if (timer.at <= now && timers.delete(timer)) timer.ring();
  };
  return { clock, pass };
}

async function phone() {
  const environment = device();
  const db = await created(environment);
  const store = createDexieStore(db);
  const { clock, pass } = handClock();
  const random = seededRandom(1);
  const writer = createWriter({ store, clock, random, tables, schema: 1 });
  const held = { db, store, writer, account: { name: account } } as Device;
  const threads: { ended: boolean; breakIt: () => void }[] = [];
  const reports: unknown[] = [];
  let visible = true;

  /** A thread that is none: the worker's half in this one. */
  const thread = async (): Promise<SearchThread> => {
    let toPage = (_data: unknown): void => undefined;
    let toWorker = (_data: unknown): void => undefined;
    let broken = (_reason: Error): void => undefined;
    const entry = { ended: false, breakIt: () => broken(new Error("out of memory")) };
    threads.push(entry);
    serveSearch(
      { onQuestion: (listener) => (toWorker = listener), answer: (answer) => queueMicrotask(() => (entry.ended ? undefined : toPage(answer))) },
      { idb: () => environment, alone: (_name, work) => work() },
    );
    return {
      post: (data) => queueMicrotask(() => toWorker(data)),
      listen: (listener, onBroken) => {
        toPage = listener;
        broken = onBroken;
      },
      end: () => (entry.ended = true),
    };
  };
  const open = () => {
    const page = createPageSearch({ thread, clock, visible: () => visible, report: (reason) => reports.push(reason) }, held);
    closers.push(() => page.stop());
    return page;
  };
  closers.push(() => db.leave());
  const put = (...rows: ReturnType<typeof message>[]): Promise<void> => store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", rows));
  const stored = async () => JSON.stringify((await dump(environment, account))?.["search_index"]);
  const journal = async () => (await dump(environment, account))?.["search_journal"]?.length;
  return { db, store, put, open, pass, threads, reports, stored, journal, hide: (value: boolean) => (visible = !value) };
}
const gone = { deleted_at: "2026-01-02T00:00:00.000Z", message_text: "" };

describe("the search of a page", () => {
  it("[F4] by itself, at a quiet moment, it reads what is there and what changes, and keeps no thread for it", async () => {
    const { put, open, pass, threads, stored, reports } = await phone();
    await put(message(1, { message_text: "beforehand" }));
    open();
    await eventually(async () => {
      pass(2000);
      expect(await stored()).toContain("beforehand");
    });
    await put(message(2, { message_text: "afterwards" }), message(1, gone));
    await eventually(async () => {
      pass(2000);
      expect(await stored()).toContain("afterwards");
    });
    expect(await stored()).not.toContain("beforehand");
    pass(20_000);
    await eventually(() => expect(threads.every(({ ended }) => ended)).toBe(true));
    expect(reports).toEqual([]);
  });

  it("[F4] a hidden page leaves it to one that is seen", async () => {
    const { put, open, pass, threads, hide, journal } = await phone();
    hide(true);
    open();
    await put(message(1));
    expect(await journal()).toBe(1);
    for (let round = 0; round < 5; round += 1) {
      pass(5000);
      await journal();
    }
    expect(threads).toEqual([]);
  });

  it("[F2] [F6] what was written a moment ago is found, what was deleted is not, nor what waits to be", async () => {
    const { put, open, store } = await phone();
    await put(message(1, { message_text: "a kite" }), message(2, { message_text: "two kites", sender_type: "ai", reply_to: message(1).id, reply_source: "rules", reply_attempt: 1 }));
    const search = await open().open();
    const ids = async (text: string) => (await search.find(text, 10)).hits.map(({ id }) => id);
    expect(await ids("kite")).toEqual([message(1).id, message(2).id]);
    await put(message(3, { message_text: "the third kite" }));
    expect((await ids("kite")).sort()).toEqual([1, 2, 3].map((n) => message(n).id));
    await store.write(["kv"], (tx) => tx.side("kv").put({ key: "deletions", wishes: [{ key: "k", at: 0, ids: [message(1).id], question: message(1).id, answers: 1 }], written: [] }));
    expect(await search.find("kite", 10)).toMatchObject({ total: 1, hits: [{ id: message(3).id }], complete: true });
    await store.write(["kv"], (tx) => tx.side("kv").delete("deletions"));
    await put(message(1, gone));
    // M3: its answer is shown nowhere either.
    expect(await ids("kite")).toEqual([message(3).id]);
  });

  it("[F6] attempts at one reply are one place, and a phrase comes first", async () => {
    const { put, open } = await phone();
    const reply = (n: number, text: string) => message(n, { message_text: text, sender_type: "ai", reply_to: message(1).id, reply_source: "rules", reply_attempt: n });
    await put(message(1, { message_text: "ask" }), reply(2, "sleep well"), reply(3, "sleep very well"), message(9, { message_text: "well, no sleep" }));
    const search = await open().open();
    expect((await search.find("sleep well", 10)).hits.map(({ id }) => id)).toEqual([message(2).id, message(9).id]);
  });

  it("[F8] the days that have messages, and where one stands", async () => {
    const { put, open } = await phone();
    const at = (n: number, day: number) => message(n, { created_at: new Date(2026, 0, day, 12, n).toISOString() });
    await put(at(1, 5), at(3, 5), at(2, 9), at(4, 9), message(7, gone));
    const search = await open().open();
    expect(await search.days()).toEqual({
      days: [
        { day: "2026-01-05", count: 2, id: message(1).id },
        { day: "2026-01-09", count: 2, id: message(2).id },
      ],
      complete: true,
    });
    expect(await search.place(message(2).id)).toEqual({ stamp: message(2).stamp, id: message(2).id });
    expect([await search.place(message(7).id), await search.place(message(8).id)]).toEqual([null, null]);
  });

  it("[F6] a thread that breaks rejects what waits, and the next question gets a new one", async () => {
    const { put, open, threads } = await phone();
    await put(message(1, { message_text: "kite" }));
    const search = await open().open();
    const lost = search.find("kite", 10);
    await eventually(() => expect(threads).toHaveLength(1));
    threads[0]?.breakIt();
    await expect(lost).rejects.toThrow("out of memory");
    expect((await search.find("kite", 10)).total).toBe(1);
    expect(threads).toHaveLength(2);
  });

  it("[T4] a page on its way out answers nothing more and lets go of the database", async () => {
    const { put, open, threads, db, stored } = await phone();
    await put(message(1));
    const page = open();
    const search = await page.open();
    await search.find("message", 1);
    page.stop();
    await expect(search.find("message", 1)).rejects.toThrow("on its way out");
    await eventually(() => expect(threads.every(({ ended }) => ended)).toBe(true));
    db.leave();
    expect(await stored()).toBeDefined();
  });
});
