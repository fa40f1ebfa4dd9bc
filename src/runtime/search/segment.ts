/**
 * One part of the index: some thousand messages and their words, written once and never changed. Everything is in a few flat arrays,
 * which IndexedDB stores and gives back as they are: an index over 100,000 messages is loaded in the time it takes to copy it.
 */
import { termsOf } from "./words.ts";

/** A message as the index takes it in. */
export interface IndexedMessage {
  /** UUID. */
  readonly id: string;
  /** ms since epoch. */
  readonly createdAt: number;
  readonly text: string;
}

/** As it is stored. */
export interface StoredSegment {
  /** Never used twice in one database. */
  readonly n: number;
  /** Four words an id. */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** ms since epoch. */
  readonly times: Float64Array<ArrayBuffer>;
  /** Words in each message, 255 at most. */
  readonly lengths: Uint8Array<ArrayBuffer>;
  /** Sorted by code units, one a line. */
  readonly terms: string;
  /** Where each term's postings begin; one more than terms. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** Places of messages in this segment, ascending for each term. */
  readonly postings: Uint16Array<ArrayBuffer>;
}

export interface Segment extends StoredSegment {
  readonly size: number;
  readonly words: readonly string[];
}

/** Places are 16 bits; and what a deletion writes anew stays about a megabyte. */
export const segmentMost = 16_384;

export const opened = (stored: StoredSegment): Segment => ({
  ...stored,
  size: stored.times.length,
  words: stored.terms === "" ? [] : stored.terms.split("\n"),
});

export const stored = ({ n, ids, times, lengths, terms, starts, postings }: Segment): StoredSegment => ({ n, ids, times, lengths, terms, starts, postings });

const idWords = 4;

export function writeId(id: string, into: Uint32Array, place: number): void {
  const hex = id.replaceAll("-", "");
  for (let word = 0; word < idWords; word += 1) into[place * idWords + word] = Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16);
}

export function idAt(ids: Uint32Array, place: number): string {
  let hex = "";
  for (let word = 0; word < idWords; word += 1) hex += (ids[place * idWords + word] ?? 0).toString(16).padStart(8, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Collects messages, from texts or from other segments, and makes one segment of them. */
export class SegmentBuilder {
  readonly #postings = new Map<string, number[]>();
  readonly #ids: number[] = [];
  readonly #times: number[] = [];
  readonly #lengths: number[] = [];

  get size(): number {
    return this.#times.length;
  }

  add({ id, createdAt, text }: IndexedMessage): void {
    const place = this.size;
    const { terms, length } = termsOf(text);
    const words = new Uint32Array(idWords);
    writeId(id, words, 0);
    this.#ids.push(...words);
    this.#times.push(createdAt);
    this.#lengths.push(Math.min(length, 255));
    for (const term of terms) this.#post(term, place);
  }

  /** Takes over the messages of a segment, without those that `dropped` names. */
  addSegment(segment: Segment, dropped: ReadonlySet<number>): void {
    const places = new Int32Array(segment.size).fill(-1);
    for (let place = 0; place < segment.size; place += 1) {
      if (dropped.has(place)) continue;
      places[place] = this.size;
      for (let word = 0; word < idWords; word += 1) this.#ids.push(segment.ids[place * idWords + word] ?? 0);
      this.#times.push(segment.times[place] ?? 0);
      this.#lengths.push(segment.lengths[place] ?? 0);
    }
    for (const [index, word] of segment.words.entries()) {
      const end = segment.starts[index + 1] ?? 0;
      for (let at = segment.starts[index] ?? 0; at < end; at += 1) {
        const place = places[segment.postings[at] ?? 0] ?? -1;
        if (place >= 0) this.#post(word, place);
      }
    }
  }

  /** @param n the new segment's number. */
  build(n: number): Segment {
    const words = [...this.#postings.keys()].sort();
    const starts = new Uint32Array(words.length + 1);
    let total = 0;
    for (const [index, word] of words.entries()) {
      starts[index] = total;
      total += this.#postings.get(word)?.length ?? 0;
    }
    starts[words.length] = total;
    const postings = new Uint16Array(total);
    let at = 0;
    for (const word of words) {
      const places = this.#postings.get(word) ?? [];
      postings.set(places, at);
      at += places.length;
    }
    return {
      n,
      ids: Uint32Array.from(this.#ids),
      times: Float64Array.from(this.#times),
      lengths: Uint8Array.from(this.#lengths),
      terms: words.join("\n"),
      starts,
      postings,
      size: this.size,
      words,
    };
  }

  #post(term: string, place: number): void {
    const known = this.#postings.get(term);
    if (known === undefined) this.#postings.set(term, [place]);
    else known.push(place);
  }
}

/** First index at which `words` is not smaller than `word`. */
export function firstFrom(words: readonly string[], word: string, from = 0): number {
  let low = from;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? "") < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
