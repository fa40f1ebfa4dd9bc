/** F8 and F9 in the screen's own words: where the line stands, which row a place is, where an entry leads. */
import { describe, expect, it } from "vitest";
import { destinationIn, queryIn } from "../../../src/ui/chat/destination.ts";
import { rowsOf } from "../../../src/ui/chat/rows.ts";
import { nearestDay, weeksOf } from "../../../src/ui/chat/search/month.ts";
import { firstUnread } from "../../../src/ui/chat/unread.ts";
import { fakeId, fakeMessage } from "../../support/ui/fake-conversation.ts";

const said = (n: number, sender: "user" | "ai") => fakeMessage(n, n * 1000, { sender, text: `${n}` });
const read = (n: number) => ({ stamp: said(n, "ai").stamp, id: fakeId(n) });
const messages = [said(1, "user"), said(2, "ai"), said(3, "user"), said(4, "ai"), said(5, "ai")];

describe("the line above what is new", () => {
  it("[F9] stands above the first message behind the last one read", () => {
    expect(firstUnread({ messages, hasOlder: true }, read(2))).toBe(fakeId(3));
    expect(firstUnread({ messages, hasOlder: true }, read(4))).toBe(fakeId(5));
  });
  it("[F9] is not there when all was read, nothing ever was, or only one's own words follow", () => {
    expect(firstUnread({ messages, hasOlder: true }, read(5))).toBeNull();
    expect(firstUnread({ messages, hasOlder: true }, null)).toBeNull();
    expect(firstUnread({ messages: messages.slice(0, 3), hasOlder: true }, read(2))).toBeNull();
  });
  it("[F9] waits where the place is further up than the window", () => {
    expect(firstUnread({ messages: messages.slice(3), hasOlder: true }, read(2))).toBeNull();
    expect(firstUnread({ messages: messages.slice(3), hasOlder: false }, read(2))).toBe(fakeId(4));
  });
});

describe("where a jump leads", () => {
  it("[F8] a history entry of this app leads to its place, anything else nowhere", () => {
    expect(destinationIn({ at: { stamp: "s", id: "i", kind: "day" } })).toEqual({ stamp: "s", id: "i", kind: "day" });
    expect(destinationIn({ sheet: "search", at: { stamp: "s", id: "i" } })).toEqual({ stamp: "s", id: "i", kind: "message" });
    for (const other of [null, "x", {}, { at: null }, { at: { stamp: 1, id: "i" } }, { at: { stamp: "s" } }]) expect(destinationIn(other)).toBeNull();
  });
  it("[F8] an entry keeps what was searched for", () => {
    expect([null, {}, { query: 1 }, { sheet: "search", query: "kite" }].map(queryIn)).toEqual(["", "", "", "kite"]);
  });
  it("[F8] an attempt at a reply is found where the reply stands", () => {
    const reply = { ...said(2, "ai"), attempts: [{ ...said(9, "ai") }, { ...said(2, "ai") }] };
    const rows = rowsOf({ messages: [said(1, "user"), reply], hasOlder: false, hasNewer: false, backfilling: false, reply: { kind: "idle" }, readUpTo: null });
    expect([fakeId(1), fakeId(9), fakeId(2), fakeId(7)].map((id) => rows.indexOf(id))).toEqual([0, 1, 1, -1]);
  });
  it("[F8] a month is cut into weeks as the language begins them, and a date without messages leads to the next that has some", () => {
    expect(weeksOf("2026-02", 0)[0]).toEqual(["2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06", "2026-02-07"]);
    expect(weeksOf("2026-02", 1)[0]).toEqual([null, null, null, null, null, null, "2026-02-01"]);
    expect(weeksOf("2024-02", 1).flat().filter((day) => day !== null)).toHaveLength(29);
    const days = ["2026-01-05", "2026-01-09"].map((day) => ({ day, count: 1, id: day }));
    expect(["2020-01-01", "2026-01-05", "2026-01-06", "2027-01-01"].map((day) => nearestDay(days, day)?.day)).toEqual(["2026-01-05", "2026-01-05", "2026-01-09", "2026-01-09"]);
  });
});
