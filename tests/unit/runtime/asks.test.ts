import { describe, expect, it } from "vitest";
import { replyId } from "@edge/reply-id.ts";
import { createAsks, type AskDeps, type Asks } from "../../../src/runtime/asks.ts";
import { askAgain } from "../../../src/runtime/commands/ask-again.ts";
import { sendMessage } from "../../../src/runtime/commands/send-message.ts";
import { defaultPreferences } from "../../../src/runtime/preferences.ts";
import type { Persona } from "@edge/personality/style.ts";
import type { ChatMessageRow } from "../../../src/domain/records.ts";
import type { AskRow, CrisisRow } from "../../../src/runtime/rows.ts";
import { type Answer, QuotaExceeded, type Row } from "../../../src/sync/ports.ts";
import type { Writer } from "../../../src/sync/writer.ts";
import { settle } from "../../support/sync/fakes.ts";
import { sendTools } from "../../support/visit.ts";
import { blackHole, Device, failing, newWorld } from "../../support/sync/device.ts";

const calm = async () => ({ isCrisis: () => false, mood: () => null });

/** A device whose chat function answers over the model server. */
class Person {
  readonly device: Device;
  preferences = defaultPreferences;
  asked: string[] = [];
  chat: (messageId: string, attempt: number) => Promise<Answer<"answered" | "notSynced">> = (messageId, attempt) => this.reply(messageId, attempt);

  constructor(
    readonly world = newWorld(),
    seed = 7,
  ) {
    this.device = new Device(world, seed);
  }

  readonly #deps = (signedIn: boolean, writer: Writer): AskDeps => ({
    store: this.device.store,
    writer,
    locks: this.device.locks,
    network: this.device.network,
    clock: this.world.clock,
    database: "db",
    server: signedIn
      ? {
          sync: () => this.device.engine.sync(),
          ask: (id, attempt) => {
            this.asked.push(`${id}:${attempt}`);
            return this.chat(id, attempt);
          },
        }
      : null,
    preferences: async () => this.preferences,
    history: async ({ stamp }) => this.said(stamp),
    onWritten: () => this.device.engine.wake("write"),
  });
  asks(signedIn: boolean, writer: Writer = this.device.writer): Asks {
    return createAsks(this.#deps(signedIn, writer));
  }

  /** Another context of a guest, which differs by `some`. */
  asksOf(some: Partial<AskDeps>): Asks {
    return createAsks({ ...this.#deps(false, this.device.writer), ...some });
  }

  async reply(messageId: string, attempt: number): Promise<Answer<"answered" | "notSynced">> {
    if (!this.world.server.rows("user", "chat_messages").some((row) => row.id === messageId)) return { ok: true, value: "notSynced" };
    const row: Row = {
      id: replyId(messageId, "model", attempt),
      stamp: `ffff00000000-0000-${"b".repeat(16)}`,
      sender_type: "ai",
      session_id: null,
      created_at: "2026-11-22T00:00:00.000Z",
      reply_to: messageId,
      reply_source: "model",
      reply_attempt: attempt,
      message_text: "from the server",
      mood_detected: null,
      sentiment_score: null,
      deleted_at: null,
    };
    this.world.server.insert("user", [{ table: "chat_messages", row }]);
    return { ok: true, value: "answered" };
  }

  async say(text: string): Promise<string> {
    const sent = await sendMessage(sendTools(this.device, calm), text);
    if (!sent.ok) throw new Error(sent.error.kind);
    await this.world.clock.advance(1);
    return sent.value;
  }
  replies(): Row[] {
    return this.device.store.table("chat_messages").filter((row) => row["sender_type"] === "ai");
  }
  /** What was said before a stamp, oldest first. */
  said(before: string): ChatMessageRow[] {
    const rows = this.device.store.table("chat_messages").filter((row) => row.stamp < before);
    return rows.sort((a, b) => (a.stamp < b.stamp ? -1 : 1)).map((row) => row as Row & ChatMessageRow);
  }
  open(): Promise<readonly AskRow[]> {
    return this.device.store.read(["asks"], (tx) => tx.side<AskRow>("asks").all());
  }
}

describe("[R8] asks are durable rows", () => {
  it("[R6] a guest is answered by rules, labelled, with the derived id, and the ask is gone", async () => {
    const person = new Person();
    const id = await person.say("hello");
    expect(await person.open()).toMatchObject([{ messageId: id, attempt: 1, state: "open" }]);
    await person.asks(false).drain();
    expect(person.replies()).toMatchObject([{ id: replyId(id, "rules", 1), reply_to: id, reply_source: "rules", reply_attempt: 1 }]);
    expect(await person.open()).toEqual([]);
  });

  it("[R8] consecutive unanswered messages get one reply, to the last", async () => {
    const person = new Person();
    await person.say("one");
    await person.say("two");
    const last = await person.say("three");
    await person.asks(false).drain();
    expect(person.replies().map((row) => row["reply_to"])).toEqual([last]);
    expect(await person.open()).toEqual([]);
  });

  it("[R7] a bare no to the question about safety opens the card, guest or signed in; the same word elsewhere does not", async () => {
    for (const signedIn of [false, true]) {
      const person = new Person();
      const crisis = () => person.device.store.read(["kv"], (tx) => tx.side<CrisisRow>("kv").get("crisis"));
      await person.say("no");
      await person.asks(false).drain();
      expect(await crisis()).toBeUndefined();
      await person.say("I want to kill myself");
      await person.asks(false).drain();
      expect(await crisis()).toBeUndefined();
      const answer = await person.say("no");
      await person.asks(signedIn).drain();
      expect(await crisis()).toMatchObject({ messageId: answer });
    }
  });

  it("[R8] signed in and online: pushed first, asked once, pulled; the device adds nothing", async () => {
    const person = new Person();
    const id = await person.say("hello");
    await person.asks(true).drain();
    expect(person.asked).toEqual([`${id}:1`]);
    expect(person.replies().map((row) => row["message_text"])).toEqual(["from the server"]);
    expect(await person.open()).toEqual([]);
  });

  it("[R6] offline, or a server that fails: the device answers, and the server is not asked", async () => {
    const person = new Person();
    person.device.network.up = false;
    await person.say("hello");
    await person.asks(true).drain();
    expect(person.replies()).toHaveLength(1);
    person.device.network.up = true;
    person.device.fault = failing({ kind: "busy", retryAfterMs: null, blame: false, status: 502 });
    await person.say("still there?");
    await person.asks(true).drain();
    expect(person.replies()).toHaveLength(2);
    expect(person.asked).toEqual([]);
    await person.device.engine.stop();
  });

  it("[R6] a server that never answers is left after the deadline, and not asked late", async () => {
    const person = new Person();
    person.device.fault = blackHole;
    await person.say("hello");
    const draining = person.asks(true).drain();
    await settle();
    expect(person.replies()).toEqual([]);
    await person.world.clock.advance(8001);
    await draining;
    expect(person.replies()).toHaveLength(1);
    expect(person.asked).toEqual([]);
    await person.device.engine.stop();
  });

  it("[R6] the person may choose that the message waits: it is answered when the server is back", async () => {
    const person = new Person();
    person.preferences = { ...defaultPreferences, offlineReply: "wait" };
    person.device.network.up = false;
    const id = await person.say("hello");
    const asks = person.asks(true);
    await asks.drain();
    expect(person.replies()).toEqual([]);
    expect(await person.open()).toMatchObject([{ messageId: id, state: "waiting" }]);
    person.device.network.up = true;
    await asks.drain();
    expect(person.replies().map((row) => row["reply_source"])).toEqual(["model"]);
    expect(await person.open()).toEqual([]);
  });

  it("[R1] two tabs and a worker drain at once: one reply", async () => {
    const person = new Person();
    await person.say("hello");
    await Promise.all([person.asks(false).drain(), person.asks(false).drain(), person.asks(false).drain()]);
    expect(person.replies()).toHaveLength(1);
  });

  it("[C4] a context that freezes over an answer is stolen from; thawed, it writes nothing", async () => {
    const person = new Person();
    const id = await person.say("hello");
    let thaw = (): void => undefined;
    const frozen = person.asksOf({ preferences: () => new Promise((resolve) => (thaw = () => resolve(person.preferences))) });
    const first = frozen.drain();
    await settle();
    const second = person.asks(false).drain();
    await person.world.clock.advance(29_000);
    expect(person.replies()).toEqual([]);
    await person.world.clock.advance(2_000);
    await second;
    expect(person.replies()).toMatchObject([{ reply_to: id }]);
    // Asked again meanwhile: the thawed one must not call that settled, or failed.
    await askAgain(person.device.writer, id, 1);
    const written = person.device.store.counts.writes;
    thaw();
    await settle();
    expect(await person.open()).toMatchObject([{ messageId: id, attempt: 2, state: "open" }]);
    // It has asked for the lock again, and waits for preferences that never come.
    expect(person.device.store.counts.writes - written).toBeLessThanOrEqual(3);
    frozen.stop();
    thaw();
    await first;
  });

  it("[C4] stopping ends the wait for a lock that somebody else holds", async () => {
    const person = new Person();
    await person.say("hello");
    let leave = (): void => undefined;
    const holder = person.device.locks.run("bondhu:asks:db", { wait: true }, () => new Promise<void>((resolve) => (leave = resolve)));
    const asks = person.asks(false);
    const draining = asks.drain();
    await settle();
    asks.stop();
    await draining;
    leave();
    await holder;
    expect([person.replies(), person.world.clock.pending]).toEqual([[], 0]);
  });

  it("[R1] two devices answer the same message offline: one reply", async () => {
    const phone = new Person();
    const laptop = new Person(phone.world, 8);
    const id = await phone.say("hello");
    await phone.device.engine.sync();
    await laptop.device.engine.sync();
    await askAgain(laptop.device.writer, id, 0);
    for (const person of [phone, laptop]) await person.asks(false).drain();
    for (const person of [phone, laptop, phone]) expect(await person.device.engine.sync()).toEqual({ kind: "drained" });
    const replies = phone.world.server.rows("user", "chat_messages").filter((row) => row["sender_type"] === "ai");
    expect(replies.map((row) => row.id)).toEqual([replyId(id, "rules", 1)]);
    for (const person of [phone, laptop]) expect(person.replies().map((row) => row.id)).toEqual([replyId(id, "rules", 1)]);
  });

  it("[R5] a reply that cannot be written fails alone: the message stays, and asking again answers it", async () => {
    const person = new Person();
    const id = await person.say("hello");
    const full: Writer = { write: () => Promise.reject(new QuotaExceeded("full")) };
    await expect(person.asks(false, full).drain()).rejects.toThrow(QuotaExceeded);
    expect(await person.open()).toMatchObject([{ messageId: id, state: "failed" }]);
    expect(person.device.texts()).toEqual(["hello"]);
    await person.asks(false).drain();
    expect(person.replies()).toEqual([]);
    await askAgain(person.device.writer, id, 0);
    await person.asks(false).drain();
    expect(person.replies()).toHaveLength(1);
  });

  it("[R6] asking again makes a further attempt of its own", async () => {
    const person = new Person();
    const id = await person.say("hello");
    await person.asks(false).drain();
    await askAgain(person.device.writer, id, 1);
    await person.asks(false).drain();
    expect(person.replies().map((row) => row["reply_attempt"]).sort()).toEqual([1, 2]);
  });

  const lively: Persona = { style: { length: "long", directness: "usual", warmth: "usual", questions: "usual" }, because: { length: [["extraversion", "high"]] }, facts: [] };
  const notes = (person: Person): readonly Row[] => person.device.store.table("reply_notes");

  it("[X5] a reply in the person's style is written with what shaped it, in one mutation", async () => {
    const person = new Person();
    await person.say("I feel sad");
    const before = (await person.device.store.read([], (tx) => tx.outboxSize())).count;
    await person.asksOf({ persona: async () => lively }).drain();
    const [reply] = person.replies();
    expect(notes(person)).toMatchObject([{ id: reply?.id, stamp: reply?.stamp, shaped_by: { traits: [["extraversion", "high"]], facts: [] } }]);
    expect((await person.device.store.read([], (tx) => tx.outboxSize())).count).toBe(before + 1);
  });

  it("[X5] what nothing shaped has no note", async () => {
    const person = new Person();
    await person.say("I want to die");
    await person.asksOf({ persona: async () => lively }).drain();
    await person.say("I feel sad");
    await person.asks(false).drain();
    expect([person.replies().length, notes(person)]).toEqual([2, []]);
  });

  it("[X2] a style that cannot be read, or does not come, is not waited for", async () => {
    const person = new Person();
    await person.say("hello");
    await person.asksOf({ persona: () => Promise.reject(new Error("broken")) }).drain();
    expect(person.replies()).toHaveLength(1);
    await person.say("still there?");
    const draining = person.asksOf({ persona: () => new Promise(() => undefined) }).drain();
    await person.world.clock.advance(300);
    await draining;
    expect(person.replies()).toHaveLength(2);
  });

  it("[R8] a deleted message is not answered", async () => {
    const person = new Person();
    const id = await person.say("hello");
    await person.device.writer.write(["chat_messages"], async (context) => {
      const [row] = await context.rows("chat_messages", [id]);
      if (row !== undefined) await context.put("chat_messages", { ...row, deleted_at: "2026-11-22T01:00:00.000Z" });
    });
    await person.asks(false).drain();
    expect(person.replies()).toEqual([]);
    expect(await person.open()).toEqual([]);
  });
});
