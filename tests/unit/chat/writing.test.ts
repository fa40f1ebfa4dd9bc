/** Small truths of writing: which key sends, what is only emoji, how a day is called. */
import { describe, expect, it } from "vitest";
import { dayLabel } from "../../../src/ui/chat/day-label.ts";
import { emojiOnly } from "../../../src/ui/chat/emoji-only.ts";
import { sendsMessage } from "../../../src/ui/chat/send-key.ts";

const enter = { key: "Enter", shiftKey: false, isComposing: false, keyCode: 13 };

describe("send key", () => {
  it("[M9] sends at a desk and makes a line on a phone", () => {
    expect(sendsMessage(enter, true)).toBe(true);
    expect(sendsMessage(enter, false)).toBe(false);
    expect(sendsMessage({ ...enter, shiftKey: true }, true)).toBe(false);
    expect(sendsMessage({ ...enter, key: "a", keyCode: 65 }, true)).toBe(false);
  });
  it("[M9] an Enter that confirms a composition never sends, however the browser reports it", () => {
    expect(sendsMessage({ ...enter, isComposing: true, keyCode: 229 }, true)).toBe(false);
    expect(sendsMessage({ ...enter, keyCode: 229 }, true)).toBe(false);
    expect(sendsMessage({ ...enter, isComposing: true }, true)).toBe(false);
  });
});

describe("emoji only", () => {
  it.each(["😊", "👍🏽", "👩‍👩‍👧", "🇧🇩", "❤️", "😊 🌼", "🎉🎉🎉"])("[emoji] %s is drawn larger", (text) => expect(emojiOnly(text)).toBe(true));
  it.each(["", " ", "ok 😊", "7", "#", "*", "😊😊😊😊", "হ্যাঁ"])("[emoji] %j is ordinary text", (text) => expect(emojiOnly(text)).toBe(false));
});

describe("day label", () => {
  const now = new Date(2026, 2, 1, 0, 30).getTime();
  it("[dates] names today and yesterday by the calendar, not by hours", () => {
    expect(dayLabel(new Date(2026, 2, 1, 0, 5).getTime(), now)).toMatch(/^(Today|আজ)$/);
    expect(dayLabel(new Date(2026, 1, 28, 0, 10).getTime(), now)).toMatch(/^(Yesterday|গতকাল)$/);
    expect(dayLabel(new Date(2026, 1, 27, 23, 59).getTime(), now)).not.toMatch(/Today|Yesterday|আজ|গতকাল/);
  });
  it("[dates] says the year only of another year", () => {
    expect(dayLabel(new Date(2026, 0, 5).getTime(), now)).not.toContain("2026");
    expect(dayLabel(new Date(2025, 11, 31).getTime(), now)).toMatch(/2025|২০২৫/);
  });
});
