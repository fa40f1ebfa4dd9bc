/** Which words of a text are the ones that were asked for, and the piece of the text that shows them. */
import { allowedEdits, within } from "./edits.ts";
import { isBengali } from "./fold.ts";
import type { QueryWord } from "./query.ts";
import { soundOf, type Word, wordsOf } from "./words.ts";

/** A stretch of a text; `hit`: one of the words that were asked for. */
export interface TextPart {
  readonly text: string;
  readonly hit: boolean;
}

/** The ways of `query.ts`, best first: a worse one counts only in a text that has no better. */
function hitsOf(text: string, words: readonly Word[], { word, sound, ownSound }: QueryWord): readonly Word[] {
  const spelled = words.filter((each) => each.word.startsWith(word));
  if (spelled.length > 0) return spelled;
  const soundOfWord = ({ start, end, word: folded }: Word): string | null => soundOf(text.slice(start, end), folded);
  const sounding = words.filter((each) => sound !== null && soundOfWord(each) === sound);
  if (sounding.length > 0) return sounding;
  const longer = words.filter((each) => sound !== null && soundOfWord(each)?.startsWith(sound) === true);
  if (longer.length > 0) return longer;
  const most = allowedEdits(word.length);
  const mistyped = words.filter((each) => most > 0 && each.word[0] === word[0] && within(word, each.word, most));
  return mistyped.length > 0 || isBengali(word) ? mistyped : words.filter((each) => ownSound !== null && soundOfWord(each) === ownSound);
}

/** Ascending, none inside another. */
export function rangesOf(text: string, query: readonly QueryWord[]): readonly Word[] {
  const words = wordsOf(text);
  const hits = new Set(query.flatMap((asked) => hitsOf(text, words, asked)));
  return words.filter((word) => hits.has(word));
}

/** UTF-16 code units: two lines on a phone, a little more at a desk. */
const pieceLength = 150;
const lead = 36;

/** Where the piece begins: at a word, some words before the hit. */
function beginning(text: string, hit: number): number {
  if (hit <= lead) return 0;
  const gap = text.slice(hit - lead, hit).search(/\s\S/u);
  return gap === -1 ? hit : hit - lead + gap + 1;
}

/** Where it ends: behind a word. A word that fills the whole piece is cut between two letters, never before a mark. */
function ending(text: string, start: number): number {
  const most = start + pieceLength;
  if (most >= text.length) return text.length;
  const gap = text.slice(start, most + 1).search(/\s\S*$/u);
  if (gap > 0) return start + gap;
  let end = most;
  while (/[\p{M}\u200C\u200D\uDC00-\uDFFF]/u.test(text[end] ?? "")) end += 1;
  return end;
}

/** The piece around the first hit, in parts; runs of spaces and line ends are one space. */
export function snippetOf(text: string, query: readonly QueryWord[]): readonly TextPart[] {
  const ranges = rangesOf(text, query);
  const start = beginning(text, ranges[0]?.start ?? 0);
  const end = ending(text, start);
  const parts: TextPart[] = [];
  const add = (from: number, to: number, hit: boolean): void => {
    const piece = text.slice(from, to).replace(/\s+/gu, " ");
    if (piece !== "") parts.push({ text: piece, hit });
  };
  let at = start;
  for (const range of ranges) {
    if (range.start < at || range.end > end) continue;
    add(at, range.start, false);
    add(range.start, range.end, true);
    at = range.end;
  }
  add(at, end, false);
  return [...(start > 0 ? [{ text: "…", hit: false }] : []), ...parts, ...(end < text.length ? [{ text: "…", hit: false }] : [])];
}

/** Whether the text has the asked words side by side and in their order. */
export function hasPhrase(text: string, query: readonly QueryWord[]): boolean {
  const words = wordsOf(text);
  return words.some((_, from) => query.every(({ word }, offset) => words[from + offset]?.word.startsWith(word) === true));
}
