/** F6: what a person typed, asked of the segments: which messages have every word of it, and which of them come first. */
import { allowedEdits, within } from "./edits.ts";
import { firstFrom, idAt, type Segment } from "./segment.ts";
import { bengaliMark, latinMark, soundOf, wordsOf } from "./words.ts";
import { isBengali } from "./fold.ts";

export interface QueryWord {
  readonly word: string;
  /** The term under which the other script's words have this sound; null: none. */
  readonly sound: string | null;
  /** The same for this word's own script: another romanisation. */
  readonly ownSound: string | null;
}

export interface Found {
  readonly id: string;
  readonly createdAt: number;
  readonly score: number;
}
export interface FoundAll {
  /** Messages with every word. */
  readonly total: number;
  /** Best first, `limit` at most. */
  readonly best: readonly Found[];
}

/** How a term may match a word of the query, and what that is worth of 100. */
const worth = { exact: 100, prefix: 70, sound: 45, soundPrefix: 35, ownSound: 30, mistyped: 25 } as const;
/** A word that so many messages have is spelled well enough: mistakes are not looked for. */
const enough = 12;
/** More words than this add nothing to what is meant. */
const mostWords = 12;
/** After so many days a message counts half as much more for being recent. */
const halfLifeDays = 60;
const dayMs = 86_400_000;

export function queryOf(text: string): readonly QueryWord[] {
  const words = new Map<string, QueryWord>();
  for (const { start, end, word } of wordsOf(text)) {
    const own = soundOf(text.slice(start, end), word);
    const other = own === null ? null : (isBengali(word) ? latinMark : bengaliMark) + own.slice(1);
    words.set(word, { word, sound: other, ownSound: own });
  }
  return [...words.values()].slice(0, mostWords);
}

/** Marks every message of `segment` that has a term from `from` to `to` with `value`, where it has no better mark yet. */
function mark(segment: Segment, marks: Uint8Array, from: number, to: number, value: number): void {
  const end = segment.starts[to] ?? 0;
  for (let at = segment.starts[from] ?? 0; at < end; at += 1) {
    const place = segment.postings[at] ?? 0;
    if ((marks[place] ?? 0) < value) marks[place] = value;
  }
}

function markTerm(segment: Segment, marks: Uint8Array, term: string | null, value: number): void {
  if (term === null) return;
  const at = firstFrom(segment.words, term);
  if (segment.words[at] === term) mark(segment, marks, at, at + 1, value);
}

function markSpelled(segment: Segment, marks: Uint8Array, { word, sound }: QueryWord): void {
  const { words } = segment;
  const from = firstFrom(words, word);
  const to = firstFrom(words, `${word}\uFFFF`, from);
  const exact = words[from] === word;
  if (exact) mark(segment, marks, from, from + 1, worth.exact);
  mark(segment, marks, exact ? from + 1 : from, to, worth.prefix);
  markTerm(segment, marks, sound, worth.sound);
}

/** Words that begin alike and are a mistake or two away, other romanisations, and longer forms of the other script's word. */
function markMistyped(segment: Segment, marks: Uint8Array, { word, sound, ownSound }: QueryWord): void {
  if (sound !== null) mark(segment, marks, firstFrom(segment.words, sound), firstFrom(segment.words, `${sound}\uFFFF`), worth.soundPrefix);
  if (!isBengali(word)) markTerm(segment, marks, ownSound, worth.ownSound);
  const most = allowedEdits(word.length);
  const first = word[0];
  if (most === 0 || first === undefined) return;
  const { words } = segment;
  for (let at = firstFrom(words, first); at < words.length; at += 1) {
    const term = words[at] ?? "";
    if (term[0] !== first) break;
    if (within(word, term, most)) mark(segment, marks, at, at + 1, worth.mistyped);
  }
}

const countOf = (marks: readonly Uint8Array[]): number => {
  let count = 0;
  for (const part of marks) for (const value of part) if (value > 0) count += 1;
  return count;
};

/** For each segment, how well each of its messages has the word. */
function marksOf(segments: readonly Segment[], word: QueryWord): { readonly marks: readonly Uint8Array[]; readonly count: number } {
  const marks = segments.map((segment) => {
    const part = new Uint8Array(segment.size);
    markSpelled(segment, part, word);
    return part;
  });
  const spelled = countOf(marks);
  if (spelled >= enough) return { marks, count: spelled };
  for (const [index, segment] of segments.entries()) {
    const part = marks[index];
    if (part !== undefined) markMistyped(segment, part, word);
  }
  return { marks, count: countOf(marks) };
}

/** The best few of many, without sorting the rest. */
class Best {
  readonly #limit: number;
  #kept: { readonly segment: Segment; readonly place: number; readonly score: number; readonly createdAt: number }[] = [];
  #least = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }
  offer(segment: Segment, place: number, score: number): void {
    if (score <= this.#least) return;
    this.#kept.push({ segment, place, score, createdAt: segment.times[place] ?? 0 });
    if (this.#kept.length >= this.#limit * 4) this.#trim();
  }
  list(): readonly Found[] {
    this.#trim();
    return this.#kept.map(({ segment, place, score, createdAt }) => ({ id: idAt(segment.ids, place), createdAt, score }));
  }
  #trim(): void {
    this.#kept.sort((a, b) => b.score - a.score || b.createdAt - a.createdAt);
    this.#kept = this.#kept.slice(0, this.#limit);
    if (this.#kept.length === this.#limit) this.#least = this.#kept.at(-1)?.score ?? 0;
  }
}

/** @param now ms since epoch. */
export function find(segments: readonly Segment[], query: readonly QueryWord[], limit: number, now: number): FoundAll {
  if (query.length === 0) return { total: 0, best: [] };
  const messages = segments.reduce((sum, { size }) => sum + size, 0);
  const asked = query.map((word) => {
    const { marks, count } = marksOf(segments, word);
    // What few messages have tells more.
    return { marks, weight: Math.log(1 + (messages - count + 0.5) / (count + 0.5)) + 0.2 };
  });
  const best = new Best(limit);
  let total = 0;
  for (const [index, segment] of segments.entries()) {
    const parts = asked.map(({ marks, weight }) => ({ part: marks[index] ?? new Uint8Array(0), weight }));
    for (let place = 0; place < segment.size; place += 1) {
      let score = 0;
      let every = true;
      for (const { part, weight } of parts) {
        const value = part[place] ?? 0;
        if (value === 0) {
          every = false;
          break;
        }
        score += weight * value;
      }
      if (!every) continue;
      total += 1;
      const age = Math.max(0, now - (segment.times[place] ?? 0)) / dayMs;
      const short = 1 / (1 + (segment.lengths[place] ?? 0) / 200);
      best.offer(segment, place, score * short * (1 + 0.5 * 2 ** (-age / halfLifeDays)));
    }
  }
  return { total, best: best.list() };
}
