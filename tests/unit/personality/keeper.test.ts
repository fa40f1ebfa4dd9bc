import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PersonalityContext } from "@edge/personality/context.ts";
import type { IdbEnvironment } from "../../../src/adapters/dexie/environment.ts";
import type { ContextAnswer } from "../../../src/adapters/supabase/context.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import type { BondhuDatabase } from "../../../src/adapters/dexie/database.ts";
import { type ContextDeps, type ContextKeeper, createContextKeeper, freshMs } from "../../../src/runtime/personality/context.ts";
import { type ContextRow, keptPersona } from "../../../src/runtime/personality/kept-context.ts";
import { answerId, preferenceId } from "../../../src/runtime/derived-ids.ts";
import type { Row, Store } from "../../../src/sync/ports.ts";
import { answersFor } from "../../support/personality.ts";
import { eventually } from "../../support/eventually.ts";
import { FakeClock, FakeLocks, settle } from "../../support/sync/fakes.ts";
import { created, device, message, stamp } from "../dexie/device.ts";

let environment: IdbEnvironment;
let db: BondhuDatabase;
let store: Store;
let clock: FakeClock;
let locks: FakeLocks;
let online: boolean;
let asked: (string | null)[];
let answer: (etag: string | null) => Promise<ContextAnswer> | ContextAnswer;
let reported: unknown[];
let guest: boolean;
let keepers: ContextKeeper[];

const context = (text: string): PersonalityContext => ({
  schema: 1,
  locale: "en",
  style: { length: "long", directness: "usual", warmth: "usual", questions: "usual" },
  traits: [{ trait: "extraversion", band: "high", words: "Talkative." }],
  facts: [],
  mood: null,
  text,
});
const served = (text: string, etag = `"${text}"`): ContextAnswer => ({ kind: "context", etag, context: context(text) });

beforeEach(async () => {
  environment = device();
  db = await created(environment);
  store = createDexieStore(db);
  clock = new FakeClock();
  locks = new FakeLocks();
  online = true;
  asked = [];
  answer = () => served("from the server");
  reported = [];
  guest = false;
  keepers = [];
  await put("memory_facts", [fact("My cat is called Mishti", 1)]);
});
afterEach(() => {
  for (const keeper of keepers) keeper.stop();
  db.leave();
  expect(reported).toEqual([]);
});

const put = (table: string, rows: readonly Row[]) => store.write([table], (tx) => tx.putRows(table, rows));
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const fact = (text: string | null, at: number, n = 1): Row => ({ id: id(n), stamp: stamp(at), text, created_at: "2026-11-22T00:00:00.000Z" });
const answers = (leaning: Parameters<typeof answersFor>[0], at: number): Row[] =>
  [...answersFor(leaning)].map(([item, of]) => ({ id: answerId(1, item), stamp: stamp(at), run: 1, item, answer: of, answered_at: "2026-11-22T00:00:00.000Z" }));
const preference = (key: string, value: string | boolean, at: number): Row => ({ id: preferenceId(key), stamp: stamp(at), key, value });
const kept = () => store.read(["kv"], (tx) => tx.side<ContextRow>("kv").get("context"));
const putKept = (row: unknown) => store.write(["kv"], (tx) => tx.side<unknown>("kv").put(row));
const minutes = (n: number): number => n * 60_000;

function tab(more: Partial<ContextDeps> = {}): ContextKeeper {
  const keeper = createContextKeeper({
    device: { db, store },
    locks,
    network: { online: () => online },
    clock,
    monotonic: clock.monotonic,
    server: async () => (guest ? null : async (etag) => (asked.push(etag), answer(etag))),
    report: (reason) => reported.push(reason),
    ...more,
  });
  keepers.push(keeper);
  return keeper;
}
const textOf = async (keeper: ContextKeeper) => (await keeper.context())?.text;

describe("the context that a device keeps", () => {
  it("[X2] the first reading does not wait for the server: the device's own, then the server's, then none is asked for", async () => {
    let serve = (_answer: ContextAnswer): void => undefined;
    answer = () => new Promise((resolve) => (serve = resolve));
    const keeper = tab();
    expect(await textOf(keeper)).toContain("My cat is called Mishti");
    await eventually(() => expect(asked).toEqual([null]));
    serve(served("from the server"));
    await keeper.settled();
    expect(await textOf(keeper)).toBe("from the server");
    for (let n = 0; n < 29; n++) {
      await clock.advance(minutes(1));
      expect(await textOf(keeper)).toBe("from the server");
      await keeper.settled();
    }
    expect(asked).toEqual([null]);
  });

  it("[X2] after half an hour it is served as it is while it is fetched again, with its ETag; 304 makes it fresh", async () => {
    const keeper = tab();
    await keeper.settled();
    answer = () => ({ kind: "same" });
    await clock.advance(freshMs);
    expect(await textOf(keeper)).toBe("from the server");
    await keeper.settled();
    expect(asked).toEqual([null, '"from the server"']);
    await clock.advance(freshMs - 1);
    await keeper.settled();
    expect(asked).toHaveLength(2);
    answer = () => served("newer");
    await clock.advance(1);
    await keeper.settled();
    expect([await textOf(keeper), asked.length]).toEqual(["newer", 3]);
  });

  it.each([
    ["an answer", () => put("personality_answers", answers({ extraversion: -1 }, 9))],
    ["a fact", () => put("memory_facts", [fact("I have a dog", 9, 2)])],
    ["a forgotten fact", () => put("memory_facts", [fact(null, 9)])],
    ["the switch", () => put("preferences", [preference("usePersonality", false, 9)])],
    ["the language", () => put("preferences", [preference("locale", "bn", 9)])],
  ])("[X2] %s makes it stale at once: the device's own rows speak, and the server is asked", async (_name, change) => {
    const keeper = tab();
    await keeper.settled();
    await change();
    expect(await textOf(keeper)).not.toBe("from the server");
    await keeper.settled();
    expect(asked).toEqual([null, null]);
  });

  it("[X2] a change that comes by a pull is followed without anybody asking", async () => {
    const keeper = tab();
    keeper.follow();
    await eventually(async () => expect((await kept())?.etag).toBe('"from the server"'));
    answer = () => served("after the pull");
    await put("memory_facts", [fact("pulled", 9, 2)]);
    await eventually(async () => expect((await kept())?.etag).toBe('"after the pull"'));
    expect(asked).toHaveLength(2);
  });

  it("[X2] another preference or a message changes nothing", async () => {
    const keeper = tab();
    await keeper.settled();
    await put("preferences", [preference("theme", "dark", 9)]);
    await put("chat_messages", [message(9)]);
    await keeper.settled();
    expect(asked).toHaveLength(1);
  });

  it("[X2] switched off it has no style, from this device at once", async () => {
    await put("personality_answers", answers({ extraversion: -1 }, 5));
    guest = true;
    const keeper = tab();
    expect((await keeper.persona())?.style.length).toBe("short");
    await put("preferences", [preference("usePersonality", false, 9)]);
    expect(await keeper.persona()).toMatchObject({ style: { length: "usual" }, because: {}, facts: [{ id: id(1) }] });
  });

  it("[X3] two tabs, one fetch; the other finds its work", async () => {
    let serve = (_answer: ContextAnswer): void => undefined;
    answer = () => new Promise((resolve) => (serve = resolve));
    const [one, two] = [tab(), tab()];
    await Promise.all([one.context(), two.context()]);
    await eventually(() => expect(asked).toHaveLength(1));
    await two.settled();
    serve(served("for both"));
    await one.settled();
    await two.settled();
    expect([await textOf(two), asked.length]).toEqual(["for both", 1]);
  });

  it("[X3] offline it is usable for ever, and fetched when there is a network", async () => {
    const keeper = tab();
    await keeper.settled();
    online = false;
    await clock.advance(400 * 24 * 60 * minutes(1));
    expect(await textOf(keeper)).toBe("from the server");
    await keeper.settled();
    expect(asked).toHaveLength(1);
    online = true;
    await keeper.settled();
    expect(asked).toHaveLength(2);
  });

  it("[X3] a guest's is made here, and anew after half an hour", async () => {
    guest = true;
    const keeper = tab();
    await keeper.settled();
    const { at } = (await kept()) ?? { at: 0 };
    await clock.advance(freshMs);
    await keeper.settled();
    expect([asked, (await kept())?.at]).toEqual([[], at + freshMs]);
  });

  it("[X3] nothing known, nothing asked, nothing kept", async () => {
    await store.write(["memory_facts"], (tx) => tx.deleteRows("memory_facts", [id(1)]));
    const keeper = tab();
    await keeper.settled();
    expect([await keeper.context(), await keeper.persona(), asked, await kept()]).toEqual([null, null, [], undefined]);
  });

  it("[X3] while changes wait to be pushed, or are refused, the device makes it", async () => {
    await put("memory_facts", [{ ...fact("unsynced words", 9, 2), _seq: 1 }]);
    const keeper = tab();
    await keeper.settled();
    expect([asked, (await textOf(keeper))?.includes("unsynced words")]).toEqual([[], true]);
    await store.write([], async (tx) => tx.setState({ ...(await tx.state()), ackedSeq: 1, nextSeq: 2 }));
    await store.write([], (tx) => tx.putQuarantine([{ id: id(9), schema: 1, ops: [{ table: "memory_facts", row: fact("x", 9, 2) }], bytes: 1, queuedAt: 1, code: "22023", quarantinedAt: 1 }]));
    await keeper.settled();
    expect(asked).toEqual([]);
    await store.write([], (tx) => tx.removeQuarantine([id(9)]));
    await keeper.settled();
    expect(asked).toEqual([null]);
  });

  it("[X3] an answer that rows have overtaken is dropped", async () => {
    let serve = (_answer: ContextAnswer): void => undefined;
    answer = () => new Promise((resolve) => (serve = resolve));
    const keeper = tab();
    await keeper.context();
    await eventually(() => expect(asked).toHaveLength(1));
    await put("memory_facts", [fact(null, 9)]);
    serve(served("with the forgotten cat"));
    await locks.run(`bondhu:context:${db.name}`, { wait: true }, settle);
    expect((await kept())?.body).not.toContain("forgotten");
    expect(await textOf(keeper)).not.toContain("cat");
    expect((await kept())?.body).not.toContain("cat");
  });

  it("[X3] what is no answer leaves the last good one, and is not asked for again within a minute", async () => {
    const keeper = tab();
    await keeper.settled();
    answer = () => ({ kind: "none" });
    await clock.advance(freshMs);
    for (let n = 0; n < 10; n++) {
      expect(await textOf(keeper)).toBe("from the server");
      await keeper.settled();
    }
    expect(asked).toHaveLength(2);
    await clock.advance(minutes(1));
    await keeper.settled();
    expect(asked).toHaveLength(3);
  });

  it.each([
    ["garbage", { key: "context", mark: 7, body: null }],
    ["no object", { key: "context" }],
  ])("[X3] a kept row that is %s is as good as none", async (_name, row) => {
    await putKept(row);
    const keeper = tab();
    expect(await keptPersona(store)).toBeNull();
    expect(await textOf(keeper)).toContain("Mishti");
    await keeper.settled();
    expect(await textOf(keeper)).toBe("from the server");
  });

  it("[X3] a half-written or changed one too", async () => {
    const keeper = tab();
    await keeper.settled();
    const row = await kept();
    if (row === undefined) throw new Error("nothing kept");
    online = false;
    for (const broken of [{ ...row, body: row.body.slice(0, 20) }, { ...row, body: row.body.replace("server", "serpent") }, { ...row, sum: row.sum + 1 }, { ...row, mark: "0.1" }]) {
      await putKept(broken);
      expect(await keptPersona(store)).toBeNull();
      expect(await textOf(tab())).toContain("Mishti");
    }
  });

  it("[X3] the clock a year ahead: stale at most, and right again when it is put back", async () => {
    const keeper = tab();
    await keeper.settled();
    const year = 365 * 24 * 60 * minutes(1);
    clock.set(clock.now() + year);
    expect(await textOf(keeper)).toBe("from the server");
    await keeper.settled();
    expect(asked).toHaveLength(2);
    clock.set(clock.now() - year);
    expect(await textOf(keeper)).toBe("from the server");
    await keeper.settled();
    expect(asked).toHaveLength(3);
    await keeper.settled();
    expect(asked).toHaveLength(3);
  });

  it("[X3] a clock that is put back does not make it fresh for longer than half an hour of time that passed", async () => {
    const keeper = tab();
    await keeper.settled();
    for (let n = 0; n < 3; n++) {
      await clock.advance(minutes(9));
      await keeper.settled();
      clock.set(clock.now() - minutes(8));
    }
    await keeper.settled();
    expect(asked).toHaveLength(1);
    await clock.advance(minutes(3));
    await keeper.settled();
    expect(asked).toHaveLength(2);
  });

  it("[X2] the worker reads what the page keeps, and talks without it once rows have moved on", async () => {
    const keeper = tab();
    expect(await keptPersona(store)).toBeNull();
    await keeper.settled();
    expect(await keptPersona(store)).toMatchObject({ style: { length: "long" }, because: { length: [["extraversion", "high"]] } });
    await put("memory_facts", [fact(null, 9)]);
    expect(await keptPersona(store)).toBeNull();
  });

  it("[X2] hears the mood of late", async () => {
    guest = true;
    const half = 1_795_305_600_000;
    await put("chat_messages", [1, 2, 3].map((n) => message(half - n * 1000, { mood_detected: "sad", sentiment_score: -0.8 })));
    await put("chat_messages", [message(half - 4000, { sender_type: "ai", sentiment_score: 1 }), message(half + 1, { mood_detected: "glad", sentiment_score: 1 })]);
    expect((await tab().context())?.mood).toEqual({ tone: "low", named: "sad" });
  });

  it("stopped, it asks nobody", async () => {
    const keeper = tab();
    keeper.stop();
    await keeper.settled();
    expect(asked).toEqual([]);
  });
});
