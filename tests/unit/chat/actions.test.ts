/** Which actions a message has, and where their menu goes. */
import { describe, expect, it } from "vitest";
import type { MessageView, TimelineView } from "../../../src/runtime/api.ts";
import { placeMenu } from "../../../src/ui/chat/actions/place.ts";
import { whatApplies } from "../../../src/ui/chat/actions/what-applies.ts";
import { heardAtFirst, newsFor } from "../../../src/ui/chat/heard.ts";
import { fakeId, fakeMessage } from "../../support/ui/fake-conversation.ts";

const view = (messages: readonly MessageView[], rest: Partial<TimelineView> = {}): TimelineView => ({ messages, hasOlder: false, hasNewer: false, readUpTo: null, backfilling: false, reply: { kind: "idle" }, ...rest });
const q = (n: number, more: Partial<MessageView> = {}) => fakeMessage(n, n, { sender: "user", text: `q${n}`, ...more });
const a = (n: number, to: number, more: Partial<MessageView> = {}) => fakeMessage(n, n, { sender: "ai", text: `a${n}`, replyTo: fakeId(to), ...more });

describe("what applies", () => {
  const asked = (timeline: TimelineView, n: number) => whatApplies(timeline, fakeId(n))?.askAbout;
  it("[M6] only the newest answer can be asked for again, and not while one is on its way", () => {
    const messages = [q(1), a(2, 1), q(3), a(4, 3)];
    expect([1, 2, 3, 4].map((n) => asked(view(messages), n))).toEqual([null, null, null, fakeId(3)]);
    expect(asked(view(messages, { reply: { kind: "thinking", messageId: fakeId(3) } }), 4)).toBeNull();
    expect(asked(view([q(1), a(2, 1, { state: "streaming" })]), 2)).toBeNull();
  });
  it("[M3] a message whose answer was deleted can be answered again, if nothing came after it", () => {
    expect(asked(view([q(1)]), 1)).toBe(fakeId(1));
    expect(asked(view([q(1, { state: "failed" })]), 1)).toBeNull();
    expect(asked(view([q(1), q(2)]), 1)).toBeNull();
  });
  it("[M6] an attempt that was paged to is the message of its own actions", () => {
    const attempts = [1, 2].map((n) => ({ id: fakeId(90 + n), text: `attempt ${n}`, createdAt: n, state: "synced" as const, source: "rules" as const, attempt: n, reaction: n === 1 ? "👍" : null }));
    const timeline = view([q(1), { ...a(92, 1), attempts }]);
    expect(whatApplies(timeline, fakeId(91))).toMatchObject({ message: { id: fakeId(91), text: "attempt 1", reaction: "👍" }, askAbout: fakeId(1) });
    expect(whatApplies(timeline, fakeId(7))).toBeNull();
  });
});

describe("read aloud", () => {
  it("[M11] a reply is news once; an old one that stands last again is not, and another attempt is", () => {
    const before = view([q(1), a(2, 1)]);
    const heard = heardAtFirst(before);
    expect(newsFor(heard, before)).toBeNull();
    const now = view([q(1), a(2, 1), q(3), a(4, 3)]);
    const news = newsFor(heard, now);
    expect(news?.id).toBe(fakeId(4));
    const later = { id: fakeId(4), stamp: news?.stamp ?? "" };
    expect(newsFor(later, now)).toBeNull();
    expect(newsFor(later, before)).toBeNull();
    expect(newsFor(later, view([q(1), a(2, 1), q(3), a(4, 3, { id: fakeId(5) })]))?.id).toBe(fakeId(5));
    expect(newsFor(heard, view([q(1), a(2, 1), q(3), a(4, 3, { state: "streaming" })]))).toBeNull();
  });
});

describe("the menu's place", () => {
  const size = { width: 240, height: 300 };
  const phone = { width: 360, height: 740 };
  it("[M1] is below, above where there is no room, and always inside the window", () => {
    expect(placeMenu({ left: 20, right: 100, top: 50, bottom: 90 }, size, phone, false)).toEqual({ left: 20, top: 94 });
    expect(placeMenu({ left: 200, right: 340, top: 600, bottom: 640 }, size, phone, true)).toEqual({ left: 100, top: 296 });
    for (const left of [-50, 0, 300, 500]) {
      for (const top of [-500, 0, 370, 720, 2000]) {
        const at = placeMenu({ left, right: left + 60, top, bottom: top + 900 }, size, phone, left > 200);
        expect(at.left).toBeGreaterThanOrEqual(8);
        expect(at.left + size.width).toBeLessThanOrEqual(352);
        expect(at.top).toBeGreaterThanOrEqual(8);
        expect(at.top + size.height).toBeLessThanOrEqual(732);
      }
    }
  });
});
