/** The fact that a message is about (X6): the one that shares most meaningful words with it, in either script. */
import { detectCrisis } from "../crisis/detect.ts";
import { foldRoman, hasBengali, plain } from "../text.ts";
import { english, romanWords } from "./language.ts";

export interface Fact {
  readonly id: string;
  readonly text: string;
}

/** Words that everybody uses of everything, besides those that tell a language; as `plain` leaves them. */
const common = new Set(
  plain("had our his her him she they them their there here now then very much many some any all out about from got get going went make think thing time day good bad told say talk love name would will আমি তুমি আমার তোমার আমাকে তোমাকে একটা অনেক খুব ভালো লাগে লাগছে আছে আছি হয় হয়েছে করে করতে করি জন্য থেকে কিন্তু আবার এখন নাম কথা দিন এই সেই তার কেন কেমন সাথে").split(" "),
);
const isCommon = (word: string): boolean => common.has(word) || english.has(word) || romanWords.has(foldRoman(word));
const long = (word: string): boolean => word.length >= 4 || (hasBengali(word) && word.length >= 3);
const meaningful = (text: string): readonly string[] => plain(text).split(" ").filter((word) => word.length >= 3 && !isCommon(word));
/** A longer word may go on (cricketer, বিড়ালের). */
const same = (one: string, other: string): boolean => one === other || (long(one) && long(other) && (one.startsWith(other) || other.startsWith(one)));

/** Nothing with a number, a question or danger in it comes back in a reply. */
const speakable = (text: string): boolean => !/[\p{Nd}?？]/u.test(text) && detectCrisis(text).level === "none";

/** How much of a fact is quoted, in code points. */
const quotedMost = 120;
/** Signs that would be read as formatting. */
const formatting = /[*_`~#<>[\]|\\{}$]/g;

/** The fact's words as a reply quotes them. */
export function quote(text: string): string {
  const points = [...text.replace(formatting, "").replace(/\s+/g, " ").replace(/[“”"]/g, "'").trim()];
  if (points.length <= quotedMost) return points.join("").replace(/[.।]+$/, "");
  return `${points.slice(0, quotedMost).join("").replace(/ [^ ]*$/, "")}…`;
}

export function factAbout<F extends Fact>(text: string, facts: readonly F[]): F | null {
  const said = meaningful(text);
  let best: F | null = null;
  let most = 0;
  for (const fact of facts) {
    const shared = meaningful(fact.text).filter((word) => said.some((other) => same(word, other))).length;
    if (shared > most && speakable(fact.text) && quote(fact.text) !== "") [best, most] = [fact, shared];
  }
  return best;
}
