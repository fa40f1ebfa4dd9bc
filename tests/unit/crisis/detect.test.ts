import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { detectCrisis, type CrisisLevel } from "@edge/crisis/detect.ts";
import { evasions, fourth, heldOut, second, third, tuned } from "./signals.ts";

const tables = { tuned, heldOut };
const lines = [
  ...Object.entries(tables).flatMap(([table, languages]) => Object.entries(languages).flatMap(([language, set]) => label(`${table}, ${language}`, set))),
  ...label("second", second),
  ...label("third", third),
  ...label("fourth", fourth),
];

function label(name: string, set: Readonly<Record<CrisisLevel, readonly string[]>>) {
  return (["explicit", "ask", "none"] as const).flatMap((level) => set[level].map((text) => ({ name, level, text })));
}

describe("crisis detection", () => {
  it("[R7] has a table worth the name", () => {
    expect(lines.length).toBeGreaterThan(300);
    expect(new Set(lines.map((line) => line.text)).size).toBe(lines.length);
  });

  it.each(lines.filter((line) => line.level === "explicit"))("[R7] explicit ($name): $text", ({ text }) => {
    expect(detectCrisis(text)).toEqual({ level: "explicit", matched: expect.any(String) });
  });

  it.each(lines.filter((line) => line.level === "ask"))("[R7] ask ($name): $text", ({ text }) => {
    expect(detectCrisis(text)).toEqual({ level: "ask", matched: expect.any(String) });
  });

  it.each(lines.filter((line) => line.level === "none"))("[R7] none ($name): $text", ({ text }) => {
    expect(detectCrisis(text)).toEqual({ level: "none", matched: null });
  });

  it.each(evasions)("[R7] is not dodged by %j", (text) => {
    expect(detectCrisis(text).level).toBe("explicit");
  });

  const explicit = lines.filter((line) => line.level === "explicit").map((line) => line.text);
  const around = fc.constantFrom("", "hey ", "ok so. ", "Bondhu, ", "😔 ", "আচ্ছা। ", "shono, ", "\n\n", "today was bad. ");

  test.prop([fc.constantFrom(...explicit), around, fc.constantFrom("", "!!!", " 😭😭", "...", "\n", " .", "?!")])(
    "[R7] hears a signal whatever stands around it",
    (text, before, after) => {
      expect(detectCrisis(before + text + after).level).toBe("explicit");
    },
  );

  test.prop([fc.constantFrom(...explicit), fc.constantFrom("upper", "spaces", "nfd", "zero width", "full width")])("[R7] hears a signal in other letters", (text, how) => {
    const changed = {
      upper: (line: string) => line.toUpperCase(),
      spaces: (line: string) => line.replaceAll(" ", " \t "),
      nfd: (line: string) => line.normalize("NFD"),
      "zero width": (line: string) => line.replace(/([a-z])([a-z])/g, "$1\u200b$2"),
      "full width": (line: string) => line.replace(/[a-z]/g, (char) => String.fromCodePoint(char.charCodeAt(0) + 0xfee0)),
    }[how];
    expect(detectCrisis(changed?.(text) ?? text).level).toBe("explicit");
  });

  test.prop([fc.string({ unit: "binary", maxLength: 400 })])("[R7] survives any text", (text) => {
    expect(["none", "ask", "explicit"]).toContain(detectCrisis(text).level);
  });

  it("[R7] stays fast on the longest message a person may send", () => {
    for (const unit of ["i want to ", "আমি মরতে ", "a ", "k i ", "!", "ami more ", "x*", "just really so badly ", "1l", "pills and a b c d "]) {
      const text = unit.repeat(8000 / unit.length);
      const start = performance.now();
      detectCrisis(text);
      expect(performance.now() - start, unit).toBeLessThan(500);
    }
  });
});
