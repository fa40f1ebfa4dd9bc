/** The words of all three spellings, folded and ready to be looked up. Made at the first look: pages that score nothing pay nothing. */
import { foldRoman, plain } from "../text.ts";
import { feelingsEmoji } from "./emoji.ts";
import type { Mood } from "./moods.ts";
import { feelingsBengali, sayingsBengali } from "./words-bengali.ts";
import { feelingsEnglish, sayingsEnglish } from "./words-english.ts";
import { feelingsRoman, feelingsRomanAsTyped, sayingsRoman } from "./words-roman.ts";

/** Mood, value from −1 to 1, words parted by commas. */
export type Feelings = readonly (readonly [mood: Mood | null, value: number, words: string])[];

/** null: a saying, which says nothing. */
export type Feeling = {
  readonly mood: Mood | null;
  readonly value: number;
  /** An emoji or emoticon. */
  readonly isSign: boolean;
} | null;

export interface Lexicon {
  /** By `plain` words. */
  readonly plain: ReadonlyMap<string, Feeling>;
  /** By `foldRoman` words. */
  readonly roman: ReadonlyMap<string, Feeling>;
  /** What an emoji is called among the words. */
  readonly names: ReadonlyMap<string, string>;
  readonly emoji: RegExp;
}

/** Words of the longest entry. */
export const longestPhrase = 5;

/** The words of a list, folded; entries are parted as `plain` parts clauses. */
export const listed = (words: string): readonly string[] => plain(words).trim().split(" . ");

const escaped = (text: string): string => text.replace(/[\\^$*()|?.+[\]{}]/g, "\\$&");

function emojiPatterns(): { readonly names: ReadonlyMap<string, string>; readonly feelings: readonly (readonly [string, Feeling])[]; readonly emoji: RegExp } {
  const names = new Map<string, string>();
  const feelings: (readonly [string, Feeling])[] = [];
  for (const [mood, value, signs] of feelingsEmoji) {
    for (const sign of signs.split(" ")) {
      // Letters only, and none twice in a row: folding leaves it alone. Nobody types it.
      const name = `zq${[...String(names.size)].map((digit) => "abcdefghij"[Number(digit)]).join("x")}zq`;
      names.set(sign, name);
      feelings.push([name, { mood, value, isSign: true }]);
    }
  }
  const signs = [...names.keys()].sort((one, other) => other.length - one.length);
  // What is typed is an emoticon only at the end of a word or by itself: "list:(a)" has none.
  const typed = signs.filter((sign) => /^[ -~]+$/.test(sign)).map(escaped);
  const drawn = signs.filter((sign) => !/^[ -~]+$/.test(sign)).map(escaped);
  return { names, feelings, emoji: new RegExp(`${drawn.join("|")}|(?<![^\\s.!?।\\p{L}\\p{M}])(?:${typed.join("|")})(?=[\\s.,!?]|$)`, "gu") };
}

function make(): Lexicon {
  const straight = new Map<string, Feeling>();
  const roman = new Map<string, Feeling>();
  const fill = (map: Map<string, Feeling>, feelings: Feelings, sayings: string, fold: (word: string) => string): void => {
    for (const [mood, value, words] of feelings) for (const word of listed(words)) map.set(fold(word), { mood, value, isSign: false });
    for (const saying of listed(sayings)) map.set(fold(saying), null);
  };
  const same = (word: string): string => word;
  fill(straight, feelingsEnglish, sayingsEnglish, same);
  fill(straight, feelingsBengali, sayingsBengali, same);
  fill(straight, feelingsRomanAsTyped, "", same);
  fill(roman, feelingsRoman, sayingsRoman, foldRoman);
  straight.delete("");
  const { names, feelings, emoji } = emojiPatterns();
  for (const [name, feeling] of feelings) straight.set(name, feeling);
  return { plain: straight, roman, names, emoji };
}

let made: Lexicon | null = null;
export const lexicon = (): Lexicon => (made ??= make());
