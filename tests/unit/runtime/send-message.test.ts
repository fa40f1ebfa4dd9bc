import { describe, expect, it } from "vitest";
import { messageRules } from "../../../src/runtime/message-rules.ts";
import { saveDraft } from "../../../src/runtime/commands/save-draft.ts";
import { sendMessage } from "../../../src/runtime/commands/send-message.ts";
import type { CrisisRow, DraftRow } from "../../../src/runtime/rows.ts";
import { uuidv7 } from "../../../src/runtime/ids.ts";
import { DatabaseGone, QuotaExceeded } from "../../../src/sync/ports.ts";
import { Device, newWorld } from "../../support/sync/device.ts";
import { sendTools } from "../../support/visit.ts";

const side = <T>(device: Device, table: string, key: string): Promise<T | undefined> =>
  device.store.read([table], (tx) => tx.side<T>(table).get(key));

describe("sending", () => {
  it("[W1] message, session and ask are one mutation in one transaction", async () => {
    const device = new Device(newWorld(), 1);
    const sent = await sendMessage(sendTools(device, messageRules), "hello");
    expect(sent.ok).toBe(true);
    expect(device.pending).toBe(1);
    const [session] = device.store.table("user_sessions");
    expect(device.store.table("chat_messages")).toMatchObject([{ message_text: "hello", sender_type: "user", session_id: session?.id }]);
    expect(session).toMatchObject({ activities: ["chat"], session_end: null });
  });

  it("[W1] what cannot be sent writes nothing", async () => {
    const device = new Device(newWorld(), 1);
    expect(await sendMessage(sendTools(device, messageRules), " \n ")).toEqual({ ok: false, error: { kind: "blank" } });
    expect(await sendMessage(sendTools(device, messageRules), "x".repeat(8001))).toMatchObject({ ok: false, error: { kind: "tooLong" } });
    expect(device.pending).toBe(0);
    expect(device.store.table("user_sessions")).toEqual([]);
  });

  it("[T2] a full device and a vanished database are told, anything else is a bug and thrown", async () => {
    const failing = (reason: Error) => sendMessage({ ...sendTools(new Device(newWorld(), 1), messageRules), writer: { write: () => Promise.reject(reason) } }, "hello");
    expect(await failing(new QuotaExceeded("full"))).toEqual({ ok: false, error: { kind: "quota" } });
    expect(await failing(new DatabaseGone("gone"))).toEqual({ ok: false, error: { kind: "gone" } });
    await expect(failing(new TypeError("bug"))).rejects.toThrow(new TypeError("bug"));
  });

  it("[R7] an explicit line sets the crisis state with the message, in English, Bengali and romanised Bengali", async () => {
    for (const text of ["I want to kill myself", "আমি মরে যেতে চাই", "ami more jete chai"]) {
      const device = new Device(newWorld(), 1);
      const sent = await sendMessage(sendTools(device, messageRules), text);
      expect(await side<CrisisRow>(device, "kv", "crisis"), text).toMatchObject({ messageId: sent.ok ? sent.value : null });
    }
    const device = new Device(newWorld(), 1);
    await sendMessage(sendTools(device, messageRules), "this traffic is killing me");
    expect(await side<CrisisRow>(device, "kv", "crisis")).toBe(undefined);
  });

  it("[B8] a message keeps how it sounds, in the mutation that sends it; without the rules it keeps nothing and is sent all the same", async () => {
    const device = new Device(newWorld(), 1);
    const heard = async (text: string, rules = messageRules) => {
      const sent = await sendMessage(sendTools(device, rules), text);
      return device.store.table("chat_messages").find(({ id }) => sent.ok && id === sent.value);
    };
    expect(await heard("ami khub eka")).toMatchObject({ mood_detected: "lonely", sentiment_score: -0.7 });
    expect(await heard("the food was excellent")).toMatchObject({ mood_detected: null, sentiment_score: 0.4 });
    expect(await heard("what is the time")).toMatchObject({ mood_detected: null, sentiment_score: null });
    expect(await heard("I am sad", async () => ({ isCrisis: () => false, mood: () => null }))).toMatchObject({ message_text: "I am sad", mood_detected: null, sentiment_score: null });
    expect(device.pending).toBe(4);
  });

  it("[W1] the sent words leave the draft in the same transaction, what was typed since stays", async () => {
    const device = new Device(newWorld(), 1);
    await saveDraft(device.store, "hello and more");
    await sendMessage(sendTools(device, messageRules), "hello");
    expect(await side<DraftRow>(device, "drafts", "chat")).toEqual({ key: "chat", text: " and more" });
    expect(device.pending).toBe(1);
  });

  it("[W1] a draft written behind a send does not bring the sent words back, whatever the field still showed", async () => {
    const device = new Device(newWorld(), 1);
    const sending = ["hello", " again", " and again"].map((text, index) => ({ token: `t${index}`, text }));
    const field = "hello again and again, and more";
    await saveDraft(device.store, field, sending);
    await sendMessage(sendTools(device, messageRules), "hello", "t0");
    await sendMessage(sendTools(device, messageRules), " again", "t1");
    await saveDraft(device.store, field, sending);
    expect(await side<DraftRow>(device, "drafts", "chat")).toMatchObject({ text: " and again, and more" });
    await saveDraft(device.store, "written over", sending);
    expect(await side<DraftRow>(device, "drafts", "chat")).toMatchObject({ text: "written over" });
    await saveDraft(device.store, "hello", []);
    expect(await side<DraftRow>(device, "drafts", "chat")).toMatchObject({ text: "hello" });
  });
});

describe("ids", () => {
  it("[W3] a UUIDv7 carries its time, its version and its variant", () => {
    expect(uuidv7(0x0123456789ab, "ffffffff-ffff-4fff-9abc-ffffffffffff")).toBe("01234567-89ab-7fff-9abc-ffffffffffff");
  });
});
