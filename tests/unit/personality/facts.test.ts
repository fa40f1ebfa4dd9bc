/** D1, D2 and answers over real databases: what is durable, what is refused, what goes to whom, and what never leaves. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { maxFactLength } from "../../../src/domain/records.ts";
import type { RunningRuntime } from "../../../src/runtime/create-runtime.ts";
import { eventually } from "../../support/eventually.ts";
import { dump } from "../dexie/device.ts";
import { Backend, follow, Phone, userOf } from "../runtime/phone.ts";

let backend = new Backend();
let phone = new Phone(backend);
let sent: string[] = [];
beforeEach(() => {
  backend = new Backend();
  phone = new Phone(backend);
  sent = watched(backend);
});
const phones: Phone[] = [];
const tabs: RunningRuntime[] = [];
/** Nobody is poked here: each look is behind a sync of every device. */
const everywhere = (look: () => void): Promise<void> =>
  eventually(async () => {
    for (const { commands } of tabs) await commands.syncNow();
    look();
  });
afterEach(async () => {
  tabs.length = 0;
  for (const each of [phone, ...phones.splice(0)]) await each.closeAll();
});

/** Every body that is sent from here on. */
function watched(server: Backend): string[] {
  const bodies: string[] = [];
  const { fetch } = server;
  Object.assign(server, { fetch: (...[input, init]: Parameters<typeof fetch>) => (bodies.push(`${input} ${typeof init.body === "string" ? init.body : ""}`), fetch(input, init)) });
  return bodies;
}

const email = "a@b.c";
const secret = "I sleep badly in March";
const tab = async (on = phone) => {
  const { runtime, close } = await on.open();
  const facts = follow(runtime.queries.facts);
  const personality = follow(runtime.queries.personality);
  const status = follow(runtime.queries.status);
  tabs.push(runtime);
  return {
    ...runtime,
    close,
    facts: () => facts.latest() ?? [],
    texts: () => facts.latest()?.map(({ text, onlyHere }) => (onlyHere ? `(${text})` : text)) ?? ["…"],
    personality: () => personality.latest(),
    synced: () => eventually(() => expect(status.latest()).toMatchObject({ state: "synced", pending: 0, quarantined: 0 })),
  };
};
/** Another device of the same account. */
async function elsewhere() {
  const other = new Phone(backend);
  phones.push(other);
  const first = await other.open();
  await first.runtime.commands.signIn(email, "secret!");
  await first.close();
  const there = await tab(other);
  return there;
}
function valueOf<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { readonly kind: string } }): T {
  if (!result.ok) throw new Error(result.error.kind);
  return result.value;
}
/** Every byte of this profile's stores of one name; the registry has none of these. */
async function stores(...names: readonly string[]): Promise<string> {
  const databases = (await phone.idb.indexedDB.databases()).map(({ name }) => name ?? "");
  const all = await Promise.all(databases.map(async (name) => dump(phone.idb, name)));
  return JSON.stringify(all.map((stored) => Object.entries(stored ?? {}).filter(([name]) => names.length === 0 || names.includes(name))));
}
/** What is written after it is later by any device's clock, whatever it learns of the server's. */
const someTimePasses = (on: Phone | undefined = phone): void => on?.clock.pass(60_000);
const factsOnServer = () => backend.server.rows(userOf(email), "memory_facts").map((row) => row["text"]);

describe("a fact", () => {
  it("[D1] is listed newest first in every tab, edited, and forgotten everywhere", async () => {
    const [one, two] = [await tab(), await tab()];
    await one.commands.signUp(email, "secret!");
    const first = valueOf(await one.commands.addFact("  My sister is called Mita  ", false));
    someTimePasses();
    await one.commands.addFact("I like short answers", false);
    await eventually(() => expect(two.texts()).toEqual(["I like short answers", "My sister is called Mita"]));
    expect(valueOf(await two.commands.editFact(first, "My sister is called Mitali"))).toBeUndefined();
    const there = await elsewhere();
    await everywhere(() => expect([one.texts(), there.texts()]).toEqual([["I like short answers", "My sister is called Mitali"], ["I like short answers", "My sister is called Mitali"]]));
    expect((await there.commands.forgetFact(first)).ok).toBe(true);
    await everywhere(() => expect([one.texts(), there.texts()]).toEqual([["I like short answers"], ["I like short answers"]]));
    expect(factsOnServer()).toEqual([null, "I like short answers"]);
    await eventually(async () => expect(await stores()).not.toContain("Mita"));
    // Whoever still has it on screen is told.
    expect(await one.commands.editFact(first, "again")).toEqual({ ok: false, error: { kind: "forgotten" } });
    expect(await one.commands.moveFact(first, true)).toEqual({ ok: false, error: { kind: "forgotten" } });
    expect((await one.commands.forgetFact(first)).ok).toBe(true);
    expect(factsOnServer()).toEqual([null, "I like short answers"]);
  });

  it("[D1] forgotten before it was sent leaves no word in what is sent", async () => {
    const here = await tab();
    await here.commands.signUp(email, "secret!");
    await here.synced();
    phone.setOnline(false);
    const id = valueOf(await here.commands.addFact(secret, false));
    await here.commands.editFact(id, `${secret}, and in April`);
    expect(await stores("outbox")).toContain(secret);
    await here.commands.forgetFact(id);
    // What companions are told may have been on its way to the disk.
    await eventually(async () => expect(await stores()).not.toContain(secret));
    phone.setOnline(true);
    await here.synced();
    expect(sent.join("\n")).not.toContain(secret);
    expect(factsOnServer()).toEqual([null]);
  });

  it("[D1] that an older device edits later comes back: the latest word wins", async () => {
    const here = await tab();
    await here.commands.signUp(email, "secret!");
    const id = valueOf(await here.commands.addFact(secret, false));
    const there = await elsewhere();
    await everywhere(() => expect(there.texts()).toEqual([secret]));
    phone.setOnline(false);
    await here.commands.forgetFact(id);
    someTimePasses(phones.at(-1));
    expect((await there.commands.editFact(id, "I sleep better now")).ok).toBe(true);
    phone.setOnline(true);
    await everywhere(() => expect([here.texts(), there.texts()]).toEqual([["I sleep better now"], ["I sleep better now"]]));
  });

  const refused: readonly (readonly [string, string, object])[] = [
    ["nothing", "", { kind: "blank" }],
    ["white space", " \n\u200b ", { kind: "blank" }],
    ["one character too many", "অ".repeat(maxFactLength + 1), { kind: "tooLong", length: maxFactLength + 1, max: maxFactLength }],
    ["too many faces", "🙂".repeat(maxFactLength + 1), { kind: "tooLong", length: maxFactLength + 1, max: maxFactLength }],
  ];
  test.each(refused)("[D1] of %s is refused, shared or not, new or edited", async (_what, text, error) => {
    const here = await tab();
    const id = valueOf(await here.commands.addFact("sound", false));
    for (const onlyHere of [false, true]) expect(await here.commands.addFact(text, onlyHere)).toEqual({ ok: false, error });
    expect(await here.commands.editFact(id, text)).toEqual({ ok: false, error });
    await eventually(() => expect(here.texts()).toEqual(["sound"]));
  });

  it("[D1] may be as long as the table takes, counted as Postgres does, and loses what Postgres refuses", async () => {
    const here = await tab();
    await here.commands.signUp(email, "secret!");
    await here.commands.addFact("🙂".repeat(maxFactLength), false);
    await here.commands.addFact("a\u0000b\ud800", false);
    await here.synced();
    expect(factsOnServer()).toEqual(["🙂".repeat(maxFactLength), "ab\ufffd"]);
  });
});

describe("a fact of this device only", () => {
  it("[D2] is shown in every tab, edited and forgotten, and its words are in no outbox, archive or request", async () => {
    const [here, other] = [await tab(), await tab()];
    await here.commands.signUp(email, "secret!");
    const id = valueOf(await here.commands.addFact(secret, true));
    someTimePasses();
    await here.commands.addFact("a shared one", false);
    await eventually(() => expect(other.texts()).toEqual(["a shared one", `(${secret})`]));
    await other.commands.editFact(id, `${secret}, mostly`);
    await eventually(() => expect(here.texts()).toEqual(["a shared one", `(${secret}, mostly)`]));
    await here.synced();
    expect(await stores("outbox", "quarantine", "memory_facts")).not.toContain(secret);
    expect(await stores("private_facts")).toContain(secret);
    for (const format of ["json", "markdown"] as const) {
      expect(await valueOf(await here.commands.exportEverything(format)).blob.text()).not.toContain(secret);
    }
    expect((await elsewhere()).texts()).not.toContain(secret);
    await here.commands.forgetFact(id);
    await eventually(() => expect(other.texts()).toEqual(["a shared one"]));
    expect(await stores()).not.toContain(secret);
    expect(sent.join("\n")).toContain("a shared one");
    expect(sent.join("\n")).not.toContain(secret);
  });

  it("[D2] that was shared is forgotten there in the same transaction, and what had not been sent never is", async () => {
    const here = await tab();
    await here.commands.signUp(email, "secret!");
    await here.synced();
    phone.setOnline(false);
    const id = valueOf(await here.commands.addFact(secret, false));
    await here.commands.editFact(id, `${secret}!`);
    const hidden = valueOf(await here.commands.moveFact(id, true));
    expect(hidden).not.toBe(id);
    await eventually(() => expect(here.texts()).toEqual([`(${secret}!)`]));
    expect(await stores("outbox", "memory_facts")).not.toContain(secret);
    phone.setOnline(true);
    await here.synced();
    expect(factsOnServer()).toEqual([null]);
    expect(sent.join("\n")).not.toContain(secret);
  });

  it("[D2] that is shared after all gets to the other devices, at the place it was written", async () => {
    const here = await tab();
    await here.commands.signUp(email, "secret!");
    const id = valueOf(await here.commands.addFact(secret, true));
    someTimePasses();
    await here.commands.addFact("written later", false);
    await here.commands.moveFact(id, false);
    const there = await elsewhere();
    await everywhere(() => expect([here.texts(), there.texts()]).toEqual([["written later", secret], ["written later", secret]]));
    expect(await stores("private_facts")).not.toContain(secret);
    expect(await here.commands.moveFact(id, false)).toEqual({ ok: false, error: { kind: "forgotten" } });
  });

  it("[D2] [T4] is told before somebody leaves, since nobody else has it", async () => {
    const here = await tab();
    await here.commands.signUp(email, "secret!");
    await here.commands.addFact(secret, true);
    await here.synced();
    const waiting = follow((await here.commands.doors()).waiting);
    await eventually(() => expect(waiting.latest()).toMatchObject({ changes: 0, asks: 0, here: 1 }));
    const { mark = 0 } = waiting.latest() ?? {};
    expect(await here.commands.signOut()).toEqual({ ok: false, error: { kind: "waiting" } });
    // Another one, written while the question stood: that one has not been given up.
    someTimePasses();
    await here.commands.addFact("another", true);
    expect(await here.commands.signOut({ kind: "discard", mark })).toEqual({ ok: false, error: { kind: "waiting" } });
    await eventually(() => expect(here.texts()).toEqual(["(another)", `(${secret})`]));
    await eventually(() => expect(waiting.latest()).toMatchObject({ here: 2 }));
    expect(await here.commands.signOut({ kind: "discard", mark: waiting.latest()?.mark ?? 0 })).toMatchObject({ ok: true });
    expect(await stores()).not.toContain(secret);
  });

  it("[D2] [G3] that a guest wrote comes into the account on this device, and no further; whose run it is, the account says", async () => {
    const first = await tab();
    await first.commands.signUp(email, "secret!");
    await first.commands.answerItem(1, 1, 5);
    await first.synced();
    await first.commands.signOut();
    await first.close();
    const guest = await tab();
    await guest.commands.addFact(secret, true);
    await guest.commands.answerItem(1, 1, 1);
    await guest.commands.answerItem(1, 2, 2);
    await guest.commands.signIn(email, "secret!");
    await guest.close();
    const here = await tab();
    const doors = await here.commands.doors();
    const question = follow(doors.question);
    await eventually(() => expect(question.latest()?.guest.waiting.here).toBe(1));
    await doors.bring(question.latest()?.guest.name ?? "");
    await eventually(() => expect(here.texts()).toEqual([`(${secret})`]));
    await eventually(() => expect(here.personality()?.runs[0]?.answers).toEqual(new Map([[1, 5], [2, 2]])));
    await here.synced();
    expect(sent.join("\n")).not.toContain(secret);
  });

  it("[D2] is wiped with the account", async () => {
    const here = await tab();
    await here.commands.signUp(email, "secret!");
    await here.commands.addFact(secret, true);
    await here.synced();
    await here.commands.signOut({ kind: "gone" });
    expect(await stores()).not.toContain(secret);
  });
});

describe("an answer", () => {
  it("[Q2] [Q5] is durable as it is given, one mutation each, and shows in other tabs and on other devices; the latest counts", async () => {
    const [here, other] = [await tab(), await tab()];
    await here.commands.signUp(email, "secret!");
    await here.commands.answerItem(1, 1, 5);
    await other.commands.answerItem(1, 2, 3);
    await eventually(() => expect(here.personality()?.runs[0]?.answers).toEqual(new Map([[1, 5], [2, 3]])));
    const there = await elsewhere();
    await everywhere(() => expect(there.personality()?.runs).toEqual(here.personality()?.runs));
    await there.commands.answerItem(1, 1, 2);
    await everywhere(() => expect([here, other, there].map((one) => one.personality()?.runs[0]?.answers.get(1))).toEqual([2, 2, 2]));
    for (let item = 3; item <= 20; item += 1) await there.commands.answerItem(1, item, 4);
    await everywhere(() => expect(here.personality()).toMatchObject({ use: true, shown: { run: 1, answered: 20, complete: true } }));
    // A new run leaves the one before as it was.
    await here.commands.answerItem(2, 1, 1);
    await everywhere(() => expect(there.personality()?.runs.map(({ run, answered }) => [run, answered])).toEqual([[2, 1], [1, 20]]));
    expect(there.personality()?.shown).toEqual(here.personality()?.runs[1]);
    expect(backend.server.rows(userOf(email), "personality_answers")).toHaveLength(21);
  });

  it("[Q5] given to the same items on two devices that do not hear of each other makes one run on both", async () => {
    const here = await tab();
    await here.commands.signUp(email, "secret!");
    const there = await elsewhere();
    await Promise.all([here, there].map(async (one) => one.synced()));
    phone.setOnline(false);
    for (let item = 1; item <= 10; item += 1) await here.commands.answerItem(1, item, 2);
    for (let item = 8; item <= 20; item += 1) await there.commands.answerItem(1, item, 4);
    phone.setOnline(true);
    await everywhere(() => {
      expect(here.personality()?.shown).toMatchObject({ run: 1, complete: true });
      expect(there.personality()?.runs).toEqual(here.personality()?.runs);
    });
    expect(here.personality()?.runs).toHaveLength(1);
    const answers = [...(here.personality()?.shown?.answers ?? [])].toSorted(([a], [b]) => a - b).map(([, answer]) => answer);
    // Given twice: one of the two, the same on both.
    expect(answers.join("")).toMatch(/^2{7}[24]{3}4{10}$/);
  });

  const odd: readonly (readonly [number, number, number])[] = [[0, 1, 3], [1.5, 1, 3], [10_001, 1, 3], [Number.NaN, 1, 3], [1, 0, 3], [1, 21, 3], [1, 1.5, 3], [1, 1, 0], [1, 1, 6], [1, 1, 2.5], [1, 1, Number.NaN]];
  test.each(odd)("[Q2] to run %d, item %d, with %d is refused, and nothing is written", async (run, item, answer) => {
    const here = await tab();
    expect(await here.commands.answerItem(run, item, answer)).toEqual({ ok: false, error: { kind: "noSuchAnswer" } });
    expect(await stores("personality_answers", "outbox")).not.toContain('"answered_at"');
  });

  it("[X1] leaves the switch alone, which is told with the rest", async () => {
    const here = await tab();
    await eventually(() => expect(here.personality()).toEqual({ use: true, runs: [], shown: null }));
    await here.commands.setPreference("usePersonality", false);
    await eventually(() => expect(here.personality()?.use).toBe(false));
  });
});
