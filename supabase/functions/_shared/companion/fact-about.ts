/** The fact that a message is about (X6): the one that shares most meaningful words with it, in either script. */
import { detectCrisis } from "../crisis/detect.ts";
import { hasBengali, plain } from "../text.ts";

export interface Fact {
  readonly id: string;
  readonly text: string;
}

/** Words that everybody uses of everything; as `plain` leaves them. */
const common = new Set(
  plain(
    "the and you your for with have has had not but was were are this that what how why when who just really feel like today about from they them their there here want need can could would will been being does did its his her him she our than then very much many some any all out now too also only one two get got going went make made know think thing things time day good bad new old tell told said say talk love name tumi ami amar tomar amake tomake ekta onek khub valo bhalo lage lagche ache achi hoy hoyeche kore korte jonno theke kintu abar ekhon aj আমি তুমি আমার তোমার আমাকে তোমাকে একটা একটি অনেক খুব ভালো ভাল লাগে লাগছে আছে আছি হয় হয়েছে করে করতে করি জন্য থেকে কিন্তু আবার এখন আজ নাম কথা দিন মন এই সেই তার কী কি কেন কেমন আর না সঙ্গে সাথে",
  ).split(" "),
);
const long = (word: string): boolean => word.length >= 4 || (hasBengali(word) && word.length >= 3);
const meaningful = (text: string): readonly string[] => plain(text).split(" ").filter((word) => word.length >= 3 && !common.has(word));
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
