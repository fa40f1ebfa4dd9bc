/** F1 over its table: what is written in many ways is found by each of them. */
import { describe, expect, it } from "vitest";
import { soundOf, termsOf, wordsOf } from "../../../src/runtime/search/words.ts";

const words = (text: string): string[] => wordsOf(text).map(({ word }) => word);
const sound = (raw: string): string | null => soundOf(raw, words(raw)[0] ?? "")?.slice(1) ?? null;

/** Two spellings of one word. */
const same: readonly (readonly [string, string, string])[] = [
  ["nukta composed and apart: ড়", "\u09AC\u09BE\u09DC\u09BF", "\u09AC\u09BE\u09A1\u09BC\u09BF"],
  ["nukta composed and apart: ঢ়", "\u0986\u09B7\u09BE\u09DD", "\u0986\u09B7\u09BE\u09A2\u09BC"],
  ["nukta composed and apart: য়", "\u09B8\u09AE\u09DF", "\u09B8\u09AE\u09AF\u09BC"],
  ["nukta left out", "সময়", "সময"],
  ["nukta left out in the middle", "বড়দিন", "বডদিন"],
  ["o in one stroke and in two", "\u09AD\u09BE\u09B2\u09CB", "\u09AD\u09BE\u09B2\u09C7\u09BE"],
  ["au in one stroke and in two", "\u09AE\u09CC\u09AE\u09BE\u099B\u09BF", "\u09AE\u09C7\u09D7\u09AE\u09BE\u099B\u09BF"],
  ["o in two strokes, the wrong way round", "ভালো", "ভাল\u09BE\u09C7"],
  ["a joiner for the look of র‍্যা", "র\u200D্যাব", "র্যাব"],
  ["a non-joiner that shows the hasanta", "উদ্\u200Cযোগ", "উদ্যোগ"],
  ["a non-joiner at the end", "বাক্\u200C", "বাক্"],
  ["hasanta at the end", "বাক্", "বাক"],
  ["khanda ta and ta", "সত্যজিৎ", "সত্যজিত"],
  ["khanda ta and ta with hasanta", "হঠাৎ", "হঠাত্"],
  ["khanda ta in the middle", "উৎসব", "উত্সব"],
  ["short and long i", "বাড়ী", "বাড়ি"],
  ["short and long i alone", "ঈদ", "ইদ"],
  ["short and long u", "রূপকথা", "রুপকথা"],
  ["short and long u alone", "ঊষা", "উষা"],
  ["the two n", "রাণী", "রানি"],
  ["ng: anusvara and letter", "রঙ", "রং"],
  ["ng with hasanta", "বাঙ্‌লা", "বাংলা"],
  ["ng before g", "সঙ্গে", "সংগে"],
  ["chandrabindu", "চাঁদ", "চাদ"],
  ["visarga", "দুঃখ", "দুখ"],
  ["a colon for the visarga", "দু:খ", "দুঃখ"],
  ["digits", "২০২৬", "2026"],
  ["digits in a word", "২য়", "2য়"],
  ["a direction mark pasted along", "\u200Eবন্ধু", "বন্ধু"],
  ["a soft hyphen", "বন্ধু\u00ADত্ব", "বন্ধুত্ব"],
  ["a zero width space", "আমি\u200B", "আমি"],
  ["a byte order mark", "তুমি\uFEFF", "তুমি"],
  ["capitals", "Monsoon", "mONSOON"],
  ["accents", "café", "cafe\u0301"],
  ["accents left out", "naïve", "naive"],
  ["apostrophes", "don’t", "don't"],
  ["apostrophes left out", "don't", "dont"],
  ["full width letters", "Ｈｉ", "hi"],
  ["ligatures", "ﬁne", "fine"],
  ["sharp s", "Straße", "STRASSE"],
];

/** Words that must not fall together. */
const different: readonly (readonly [string, string])[] = [
  ["ভালো", "আলো"],
  ["দিন", "দান"],
  ["বল", "ফল"],
  ["কাল", "খাল"],
  ["মন", "মান"],
  ["form", "from"],
];

/** Bengali and the ways in which it is romanised. */
const sounds: readonly (readonly [string, ...string[]])[] = [
  ["ভালো", "bhalo", "valo", "vhalo"],
  ["আমি", "ami", "aami"],
  ["তুমি", "tumi", "toomi"],
  ["কেমন", "kemon", "kemn"],
  ["বন্ধু", "bondhu", "bondu"],
  ["ধন্যবাদ", "dhonnobad", "dhonobad"],
  ["মেয়ে", "meye"],
  ["বাংলা", "bangla"],
  ["শিক্ষা", "shikkha", "siksha"],
  ["সুন্দর", "shundor", "sundor"],
  ["বিশ্ব", "bissho", "bisho"],
  ["ঘুম", "ghum", "ghoom"],
  ["মৌমাছি", "moumachi", "moumachhi"],
  ["ফুল", "phul", "ful", "fool"],
];

describe("words", () => {
  it.each(same)("[F1] %s", (_what, one, other) => {
    expect(words(one)).toHaveLength(1);
    expect(words(one)).toEqual(words(other));
  });

  it.each(different)("[F1] %s is not %s", (one, other) => {
    expect(words(one)).not.toEqual(words(other));
  });

  it.each(sounds)("[F1] %s sounds as %s", (bengali, ...romanised) => {
    expect(sound(bengali)).not.toBeNull();
    for (const latin of romanised) expect(sound(latin), latin).toBe(sound(bengali));
  });

  it("[F1] a text is cut at spaces and signs, never inside a cluster", () => {
    expect(words("কেমন আছো? ভালো, খুব-ভালো।")).toEqual(["কেমন", "আছো", "ভালো", "খুব", "ভালো"]);
    expect(words("see https://example.org/a_b?x=1")).toEqual(["see", "https", "example", "org", "a", "b", "x", "1"]);
    expect(words("ok 👍🏽 done 😊😊")).toEqual(["ok", "👍", "done", "😊", "😊"]);
    expect(words("東京 へ")).toEqual(["東", "京", "へ"]);
    expect(words("… — !! ্ \u200D")).toEqual([]);
  });

  it("[F1] each word says where it stands in the text as it was written", () => {
    const text = "আমি, র\u200D্যাব don’t দু:খ 😊!";
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(["আমি", "র\u200D্যাব", "don’t", "দু:খ", "😊"]);
  });

  it("[F1] a word without end is known by its beginning, and costs no more", () => {
    expect(words("x".repeat(8000))).toEqual(["x".repeat(32)]);
    expect(termsOf("a a b").length).toBe(3);
  });
});
