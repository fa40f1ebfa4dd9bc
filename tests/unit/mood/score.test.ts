/** B1–B7: how a message sounds (supabase/functions/_shared/mood/README.md). */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { moods } from "@edge/mood/moods.ts";
import { scoreMood } from "@edge/mood/score.ts";
import { bengali, english, romanised, type Sound } from "./sentences.ts";

const lines = Object.entries({ english, bengali, romanised }).flatMap(([spelling, sounds]) =>
  Object.entries(sounds).flatMap(([sound, texts]) => texts.map((text) => ({ spelling, sound: sound as Sound, text }))),
);
const pleasant: readonly Sound[] = ["glad", "calm", "good"];

function soundOf(text: string): Sound {
  const heard = scoreMood(text);
  if (heard === null) return "nothing";
  return heard.mood ?? (heard.score === 0 ? "mixed" : heard.score > 0 ? "good" : "bad");
}

describe("[B2] words", () => {
  test("the table is worth the name", () => {
    expect(lines.length).toBeGreaterThan(150);
    expect(new Set(lines.map(({ text }) => text)).size).toBe(lines.length);
  });

  test.each(lines)("$spelling, $sound: $text", ({ sound, text }) => {
    expect(soundOf(text)).toBe(sound);
    const score = scoreMood(text)?.score ?? 0;
    expect(Math.sign(score)).toBe(sound === "nothing" || sound === "mixed" ? 0 : pleasant.includes(sound) ? 1 : -1);
  });

  test("the longest entry wins, and a saying says nothing", () => {
    expect(soundOf("alone")).toBe("lonely");
    expect(soundOf("leave me alone")).toBe("angry");
    expect(soundOf("let alone that")).toBe("nothing");
  });
});

const scoreOf = (text: string): number => scoreMood(text)?.score ?? Number.NaN;

describe("[B3] denials", () => {
  test.each([
    ["not happy", "happy"],
    ["I am not really feeling that happy", "happy"],
    ["valo lagche na", "valo lagche"],
    ["bhalo nei", "bhalo"],
    ["ভালো লাগছে না", "ভালো লাগছে"],
    ["খুশি নই", "খুশি"],
  ])("%s is the other way round, and not so far", (denied, told) => {
    expect(scoreOf(denied)).toBeLessThan(0);
    expect(-scoreOf(denied)).toBeLessThan(scoreOf(told));
  });

  test("reach over no other word, and over no comma", () => {
    expect(soundOf("I don't know why I am happy")).toBe("glad");
    expect(soundOf("no, I'm happy")).toBe("glad");
    expect(soundOf("ভালো লাগছে, না?")).toBe("glad");
    expect(soundOf("খুশি আমি, না গেলে ভালো")).toBe("glad");
  });

  test("what is denied weighs less than what is told", () => {
    expect(soundOf("not angry, not worried, just tired")).toBe("tired");
    expect(scoreOf("kosto nai")).toBeLessThan(0.3);
  });

  test("'never so' denies nothing", () => {
    expect(soundOf("I have never been so happy")).toBe("glad");
    expect(soundOf("I was never happy")).toBe("sad");
    expect(soundOf("nothing makes me happy anymore")).toBe("sad");
  });
});

describe("[B4] how much", () => {
  test.each([
    ["sad", "very sad", "a bit sad"],
    ["happy", "so happy", "slightly happy"],
    ["মন খারাপ", "মন খুব খারাপ", "একটু মন খারাপ"],
    ["kosto", "onek kosto", "ektu kosto"],
  ])("%s, more of it, less of it", (plain, more, less) => {
    expect(Math.abs(scoreOf(more))).toBeGreaterThan(Math.abs(scoreOf(plain)));
    expect(Math.abs(scoreOf(less))).toBeLessThan(Math.abs(scoreOf(plain)));
  });
});

test("[B5] what stands before a 'but' counts half", () => {
  expect(scoreOf("I was sad but I am happy")).toBe(0.27);
  expect(scoreOf("I was happy. But then I cried.")).toBe(-0.17);
  expect(scoreOf("khushi chilam kintu ekhon dukkho")).toBe(-0.17);
  expect(scoreOf("খুশি ছিলাম। কিন্তু এখন দুঃখ।")).toBe(-0.17);
});

describe("[B6] signs", () => {
  test("speak alone, and quietly beside words", () => {
    expect(scoreMood("😢")).toEqual({ mood: "sad", score: -0.6 });
    expect(scoreMood("thanks :)")).toEqual({ mood: "glad", score: 0.6 });
    expect(soundOf("I feel so lonely 😂")).toBe("lonely");
    expect(scoreOf("valo achi 😢")).toBe(0);
  });

  test("are not denied by the words around them", () => {
    expect(scoreMood("no 😢")).toEqual({ mood: "sad", score: -0.6 });
    expect(scoreMood("😢 না")).toEqual({ mood: "sad", score: -0.6 });
  });

  test("are heard in the midst of words, with and without their colour", () => {
    expect(soundOf("ok❤️ok")).toBe("glad");
    expect(soundOf("ok❤ok")).toBe("glad");
    expect(soundOf("http://example.com :list:(x")).toBe("nothing");
  });
});

describe("[B7] questions to somebody else", () => {
  test("say nothing of the person", () => {
    for (const text of ["Are you sad?", "do you feel lonely sometimes?", "তোমার মন খারাপ?", "tumi khushi?", "You are angry??"]) expect(scoreMood(text), text).toBeNull();
  });
  test("but those of the person's own feelings do, and so does what is told beside one", () => {
    expect(soundOf("Do you know why I am so sad?")).toBe("sad");
    expect(soundOf("Are you happy? I am lonely.")).toBe("lonely");
    expect(soundOf("why so sad?")).toBe("sad");
  });
});

describe("[B1] what comes of it", () => {
  const piece = fc.oneof(
    fc.constantFrom(...lines.map(({ text }) => text)),
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom("not", "very", "না", "খুব", "na", "khub", "but", "?", ".", "\n", "\u0000", "\ud83d", "😢", ":(", "zqaskzq", "*", "1", "a b c"),
  );

  const texts = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(" "));
  test("nothing, or a mood of the set and a score in bounds, in hundredths", () => fc.assert(fc.property(texts, sounds)));
  test.each(["", "sad", "very happy!!!", "happy, upset, 😴", "happy, calm, glad, sad, not good"])("%j has a score that numeric(3, 2) keeps as it is", sounds);
  function sounds(text: string): void {
    const heard = scoreMood(text);
    if (heard === null) return;
    expect(heard.mood === null || moods.includes(heard.mood)).toBe(true);
    expect(heard.score).toBeGreaterThanOrEqual(-1);
    expect(heard.score).toBeLessThanOrEqual(1);
    // As numeric(3, 2) keeps it and JSON writes it, without a sign before zero.
    expect(Object.is(heard.score, Number(heard.score.toFixed(2)) + 0)).toBe(true);
    expect(JSON.stringify(heard.score)).toMatch(/^(0|-?1|-?0\.\d[1-9]?)$/);
    if (heard.mood !== null) expect(heard.score > 0).toBe(heard.mood === "glad" || heard.mood === "calm");
    expect(scoreMood(text)).toEqual(heard);
  }

  const neutral = fc.array(fc.constantFrom("table", "window", "Dhaka", "yesterday", "নদী", "আকাশ", "জানালা", "pani", "bari", "rickshaw", "2026"), { maxLength: 6 });
  const told = lines.filter(({ sound }) => sound !== "nothing").map(({ text }) => text);
  const anyTold = fc.constantFrom(...told);
  test("words that say nothing change nothing, in whatever order", () =>
    fc.assert(
      fc.property(anyTold, neutral, neutral, (text, some, more) => {
        const alone = scoreMood(text);
        for (const added of [[...some, ...more], [...more, ...some]]) expect(scoreMood(`${text} . ${added.join(" ")}`)).toEqual(alone);
        expect(scoreMood(`${some.join(" ")}. ${text}`)).toEqual(alone);
      }),
    ));

  /** Steps that a text takes: what it looks up in its word lists. */
  function lookups(text: string): number {
    const get = vi.spyOn(Map.prototype, "get");
    scoreMood(text);
    const count = get.mock.calls.length;
    get.mockRestore();
    return count;
  }
  test.each(["sad ", "খুব ", "not ", "na ", "feel ", "😀", "?!", "a.", "keu nai kotha ", ":( "])("a text of %j twice as long takes twice the look-ups", (unit) => {
    const half = unit.repeat(Math.floor(4000 / unit.length));
    scoreMood(half);
    expect(lookups(half + half)).toBeLessThanOrEqual(2 * lookups(half) + 20);
    expect(lookups(half)).toBeLessThan(20 * half.length);
  });
});
