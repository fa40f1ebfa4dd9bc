/** Delete and undo over a real database, with the page ending at each moment that it can. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunningRuntime } from "../../../src/runtime/create-runtime.ts";
import { undoMs } from "../../../src/runtime/deleted.ts";
import { Backend, follow, Phone, userOf } from "./phone.ts";
import { dump } from "../dexie/device.ts";
import { eventually } from "../../support/eventually.ts";

let backend = new Backend();
let phone = new Phone(backend);
beforeEach(() => {
  backend = new Backend();
  phone = new Phone(backend);
});
afterEach(() => phone.closeAll());

const secret = "words that go";
/** An open tab, what it shows, and its conversation as texts. */
async function tab(on = phone) {
  const { runtime, close } = await on.open();
  const timeline = follow(runtime.queries.timeline());
  const deletions = follow(runtime.queries.deletions);
  const texts = (): readonly string[] => timeline.latest()?.messages.map(({ text }) => text) ?? ["…"];
  return { runtime, close, deletions, timeline, texts, own: () => texts().filter((text) => text.startsWith("words")) };
}
async function say({ commands }: RunningRuntime, text: string): Promise<string> {
  const sent = await commands.sendMessage(text);
  if (!sent.ok) throw new Error(sent.error.kind);
  return sent.value;
}
/** Every byte of every database of this profile but the registry. */
async function stored(on = phone): Promise<string> {
  const names = (await on.idb.indexedDB.databases()).map(({ name }) => name ?? "");
  return JSON.stringify(await Promise.all(names.map((name) => dump(on.idb, name))));
}
const onServer = (email: string) => backend.server.rows(userOf(email), "chat_messages");

describe("deleting", () => {
  it("[M2] hides at once in every tab, undo brings it back with its answer, and nothing was written", async () => {
    const one = await tab();
    const two = await tab();
    const id = await say(one.runtime, secret);
    await eventually(() => expect(two.texts()).toHaveLength(2));
    expect((await one.runtime.commands.deleteMessage(id)).ok).toBe(true);
    await eventually(() => expect([one.texts(), two.texts()]).toEqual([[], []]));
    await eventually(() => expect(two.deletions.latest()).toMatchObject([{ key: id, answers: 1 }]));
    // Undone in the other tab.
    expect(await two.runtime.commands.undoDelete(id)).toEqual({ ok: true, value: true });
    await eventually(() => expect(one.own()).toEqual([secret]));
    await eventually(() => expect(one.texts()).toHaveLength(2));
    phone.clock.pass(undoMs);
    expect(await one.runtime.commands.undoDelete(id)).toEqual({ ok: true, value: false });
    expect(await stored()).toContain(secret);
    expect(await stored()).not.toContain('"deleted_at":"');
  });

  it("[M2] is written once when undo lapses, though two tabs are open, and [M4] the words are in no store", async () => {
    const one = await tab();
    const two = await tab();
    await one.runtime.commands.signUp("a@b.c", "secret!");
    const id = await say(one.runtime, secret);
    await eventually(() => expect(onServer("a@b.c")).toHaveLength(2));
    await eventually(() => expect(two.texts()).toHaveLength(2));
    await one.runtime.commands.deleteMessage(id);
    await eventually(() => expect(two.deletions.latest()).toHaveLength(1));
    phone.clock.pass(undoMs);
    await eventually(() => expect(onServer("a@b.c").map((row) => row["message_text"])).toEqual(["", ""]));
    await eventually(async () => expect(await stored()).not.toContain(secret));
    expect(await two.runtime.commands.undoDelete(id)).toEqual({ ok: true, value: false });
    const status = follow(one.runtime.queries.status);
    await eventually(() => expect(status.latest()).toMatchObject({ state: "synced", pending: 0, quarantined: 0 }));
    expect(one.texts()).toEqual([]);
  });

  it("[B8] how it sounded goes with the words, here and on the server", async () => {
    const { runtime } = await tab();
    await runtime.commands.signUp("a@b.c", "secret!");
    const id = await say(runtime, "I feel so lonely");
    const own = () => onServer("a@b.c").find((row) => row.id === id);
    await eventually(() => expect(own()).toMatchObject({ mood_detected: "lonely", sentiment_score: -0.84 }));
    await runtime.commands.deleteMessage(id);
    phone.clock.pass(undoMs);
    await eventually(() => expect(own()).toMatchObject({ message_text: "", mood_detected: null, sentiment_score: null }));
    await eventually(async () => expect(await stored()).not.toContain('"lonely"'));
  });

  it("[M2] a page that ends within the ten seconds loses neither wish nor message: the next shows undo, or writes it", async () => {
    const first = await tab();
    const kept = await say(first.runtime, "words kept");
    const gone = await say(first.runtime, secret);
    await eventually(() => expect(first.own()).toHaveLength(2));
    await first.runtime.commands.deleteMessage(kept);
    await first.runtime.commands.deleteMessage(gone);
    await first.close();

    phone.clock.pass(undoMs - 4000);
    const second = await tab();
    await eventually(() => expect(second.deletions.latest()).toHaveLength(2));
    expect(second.own()).toEqual([]);
    expect(await second.runtime.commands.undoDelete(kept)).toEqual({ ok: true, value: true });
    await eventually(() => expect(second.own()).toEqual(["words kept"]));
    await second.close();

    phone.clock.pass(3600_000);
    const third = await tab();
    await eventually(() => expect(third.deletions.latest()).toEqual([]));
    await eventually(() => expect(third.own()).toEqual(["words kept"]));
    expect(await stored()).not.toContain(secret);
  });

  it("[M2] a clock set back ends the time of undo instead of hiding a message that stays", async () => {
    const one = await tab();
    const id = await say(one.runtime, secret);
    await one.runtime.commands.deleteMessage(id);
    await one.close();
    phone.clock.pass(-3600_000);
    const two = await tab();
    await eventually(async () => expect(await stored()).not.toContain(secret));
    expect(two.own()).toEqual([]);
  });

  it("[M2] signing out settles what was wished: it reaches the server first", async () => {
    const { runtime } = await tab();
    await runtime.commands.signUp("a@b.c", "secret!");
    const id = await say(runtime, secret);
    const status = follow(runtime.queries.status);
    await eventually(() => expect(onServer("a@b.c")).toHaveLength(2));
    await runtime.commands.deleteMessage(id);
    await runtime.commands.signOut();
    await eventually(() => expect(status.latest()).toMatchObject({ pending: 0 }));
    await eventually(() => expect(onServer("a@b.c").map((row) => row["message_text"])).toEqual(["", ""]));
  });
});

describe("what goes with a message", () => {
  it("[M3] an ask that is open is not answered, neither while undo lasts nor after; undone, it is", async () => {
    phone.setOnline(false);
    const one = await tab();
    await one.runtime.commands.setPreference("offlineReply", "wait");
    await one.runtime.commands.signUp("a@b.c", "secret!");
    const id = await say(one.runtime, secret);
    await eventually(() => expect(one.timeline.latest()?.reply.kind).toBe("waiting"));
    await one.runtime.commands.deleteMessage(id);
    await eventually(() => expect(one.timeline.latest()).toMatchObject({ messages: [], reply: { kind: "idle" } }));
    phone.setOnline(true);
    await one.runtime.commands.syncNow();
    expect(backend.calls).not.toContain("/functions/v1/chat");
    await one.runtime.commands.undoDelete(id);
    await eventually(() => expect(one.texts()).toEqual([secret, "from the server"]));
    await one.runtime.commands.deleteMessage(id);
    phone.clock.pass(undoMs);
    await eventually(() => expect(onServer("a@b.c").map((row) => row["deleted_at"] === null)).toEqual([false, false]));
    expect(await stored()).not.toContain('"messageId"');
  });

  it("[M3] an answer that comes after its message was deleted is shown nowhere and deleted too", async () => {
    const one = await tab();
    const other = new Phone(backend);
    await one.runtime.commands.signUp("a@b.c", "secret!");
    await one.runtime.commands.syncNow();
    const id = await say(one.runtime, secret);
    await eventually(() => expect(onServer("a@b.c")).toHaveLength(2));
    const opening = await tab(other);
    await opening.runtime.commands.signIn("a@b.c", "secret!");
    const two = await tab(other);
    await eventually(() => expect(two.texts()).toHaveLength(2));
    await one.runtime.commands.deleteMessage(id);
    phone.clock.pass(undoMs);
    await eventually(() => expect(onServer("a@b.c").every((row) => row["deleted_at"] !== null)).toBe(true));
    // Another device had answered before it heard.
    const late = { ...onServer("a@b.c").find((row) => row.id === id), id: "00000000-0000-5000-8000-000000000009", sender_type: "ai", reply_to: id, reply_source: "rules", reply_attempt: 1, message_text: "late words", deleted_at: null };
    backend.server.insert(userOf("a@b.c"), [{ table: "chat_messages", row: late as never }]);
    await two.runtime.commands.syncNow();
    await eventually(async () => expect(await stored(other)).toContain("late words"));
    await eventually(() => expect(two.texts()).toEqual([]));
    await one.runtime.commands.syncNow();
    await eventually(() => expect(onServer("a@b.c").find((row) => row.id === late.id)).toMatchObject({ message_text: "" }));
    expect(one.texts()).toEqual([]);
    await other.closeAll();
  });

  it("[M3] an answer goes with all its attempts, the message stays, and asking again is a new attempt", async () => {
    const one = await tab();
    const id = await say(one.runtime, "words kept");
    await eventually(() => expect(one.texts()).toHaveLength(2));
    await one.runtime.commands.askAgain(id);
    await eventually(() => expect(one.timeline.latest()?.messages[1]?.attempts).toHaveLength(2));
    const answer = one.timeline.latest()?.messages[1]?.id ?? "";
    await one.runtime.commands.deleteMessage(answer);
    await eventually(() => expect(one.texts()).toEqual(["words kept"]));
    await one.runtime.commands.askAgain(id);
    await eventually(() => expect(one.timeline.latest()?.messages[1]).toMatchObject({ attempt: 3, attempts: null }));
    phone.clock.pass(undoMs);
    await eventually(() => expect(one.deletions.latest()).toEqual([]));
    expect(one.timeline.latest()?.messages[1]).toMatchObject({ attempt: 3, attempts: null });
  });
});

describe("reactions", () => {
  it("[M5] of two devices converge to the later one, and can be taken back", async () => {
    const one = await tab();
    const other = new Phone(backend);
    await one.runtime.commands.signUp("a@b.c", "secret!");
    const id = await say(one.runtime, "words kept");
    await eventually(() => expect(onServer("a@b.c")).toHaveLength(2));
    const first = await tab(other);
    await first.runtime.commands.signIn("a@b.c", "secret!");
    const two = await tab(other);
    await eventually(() => expect(two.texts()).toHaveLength(2));
    const reaction = (of: typeof one): string | null | undefined => of.timeline.latest()?.messages.find((message) => message.id === id)?.reaction;
    phone.setOnline(false);
    await one.runtime.commands.react(id, "👍");
    backend.up = true;
    other.clock.pass(1000);
    await two.runtime.commands.react(id, "❤️");
    phone.setOnline(true);
    for (const device of [one, two, one, two]) await device.runtime.commands.syncNow();
    await eventually(() => expect([reaction(one), reaction(two)]).toEqual(["❤️", "❤️"]));
    phone.clock.pass(2000);
    await one.runtime.commands.react(id, null);
    for (const device of [one, two]) await device.runtime.commands.syncNow();
    await eventually(() => expect([reaction(one), reaction(two)]).toEqual([null, null]));
    await other.closeAll();
  });
});
