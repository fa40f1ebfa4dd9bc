/** F8 and F9 in the screen's own words: where the line stands, which row a place is, where an entry leads. */
import { describe, expect, it } from "vitest";
import { destinationIn, queryIn } from "../../../src/ui/chat/destination.ts";
import { rowsOf } from "../../../src/ui/chat/rows.ts";
import { nearestDay, weeksOf } from "../../../src/ui/chat/search/month.ts";
import { beginLine, firstUnread, nextLine } from "../../../src/ui/chat/unread.ts";
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

describe("what begins the line", () => {
  /** The line above what is said, after one view upon another; `atEnd`: somebody was looking at it. */
  const lineAfter = (readUpTo: number | null, ...views: readonly (readonly [count: number, atEnd: boolean])[]) => {
    const all = [...messages, said(6, "user"), said(7, "ai"), said(8, "user"), said(9, "ai")];
    let line = beginLine({ messages: all.slice(0, views[0]?.[0]), readUpTo: readUpTo === null ? null : read(readUpTo) });
    const drawn = views.map(([count, atEnd]) => {
      const now = all.slice(0, count);
      line = nextLine(line, now, atEnd);
      expect(nextLine(line, now, atEnd)).toBe(line);
      return firstUnread({ messages: now, hasOlder: false }, line.before);
    });
    return { drawn, line, all };
  };
  it("[F9] one's own words and the answer to them, before the eyes of who is at the end, do not", () => {
    expect(lineAfter(5, [5, true], [6, true], [7, true], [9, true]).drawn).toEqual([null, null, null, null]);
    // Sent from further up: the end is reached with them.
    expect(lineAfter(5, [5, false], [6, false], [6, true], [7, true]).drawn).toEqual([null, null, null, null]);
    // Nothing was ever read here.
    expect(lineAfter(null, [5, true], [6, true], [7, true]).drawn).toEqual([null, null, null]);
  });
  it("[F9] a reply that is still being written, and gets a later stamp with its last word, does not", () => {
    const { line, all } = lineAfter(5, [5, true], [7, true]);
    const done = [...all.slice(0, 6), { ...said(7, "ai"), stamp: said(8, "ai").stamp }];
    expect(firstUnread({ messages: done, hasOlder: false }, nextLine(line, done, true).before)).toBeNull();
  });
  it("[F9] what comes out of sight does, above the first of it, and stays when one goes on talking", () => {
    expect(lineAfter(5, [5, true], [5, false], [6, false], [7, false], [7, true], [9, true]).drawn).toEqual([null, null, null, fakeId(6), fakeId(6), fakeId(6)]);
  });
  it("[F9] one that stood when the conversation came into sight stays, until it comes into sight anew", () => {
    const { drawn, line, all } = lineAfter(3, [5, true], [6, true], [7, true]);
    expect(drawn).toEqual([fakeId(4), fakeId(4), fakeId(4)]);
    // The place that is kept may lag behind what was in sight.
    const anew = beginLine({ messages: all.slice(0, 7), readUpTo: read(3) }, line.passed);
    expect(firstUnread({ messages: all, hasOlder: false }, nextLine(anew, all, false).before)).toBe(fakeId(8));
    expect(firstUnread({ messages: all.slice(0, 7), hasOlder: false }, anew.before)).toBeNull();
  });
  it("[F9] one that waits above the window is not forgotten", () => {
    const window = messages.slice(3);
    const line = nextLine(beginLine({ messages: window, readUpTo: read(2) }), [...window, said(6, "user"), said(7, "ai")], true);
    expect(firstUnread({ messages: [...messages, said(6, "user"), said(7, "ai")], hasOlder: true }, line.before)).toBe(fakeId(3));
  });
  it("[F9] one whose news were deleted is gone for good", () => {
    let line = beginLine({ messages, readUpTo: read(3) });
    expect(line.stands).toBe(true);
    line = nextLine(line, messages.slice(0, 3), true);
    const on = [...messages.slice(0, 3), said(6, "user"), said(7, "ai")];
    expect(firstUnread({ messages: on, hasOlder: false }, nextLine(line, on, true).before)).toBeNull();
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
