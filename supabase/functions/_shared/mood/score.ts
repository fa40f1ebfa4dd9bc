/** How a message sounds (README.md): a mood and a score, from its words and signs alone. */
import { type Feeling, lexicon, longestPhrase } from "./lexicon.ts";
import { type Mood, moods } from "./moods.ts";
import { says, type Sentence, sentences, type Term } from "./terms.ts";

export interface Heard {
  /** null: good or bad, and no telling how. */
  readonly mood: Mood | null;
  /** From −1 to 1 in hundredths. */
  readonly score: number;
}

interface Clue {
  readonly mood: Mood | null;
  readonly value: number;
  readonly weight: number;
}

/** As `plain` folds them: য় has lost its dot. */
const endings = ["গুলো", "টাই", "টা", "টি", "তেই", "তে", "কে", "ের", "ে", "র", "ও", "ই", "য"];
const romanEndings = ["tai", "ta", "ti", "te", "er", "e", "r", "o", "i"];
/** B3: "not happy" is nearly sad, "not sad" is hardly glad, and weighs little. */
const denied = { good: { strength: -0.8, weight: 1 }, bad: { strength: -0.3, weight: 0.3 } };
const opposite: Readonly<Partial<Record<Mood, Mood>>> = { glad: "sad", calm: "anxious" };
/** B5 */
const weightBeforeBut = 0.5;
/** B6 */
const weightOfSign = 0.5;
/** B1: closer to the middle than this has no mood. */
const leastScore = 0.1;

function withoutEnding(word: string, words: ReadonlyMap<string, Feeling>, ends: readonly string[], least: number): Feeling | undefined {
  for (const end of ends) {
    if (word.length - end.length < least || !word.endsWith(end)) continue;
    const found = words.get(word.slice(0, -end.length));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** B2: the longest entry that begins here, and how many terms it takes. */
function longest(terms: readonly Term[], at: number): { readonly feeling: Feeling; readonly length: number } | null {
  const words = lexicon();
  let found: { readonly feeling: Feeling; readonly length: number } | null = null;
  let word = "";
  let roman = "";
  for (let length = 1; length <= longestPhrase; length++) {
    const term = terms[at + length - 1];
    if (term === undefined || term.word === ".") break;
    word += (length === 1 ? "" : " ") + term.word;
    roman += (length === 1 ? "" : " ") + term.roman;
    const straight = words.plain.get(word);
    const feeling = straight === undefined ? words.roman.get(roman) : straight;
    if (feeling !== undefined) found = { feeling, length };
  }
  const first = terms[at];
  if (found !== null || first === undefined) return found;
  const feeling = withoutEnding(first.word, words.plain, endings, 2) ?? withoutEnding(first.roman, words.roman, romanEndings, 4);
  return feeling === undefined ? null : { feeling, length: 1 };
}

/** B3: whether the words before `from`, or those from `to` on, deny what is between. */
function isDenied(terms: readonly Term[], from: number, to: number): boolean {
  for (const term of terms.slice(Math.max(0, from - 4), from).reverse()) {
    // "Never been so happy" denies nothing.
    if (says("denying", term)) return term.word !== "never" || (terms[from]?.strength ?? 1) <= 1;
    if (!says("afterDenial", term)) break;
  }
  for (const term of terms.slice(to, to + 4)) {
    if (says("denyingBehind", term)) return true;
    if (!says("beforeDenial", term)) break;
  }
  return false;
}

/** B7: somebody else was asked, and nothing was told. */
const isOnlyAsked = ({ terms, isQuestion }: Sentence): boolean => isQuestion && terms.some((term) => says("you", term)) && !terms.some((term) => says("me", term));

/** `but`: what says "but" last in the message, counted from this sentence's beginning. */
function cluesOf(sentence: Sentence, but: number): readonly Clue[] {
  if (isOnlyAsked(sentence)) return [];
  const { terms } = sentence;
  const found: Clue[] = [];
  for (let at = 0; at < terms.length; ) {
    const { feeling, length } = longest(terms, at) ?? { feeling: null, length: 1 };
    const end = at + length;
    if (feeling !== null) {
      const denial = feeling.isSign || !isDenied(terms, at, end) ? null : feeling.value > 0 ? denied.good : denied.bad;
      const strength = denial?.strength ?? terms.slice(at, end).find((term) => term.strength !== 1)?.strength ?? 1;
      const mood = denial !== null && feeling.mood !== null ? (opposite[feeling.mood] ?? null) : feeling.mood;
      const weight = (denial?.weight ?? 1) * (at < but ? weightBeforeBut : 1) * (feeling.isSign ? weightOfSign : 1);
      found.push({ mood, value: Math.max(-1, Math.min(1, feeling.value * strength)), weight });
    }
    at = end;
  }
  return found;
}

/** The mood that speaks most of those on the score's side. */
function moodOf(clues: readonly Clue[], score: number): Mood | null {
  if (Math.abs(score) < leastScore) return null;
  const loudness = moods.map((mood) => {
    const own = clues.filter((clue) => clue.mood === mood && Math.sign(clue.value) === Math.sign(score));
    return own.reduce((sum, { value, weight }) => sum + Math.abs(value) * weight, 0);
  });
  const most = Math.max(...loudness);
  return most === 0 ? null : (moods[loudness.indexOf(most)] ?? null);
}

/** null: nothing to go by (B1). Never throws; its time grows with the length of the text and no faster. */
export function scoreMood(text: string): Heard | null {
  const read = sentences(text);
  const last = read.findLastIndex(({ terms }) => terms.some((term) => says("but", term)));
  const clues = read.flatMap((sentence, index) => {
    if (index < last) return cluesOf(sentence, sentence.terms.length);
    return cluesOf(sentence, index > last ? 0 : sentence.terms.findLastIndex((term) => says("but", term)));
  });
  if (clues.length === 0) return null;
  const weights = clues.reduce((sum, { weight }) => sum + weight, 0);
  const sum = clues.reduce((total, { value, weight }) => total + value * weight, 0);
  // `+ 0`: no negative zero.
  const score = Math.round((sum / weights) * 100) / 100 + 0;
  return { mood: moodOf(clues, score), score };
}
