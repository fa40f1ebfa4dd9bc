/** F2 to F5 on IndexedDB: whatever happens, the index is the one that would be built anew. */
import { afterEach, describe, expect, it } from "vitest";
import type { BondhuDatabase } from "../../../src/adapters/dexie/database.ts";
import type { IdbEnvironment } from "../../../src/adapters/dexie/environment.ts";
import { openSearchStore } from "../../../src/adapters/dexie/search-store.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { type IndexContents, type IndexStore, SearchIndex } from "../../../src/runtime/search/search-index.ts";
import { idAt, type Segment, type StoredSegment } from "../../../src/runtime/search/segment.ts";
import { DatabaseGone } from "../../../src/sync/ports.ts";
import { mulberry32 } from "../../support/search/words.ts";
import { account, created, device, dump, message, promised } from "../dexie/device.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function phone() {
  const environment = device();
  const db = await created(environment);
  closers.push(() => db.leave());
  const store = createDexieStore(db);
  const put = (...rows: ReturnType<typeof message>[]) => store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", rows));
  return { environment, db, store, put, openStore: () => openedStore(environment), open: async () => new SearchIndex(await openedStore(environment), Math.random) };
}
async function openedStore(environment: IdbEnvironment): Promise<IndexStore> {
  const store = await openSearchStore<IndexContents, StoredSegment>(account, environment);
  closers.push(() => store.close());
  return store;
}

async function caughtUp(index: SearchIndex): Promise<SearchIndex> {
  for (let steps = 0; steps < 500; steps += 1) if ((await index.step()).done) return index;
  throw new Error("the index never came to an end");
}

/** Term → ids, and each message's time: all that the index knows. */
function contentOf(segments: readonly Segment[]): ReadonlyMap<string, readonly string[]> {
  const content = new Map<string, string[]>();
  const add = (key: string, id: string): void => void content.set(key, [...(content.get(key) ?? []), id].sort());
  for (const segment of segments) {
    for (let place = 0; place < segment.size; place += 1) add(`at ${segment.times[place]} of ${segment.lengths[place]}`, idAt(segment.ids, place));
    for (const [at, word] of segment.words.entries()) {
      for (let posting = segment.starts[at] ?? 0; posting < (segment.starts[at + 1] ?? 0); posting += 1) add(word, idAt(segment.ids, segment.postings[posting] ?? 0));
    }
  }
  return content;
}

async function builtAnew(environment: IdbEnvironment, db: BondhuDatabase) {
  const store = await openedStore(environment);
  const found = await store.load(new Set());
  await store.restart(found.contents?.generation ?? null, { n: 0, format: 0, generation: 1, parts: [], nextSegment: 1, reading: null });
  const index = await caughtUp(new SearchIndex(store, Math.random));
  expect([...contentOf(index.segments)].filter(([key]) => key.startsWith("at ")).reduce((sum, [, ids]) => sum + ids.length, 0)).toBe(
    (await db.chat_messages.toArray()).filter((row) => row.deleted_at === null).length,
  );
  return contentOf(index.segments);
}

const gone = { deleted_at: "2026-01-02T00:00:00.000Z", message_text: "" };
const words = ["ভালো", "river", "মা", "bhalo", "তুমি", "rain", "😊", "x", "২০২৬", "don’t"];

describe("the index", () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed + 1))("[F3] any sequence of writes, deletions, crashes and races gives the index that would be built anew (%i)", async (seed) => {
    const random = mulberry32(seed);
    const below = (n: number): number => Math.floor(random() * n);
    const { environment, db, store, put, open, openStore } = await phone();
    let contexts = [await open(), await open()];
    const text = (): string => Array.from({ length: 1 + below(4) }, () => words[below(words.length)]).join(" ");
    let crashes = 0;
    for (let round = 0; round < 60; round += 1) {
      const kind = below(10);
      const one = below(40);
      if (kind < 4) await put(...Array.from({ length: 1 + below(5) }, (_, n) => message(one + n, { message_text: text() })));
      else if (kind === 4) await put(message(one, gone));
      else if (kind === 5) await store.write(["chat_messages"], (tx) => tx.deleteRows("chat_messages", [message(one).id]));
      // W4: the same message at another place.
      else if (kind === 6) await put(message(one, { stamp: message(one + 100).stamp, message_text: text() }));
      else if (kind === 7) {
        // Dies after the read, before or after the write is durable: nobody hears of it.
        crashes += 1;
        const dying = await openStore();
        const write = dying.write.bind(dying);
        const kept = below(2) === 0;
        const dead = new SearchIndex({ ...dying, write: async (...given) => { if (kept) await write(...given); throw new Error("died"); } }, random);
        await dead.step().catch(() => undefined);
        contexts = [contexts[1] ?? (await open()), await open()];
      } else await Promise.all(contexts.slice(0, 1 + below(2)).map((index) => index.step()));
    }
    expect(crashes).toBeGreaterThan(0);
    const [first] = contexts;
    const content = contentOf((await caughtUp(first ?? (await open()))).segments);
    // What is stored is what is known.
    expect(contentOf((await caughtUp(await open())).segments)).toEqual(content);
    expect(await builtAnew(environment, db)).toEqual(content);
  });

  it("[F3] who thought about messages as they were, and comes too late, writes nothing", async () => {
    const { environment, db, put, open, openStore } = await phone();
    await put(message(1, { message_text: "earlier" }));
    const store = await openStore();
    let release = (): void => undefined;
    const thinking = new Promise<void>((resolve) => (release = resolve));
    let written: boolean | null = null;
    const slow = new SearchIndex({ ...store, write: async (...given) => { await thinking; written = await store.write(...given); return written; } }, Math.random);
    const late = slow.step();
    await put(message(1, { message_text: "later" }), message(2));
    const content = contentOf((await caughtUp(await open())).segments);
    release();
    await late;
    expect(written).toBe(false);
    expect(contentOf((await caughtUp(slow)).segments)).toEqual(content);
    expect(await builtAnew(environment, db)).toEqual(content);
  });

  it("[F2] a message stands in the journal by the very transaction that wrote it, whoever wrote it", async () => {
    const { environment, put, store } = await phone();
    await put(message(1));
    await store.write(["chat_messages"], (tx) => tx.addRows("chat_messages", [message(1), message(2)]));
    const failed = store.write(["chat_messages"], async (tx) => {
      await tx.putRows("chat_messages", [message(3)]);
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    const found = await dump(environment, account);
    expect(found?.["search_journal"]).toEqual([{ n: 1, ids: [message(1).id] }, { n: 2, ids: [message(1).id, message(2).id] }]);
  });

  it("[F4] of a deleted message nothing is left, neither in the index nor in the journal", async () => {
    const { environment, put, open } = await phone();
    await put(message(1, { message_text: "a secretword of mine" }), message(2, { message_text: "kept" }));
    await caughtUp(await open());
    expect(JSON.stringify(await dump(environment, account))).toContain("secretword");
    await put(message(1, gone));
    await caughtUp(await open());
    expect(JSON.stringify(await dump(environment, account))).not.toContain("secretword");
  });

  it("[F5] the next start loads what is there and reads no message again", async () => {
    const { put, open, openStore } = await phone();
    await put(...Array.from({ length: 60 }, (_, n) => message(n + 1)));
    const before = await caughtUp(await open());
    const store = await openStore();
    const never = async (): Promise<never> => {
      throw new Error("read again");
    };
    const after = await caughtUp(new SearchIndex({ ...store, rows: never, rowsBefore: never }, Math.random));
    expect(contentOf(after.segments)).toEqual(contentOf(before.segments));
  });

  it("[F5] an index of another format, or one that lost a part, is made anew", async () => {
    const { environment, put, open, db } = await phone();
    await put(message(1), message(2));
    const content = contentOf((await caughtUp(await open())).segments);
    for (const harm of ["format", "part"]) {
      const raw = await promised(environment.indexedDB.open(account));
      const index = raw.transaction("search_index", "readwrite").objectStore("search_index");
      const contents = await promised<IndexContents>(index.get(0));
      if (harm === "format") await promised(index.put({ ...contents, format: 999 }));
      else await promised(index.delete(contents.parts[0] ?? -1));
      raw.close();
      expect(contentOf((await caughtUp(await open())).segments)).toEqual(content);
      const now = ((await dump(environment, account))?.["search_index"] ?? []) as IndexContents[];
      expect(now.find(({ n }) => n === 0)).toMatchObject({ format: contents.format });
      // Nothing of the one that was given up is left.
      expect(now.filter(({ n }) => contents.parts.includes(n))).toEqual([]);
    }
    expect(db.isOpen()).toBe(true);
  });

  it("[F5] the first reading goes on where it was left, and newest messages are found first", async () => {
    const { put, open, openStore } = await phone();
    for (let from = 1; from <= 2100; from += 700) await put(...Array.from({ length: 700 }, (_, n) => message(from + n, { message_text: `word${from + n}` })));
    const first = await open();
    await first.step();
    expect(first.complete).toBe(false);
    expect(contentOf(first.segments).has("word2100")).toBe(true);
    expect(contentOf(first.segments).has("word1")).toBe(false);
    const store = await openStore();
    let read = 0;
    const counting: IndexStore = { ...store, rowsBefore: async (...given) => { const found = await store.rowsBefore(...given); read += found.rows.length; return found; } };
    const second = await caughtUp(new SearchIndex(counting, Math.random));
    expect(read).toBe(100);
    expect(second.complete).toBe(true);
    expect(contentOf(second.segments).has("word1")).toBe(true);
  });

  it("[T3] [T4] nothing is written into a database that is missing, claimed or another build's, and nobody waits for this connection", async () => {
    const { environment, put, open, openStore, db } = await phone();
    await put(message(1));
    const index = await open();
    const raw = await promised(environment.indexedDB.open(account));
    const state = raw.transaction("state", "readwrite").objectStore("state");
    const row = await promised<object>(state.get("engine"));
    for (const change of [{ status: "claimed" }, { schema: 99 }]) {
      await promised(raw.transaction("state", "readwrite").objectStore("state").put({ ...row, ...change }));
      await expect(index.step()).rejects.toBeInstanceOf(DatabaseGone);
    }
    raw.close();
    expect((await dump(environment, account))?.["search_index"]).toEqual([]);
    await openStore();
    db.leave();
    await promised(environment.indexedDB.deleteDatabase(account));
    await expect(index.step()).rejects.toBeInstanceOf(DatabaseGone);
    await expect(openStore()).rejects.toBeInstanceOf(DatabaseGone);
    expect(await environment.indexedDB.databases()).toEqual([]);
  });
});
