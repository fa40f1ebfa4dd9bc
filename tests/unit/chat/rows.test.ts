/** Which rows a conversation has, what stands above each, and that nothing in front changes what is drawn. */
import { describe, expect, it } from "vitest";
import type { MessageView, TimelineView } from "../../../src/runtime/api.ts";
import { rowsOf, unseenAfter } from "../../../src/ui/chat/rows.ts";
import type { ChatRow } from "../../../src/ui/chat/rows.ts";
import { fakeConversation, fakeId, fakeMessage } from "../../support/ui/fake-conversation.ts";

const noon = new Date(2026, 10, 22, 12, 0).getTime();
const minute = 60_000;
const view = (messages: readonly MessageView[], rest: Partial<TimelineView> = {}): TimelineView => ({
  messages,
  hasOlder: false,
  hasNewer: false,
  backfilling: false,
  reply: { kind: "idle" },
  readUpTo: null,
  ...rest,
});
function drawn(timeline: TimelineView): ChatRow[] {
  const rows = rowsOf(timeline);
  return Array.from({ length: rows.count }, (_, index) => {
    const row = rows.rowAt(index);
    if (row === undefined) throw new Error(`no row ${index}`);
    expect(row.key).toBe(rows.keyAt(index));
    return row;
  });
}
const gaps = (rows: readonly ChatRow[]) => rows.map((row) => (row.kind === "message" ? row.gap : row.kind));

describe("rows", () => {
  it("[rhythm] a new day, a pause, a change of speaker and the same breath stand apart differently", () => {
    const messages = [
      fakeMessage(1, noon - 30 * 3_600_000, { sender: "user", text: "yesterday" }),
      fakeMessage(2, noon, { sender: "user", text: "a" }),
      fakeMessage(3, noon + minute, { sender: "user", text: "b" }),
      fakeMessage(4, noon + 2 * minute, { sender: "ai", text: "c", replyTo: fakeId(3) }),
      fakeMessage(5, noon + 12 * minute, { sender: "ai", text: "d" }),
    ];
    expect(gaps(drawn(view(messages)))).toEqual(["day", "day", "close", "turn", "moment"]);
  });

  it("[prepend] what is put in front changes neither key nor look of any row that was drawn", () => {
    const all = fakeConversation(400, noon, "en");
    for (const shown of [50, 150, 250]) {
      const before = drawn(view(all.slice(-shown), { hasOlder: true }));
      const after = drawn(view(all.slice(-shown - 100), { hasOlder: true }));
      expect(before).toHaveLength(shown - 1);
      expect(after.slice(-before.length)).toEqual(before);
    }
  });

  it("[prepend] nothing is held back when nothing older can come, or when there is little", () => {
    expect(drawn(view(fakeConversation(50, noon, "en")))).toHaveLength(50);
    expect(drawn(view(fakeConversation(3, noon, "en"), { backfilling: true }))).toHaveLength(3);
  });

  it("[keys] are unique, and a thought has the key of the reply it becomes", () => {
    const question = fakeMessage(1, noon, { sender: "user", text: "q" });
    const reply = fakeMessage(2, noon + 1, { sender: "ai", text: "a", replyTo: question.id });
    const thinking = drawn(view([question], { reply: { kind: "thinking", messageId: question.id } }));
    const answered = drawn(view([question, reply]));
    expect(thinking[1]?.kind).toBe("progress");
    expect(thinking[1]?.key).toBe(answered[1]?.key);
    // Asked again: the old answer is still there while Bondhu thinks about another.
    const again = drawn(view([question, reply], { reply: { kind: "thinking", messageId: question.id } }));
    expect(new Set(again.map((row) => row.key)).size).toBe(3);
    const twice = drawn(view([question, reply, { ...reply, id: fakeId(3), attempt: 2 }]));
    expect(new Set(twice.map((row) => row.key)).size).toBe(3);
    const many = drawn(view(fakeConversation(500, noon, "en")));
    expect(new Set(many.map((row) => row.key)).size).toBe(500);
  });

  it("[R5] a reply that is already being written shows no second sign of thinking", () => {
    const question = fakeMessage(1, noon, { sender: "user", text: "q" });
    const streaming = fakeMessage(2, noon, { sender: "ai", text: "a", replyTo: question.id, state: "streaming" });
    expect(drawn(view([question, streaming], { reply: { kind: "thinking", messageId: question.id } }))).toHaveLength(2);
  });

  it("[pill] counts Bondhu's messages after the one seen last, and nothing once that is gone", () => {
    const messages = fakeConversation(10, noon, "en");
    expect(unseenAfter(messages, messages.at(-1)?.id ?? null)).toBe(0);
    expect(unseenAfter(messages, messages.at(-5)?.id ?? null)).toBe(2);
    expect(unseenAfter(messages, fakeId(999))).toBe(0);
    expect(unseenAfter(messages, null)).toBe(0);
  });
});
