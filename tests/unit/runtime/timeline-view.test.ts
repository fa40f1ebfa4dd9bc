import { describe, expect, it } from "vitest";
import { keepSame, messageViews, replyProgress } from "../../../src/runtime/timeline-view.ts";
import type { StoredMessage } from "../../../src/runtime/rows.ts";
import { hiddenBy } from "../../../src/runtime/deleted.ts";

const row = (n: number, more: Partial<StoredMessage> = {}): StoredMessage => ({
  id: `m${n}`,
  stamp: String(n).padStart(4, "0"),
  sender_type: "user",
  session_id: null,
  created_at: "2026-11-22T00:00:00.000Z",
  reply_to: null,
  reply_source: null,
  reply_attempt: null,
  message_text: `text ${n}`,
  mood_detected: null,
  sentiment_score: null,
  deleted_at: null,
  ...more,
});
const reply = (n: number, to: string, source: "rules" | "device" | "model", attempt: number): StoredMessage =>
  row(n, { sender_type: "ai", reply_to: to, reply_source: source, reply_attempt: attempt });

const nothing = () => false;
const views = (rows: readonly StoredMessage[], more: Partial<Parameters<typeof messageViews>[0]> = {}) =>
  messageViews({ rows, reactions: new Map(), ackedSeq: 10, quarantine: [], asks: [], hidden: nothing, ...more });
const states = (...args: Parameters<typeof views>) => views(...args).map((view) => `${view.id} ${view.state}`);

describe("the timeline's view", () => {
  it("[T1] a message is local until its mutation is acknowledged", () => {
    expect(states([row(1, { _seq: 10 }), row(2, { _seq: 11 }), row(3)])).toEqual(["m1 synced", "m2 local", "m3 synced"]);
  });

  it("[P6] a message in quarantine has failed, and names its mutation, though its number is behind the acknowledged", () => {
    const refused = row(1, { _seq: 5 });
    const entry = { id: "q", schema: 1, ops: [{ table: "chat_messages", row: { ...refused } }], bytes: 1, queuedAt: 0, code: "23514", quarantinedAt: 0 };
    expect(views([refused, row(2)], { quarantine: [entry] })).toMatchObject([
      { state: "failed", quarantineId: "q" },
      { state: "synced", quarantineId: null },
    ]);
  });

  it("[R8] one reply answers its message and those before it, not those after", () => {
    expect(states([row(1), row(2), row(3), reply(4, "m2", "rules", 1)])).toEqual(["m1 answered", "m2 answered", "m3 synced", "m4 synced"]);
  });

  it("[T1] an answered message that is not synced yet stays local", () => {
    expect(states([row(1, { _seq: 11 }), reply(2, "m1", "rules", 1)])).toEqual(["m1 local", "m2 synced"]);
  });

  it("[R1] of several replies the model's is shown, then the device's, then the rules', of these the last attempt", () => {
    const shown = (rows: readonly StoredMessage[]) => views(rows).map((view) => view.id);
    expect(shown([row(1), reply(2, "m1", "rules", 1), reply(3, "m1", "model", 1)])).toEqual(["m1", "m3"]);
    expect(shown([row(1), reply(2, "m1", "model", 1), reply(3, "m1", "rules", 2)])).toEqual(["m1", "m2"]);
    expect(shown([row(1), reply(2, "m1", "device", 1), reply(3, "m1", "rules", 1)])).toEqual(["m1", "m2"]);
    expect(shown([row(1), reply(2, "m1", "rules", 1), reply(3, "m1", "rules", 2)])).toEqual(["m1", "m3"]);
  });

  it("[R5] the newest ask tells what Bondhu is doing", () => {
    expect(replyProgress([], nothing)).toEqual({ kind: "idle" });
    const ask = { messageId: "a", attempt: 1, state: "open" as const, askedAt: 1 };
    expect(replyProgress([ask], nothing)).toEqual({ kind: "thinking", messageId: "a" });
    expect(replyProgress([{ ...ask, state: "waiting" }], nothing)).toEqual({ kind: "waiting", messageId: "a" });
    expect(replyProgress([ask, { ...ask, messageId: "b", state: "failed", askedAt: 2 }], nothing)).toEqual({ kind: "failed", messageId: "b" });
  });

  it("[T1] a message that has not changed stays the same object", () => {
    const before = views([row(1), row(2)]);
    const known = new Map(before.map((view) => [view.id, view]));
    const now = keepSame(known, views([row(1), row(2), reply(3, "m2", "rules", 1)]));
    expect(now[0]).not.toBe(before[0]);
    expect(keepSame(new Map(now.map((view) => [view.id, view])), views([row(1), row(2), reply(3, "m2", "rules", 1)]))[1]).toBe(now[1]);
  });
});

describe("attempts", () => {
  it("[M6] every attempt is kept in the order of asking, the preferred one shown where the first one stands", () => {
    const rows = [row(1), reply(2, "m1", "rules", 1), row(3), reply(4, "m1", "rules", 2), reply(5, "m1", "model", 1)];
    const [, answer, next, ...rest] = views(rows);
    expect(answer).toMatchObject({ id: "m5", stamp: "0002", text: "text 5", attempt: 1, source: "model" });
    expect(answer?.attempts?.map(({ id }) => id)).toEqual(["m2", "m5", "m4"]);
    expect(next?.id).toBe("m3");
    expect(rest).toEqual([]);
    expect(views([row(1), reply(2, "m1", "rules", 1)])[1]?.attempts).toBeNull();
  });

  it("[M6] a view whose attempts have not changed stays the same object, one that has another does not", () => {
    const rows = [row(1), reply(2, "m1", "rules", 1), reply(3, "m1", "rules", 2)];
    const before = views(rows);
    const known = new Map(before.map((view) => [view.id, view]));
    expect(keepSame(known, views(rows))[1]).toBe(before[1]);
    expect(keepSame(known, views(rows, { reactions: new Map([["m2", "👍"]]) }))[1]).not.toBe(before[1]);
  });

  it("[M2] what waits to be deleted is not shown, nor is a wish to answer it", () => {
    const hidden = hiddenBy({ key: "deletions", written: [], wishes: [{ key: "m1", at: 0, ids: ["m1"], question: "m1", answers: 1 }] });
    expect(views([row(1), reply(2, "m1", "rules", 1), row(3)], { hidden }).map(({ id }) => id)).toEqual(["m3"]);
    expect(replyProgress([{ messageId: "m1", attempt: 1, state: "open", askedAt: 0 }], hidden)).toEqual({ kind: "idle" });
  });
});
