/** A message as the rules read it: its sentences, each a row of folded words. */
import { foldRoman, plain } from "../text.ts";
import { type Clue, isClue } from "./clues.ts";
import { lexicon } from "./lexicon.ts";

/** A word, without those before it that only say how much. */
export interface Term {
  /** As `plain` folds it; `.` ends a clause. */
  readonly word: string;
  readonly roman: string;
  /** B4: what the words before it make of it, 1 when there are none. */
  readonly strength: number;
}
export interface Sentence {
  readonly terms: readonly Term[];
  readonly isQuestion: boolean;
}

const stronger = 1.4;
const weaker = 0.6;
// Nobody types these, and folding leaves them alone.
const asked = "zqaskzq";
const ended = "zqendzq";

/** @returns Whether a term is such a clue. */
export const says = (clue: Clue, term: Term): boolean => isClue(clue, term.word, term.roman);

function termsOf(words: readonly string[]): readonly Term[] {
  const terms: Term[] = [];
  let strength = 1;
  for (const word of words) {
    const roman = /^[a-z]/.test(word) ? foldRoman(word) : word;
    if (isClue("stronger", word, roman)) strength = stronger;
    else if (isClue("weaker", word, roman)) {
      strength = weaker;
      // "A bit sad", "a little down".
      if (terms.at(-1)?.word === "a") terms.pop();
    } else {
      terms.push({ word, roman, strength });
      strength = 1;
    }
  }
  return terms;
}

export function sentences(text: string): readonly Sentence[] {
  const { emoji, names } = lexicon();
  const marked = text
    .replace(emoji, (sign) => ` ${names.get(sign) ?? ""} `)
    .replace(/[?？]+/g, ` ${asked} `)
    // A full stop inside of a word may be one of those that spell it out.
    .replace(/[.!।॥…]+(?=\s|$)|\n/g, ` ${ended} `);
  const found: Sentence[] = [];
  let words: string[] = [];
  const end = (isQuestion: boolean): void => {
    if (words.length > 0) found.push({ terms: termsOf(words), isQuestion });
    words = [];
  };
  for (const word of plain(marked).trim().split(" ")) {
    if (word === asked || word === ended) end(word === asked);
    else words.push(word);
  }
  end(false);
  return found;
}
