/** The words of a text as the index knows them, and where in the text each one stands. */
import { bengaliSound, fold, isBengali, latinSound } from "./fold.ts";

export interface Word {
  /** UTF-16 code units in the text as it was given. */
  readonly start: number;
  readonly end: number;
  readonly word: string;
}

/**
 * Letters, digits and marks belong together, with the joiners and apostrophes between them, and a colon between Bengali letters
 * (দু:খ). Scripts that write no spaces go letter by letter; an emoji is a word.
 */
const pattern =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]\p{M}*|[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}\u00AD\u200B-\u200D\u2060]|['’ʼ](?=\p{L})|(?<=[\u0980-\u09FF]):(?=[\u0980-\u09FF]))*|\p{Extended_Pictographic}/gu;

/** People use few words: folding each once makes reading a hundred thousand messages a third as long. */
const known = new Map<string, string>();
const knownMost = 50_000;
function foldedOnce(raw: string): string {
  const found = known.get(raw);
  if (found !== undefined) return found;
  if (known.size >= knownMost) known.clear();
  const word = fold(raw);
  known.set(raw, word);
  return word;
}

export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const { 0: raw, index } of text.matchAll(pattern)) {
    const word = foldedOnce(raw);
    if (word !== "") words.push({ start: index, end: index + raw.length, word });
  }
  return words;
}

/** Marks of the two kinds of sound in the index: they sort behind every letter that a person can type. */
export const bengaliMark = "\uE000";
export const latinMark = "\uE001";

/** The sound of a word, marked with its script; null where it has none. */
export function soundOf(raw: string, word: string): string | null {
  if (isBengali(word)) {
    const sound = bengaliSound(raw);
    return sound === null ? null : bengaliMark + sound;
  }
  const sound = latinSound(word);
  return sound === null ? null : latinMark + sound;
}

/** What the index keeps of a text: each word once, and each sound; and how many words it has. */
export function termsOf(text: string): { readonly terms: ReadonlySet<string>; readonly length: number } {
  const terms = new Set<string>();
  const words = wordsOf(text);
  for (const { start, end, word } of words) {
    if (terms.has(word)) continue;
    terms.add(word);
    const sound = soundOf(text.slice(start, end), word);
    if (sound !== null) terms.add(sound);
  }
  return { terms, length: words.length };
}
