import { describe, expect, it } from "vitest";
import { cleanText } from "../../../src/runtime/clean-text.ts";

describe("cleaning at the command", () => {
  it("[W1] U+0000 and lone surrogates never reach the queue", () => {
    expect(cleanText("a\u0000b")).toEqual({ ok: true, value: "ab" });
    expect(cleanText("x\uD83Dy\uDE00z")).toEqual({ ok: true, value: "x\uFFFDy\uFFFDz" });
    expect(cleanText("\uDE00\uD83D")).toEqual({ ok: true, value: "\uFFFD\uFFFD" });
  });

  it("[W1] emoji, right-to-left and Bengali survive byte for byte up to 8,000 units", () => {
    for (const text of ["😀".repeat(4000), "שלום עולם ".repeat(800), "আমি আজ ভালো নেই".repeat(500), "👩‍👩‍👧‍👦 ক্ষ্ম", "  kept spaces \n"]) {
      expect(cleanText(text)).toEqual({ ok: true, value: text });
    }
  });

  it("[W1] blank is refused, also when only invisible characters are in it", () => {
    for (const text of ["", "  \n\t", "\u0000", "\u200B\u2060", "\u3164"]) expect(cleanText(text)).toEqual({ ok: false, error: { kind: "blank" } });
  });

  it("[W2] 8,001 units are refused with their number", () => {
    expect(cleanText("a".repeat(8001))).toEqual({ ok: false, error: { kind: "tooLong", length: 8001, max: 8000 } });
    expect(cleanText("a".repeat(8000)).ok).toBe(true);
  });
});
