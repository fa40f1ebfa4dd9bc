/** F6: what is found, in which order, and how it is shown. */
import { describe, expect, it } from "vitest";
import { applied } from "../../../src/runtime/search/changes.ts";
import { allowedEdits, within } from "../../../src/runtime/search/edits.ts";
import { hasPhrase, snippetOf } from "../../../src/runtime/search/matches.ts";
import { find, queryOf } from "../../../src/runtime/search/query.ts";
import type { Segment } from "../../../src/runtime/search/segment.ts";
import { mulberry32 } from "../../support/search/words.ts";

const now = Date.UTC(2026, 10, 22);
const day = 86_400_000;
const id = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;

/** Texts as messages a day apart, the last one today. */
const indexOf = (texts: readonly string[]): readonly Segment[] =>
  applied([], texts.map((text, n) => ({ id: id(n), now: { createdAt: now - (texts.length - 1 - n) * day, text } })), 1).segments;

const found = (texts: readonly string[], query: string): string[] => find(indexOf(texts), queryOf(query), 50, now).best.map((hit) => texts[Number.parseInt(hit.id.slice(-12), 16)] ?? "?");
const shown = (text: string, query: string): string => snippetOf(text, queryOf(query)).map((part) => (part.hit ? `[${part.text}]` : part.text)).join("");

describe("finding", () => {
  it("[F6] every word counts, in any order, from its beginning, in either script", () => {
    const texts = ["আমি নদীর ধারে হাঁটি", "the river bends here", "a river and a boat", "নৌকা আর নদী", "boats only"];
    expect(found(texts, "river boat")).toEqual(["a river and a boat"]);
    expect(found(texts, "boat riv")).toEqual(["a river and a boat"]);
    expect(found(texts, "নদী")).toEqual(["নৌকা আর নদী", "আমি নদীর ধারে হাঁটি"]);
    expect(found(texts, "nodi")).toEqual(["নৌকা আর নদী", "আমি নদীর ধারে হাঁটি"]);
    expect(found(texts, "ocean")).toEqual([]);
    expect(found(texts, "  …  ")).toEqual([]);
  });

  it("[F6] romanised Bengali is found by its script, and the other way round, and by another romanisation", () => {
    expect(found(["ami bhalo achi", "কিছু না"], "ভালো")).toEqual(["ami bhalo achi"]);
    expect(found(["আমি ভালো আছি", "nothing"], "valo")).toEqual(["আমি ভালো আছি"]);
    expect(found(["ami valo achi"], "bhalo")).toEqual(["ami valo achi"]);
  });

  it("[F6] a mistyped word is forgiven where the right one is rare, and never before it", () => {
    const texts = ["tommorow we walk", "tomorrow we rest", "borrowed time"];
    expect(found(texts, "tomorrow")).toEqual(["tomorrow we rest", "tommorow we walk"]);
    expect(found(texts, "tomorow")).toEqual(["tomorrow we rest", "tommorow we walk"]);
    expect(found([...Array.from({ length: 12 }, () => "monsoon"), "monsonn"], "monsoon")).toHaveLength(12);
    expect(found(["cat"], "cut")).toEqual([]);
  });

  it("[F6] of like messages the newer comes first, and the whole word before its beginning", () => {
    expect(found(["tea at four", "tea at five"], "tea")).toEqual(["tea at five", "tea at four"]);
    expect(found(["rain", "rainbow today"], "rain")).toEqual(["rain", "rainbow today"]);
    expect(found(["the rare quince", ...Array.from({ length: 40 }, (_, n) => `the day ${n}`)], "the quince")[0]).toBe("the rare quince");
  });

  it("[F6] the total counts all, the list is as long as asked for", () => {
    const texts = Array.from({ length: 300 }, (_, n) => `word ${n}`);
    const answer = find(indexOf(texts), queryOf("word"), 10, now);
    expect(answer.total).toBe(300);
    expect(answer.best.map((hit) => hit.id)).toEqual(Array.from({ length: 10 }, (_, n) => id(299 - n)));
  });

  it("[F6] edits are counted as people make them", () => {
    expect([3, 4, 7, 8].map(allowedEdits)).toEqual([0, 1, 1, 2]);
    expect([within("form", "from", 1), within("ab", "abc", 1), within("abc", "ac", 1), within("abcd", "axcy", 1), within("abcd", "axcy", 2)]).toEqual([true, true, true, false, true]);
    const random = mulberry32(7);
    const word = () => Array.from({ length: 1 + Math.floor(random() * 7) }, () => "abc"[Math.floor(random() * 3)]).join("");
    for (let n = 0; n < 400; n += 1) {
      const [one, other] = [word(), word()];
      expect(within(one, other, 2), `${one} ${other}`).toBe(within(other, one, 2));
      expect(within(one, one, 0)).toBe(true);
    }
  });
});

describe("what is shown of a message", () => {
  it("[F6] the words that were meant are marked, in whichever spelling they stand there", () => {
    expect(shown("আমি নদীর ধারে", "নদি")).toBe("আমি [নদীর] ধারে");
    expect(shown("ami bhalo achi", "ভালো")).toBe("ami [bhalo] achi");
    expect(shown("Don’t worry, river.", "dont RIVER")).toBe("[Don’t] worry, [river].");
    expect(shown("tommorow", "tomorrow")).toBe("[tommorow]");
    expect(shown("valo", "bhalo")).toBe("[valo]");
  });

  it("[F6] a long message is cut around the first hit, between words", () => {
    const text = `${"before ".repeat(40)}the needle is here ${"after ".repeat(60)}`;
    const piece = shown(text, "needle");
    expect(piece).toMatch(/^…before .*the \[needle\] is here .*after…$/);
    expect(piece.length).toBeLessThan(165);
    expect(shown("a\n\n  needle\tb", "needle")).toBe("a [needle] b");
  });

  it("[F6] a word without end is cut between letters, never before a mark", () => {
    const marked = "কা".repeat(200);
    const piece = snippetOf(marked, queryOf("কাকা")).map(({ text }) => text).join("");
    expect(piece.endsWith("া…")).toBe(true);
    expect(shown("x".repeat(400), "y")).toBe(`${"x".repeat(150)}…`);
  });

  it("[F6] a longer form of the other script's word is marked too", () => {
    expect(shown("আমি নদীর ধারে", "nodi")).toBe("আমি [নদীর] ধারে");
  });

  it("[F6] a phrase is told from its words", () => {
    expect(hasPhrase("so good night, friend", queryOf("good night"))).toBe(true);
    expect(hasPhrase("a night so good", queryOf("good night"))).toBe(false);
  });
});
