/** F3: a set of segments, and what it becomes when messages change. Pure: the same changes always give the same words. */
import { idAt, type IndexedMessage, SegmentBuilder, segmentMost, type Segment, writeId } from "./segment.ts";

/** What a message is now; text null: it is not there, or not any more. */
export interface Change {
  readonly id: string;
  readonly now: Omit<IndexedMessage, "id"> | null;
}

export interface Changed {
  /** Oldest first. */
  readonly segments: readonly Segment[];
  readonly added: readonly Segment[];
  /** Numbers of segments that are no more. */
  readonly removed: readonly number[];
  readonly nextSegment: number;
}

/** Which places of which segments hold these ids. The last word of an id is random in every kind of UUID that we use. */
export function placesOf(segments: readonly Segment[], ids: Iterable<string>): ReadonlyMap<Segment, ReadonlySet<number>> {
  const byLastWord = new Map<number, string[]>();
  const words = new Uint32Array(4);
  for (const id of ids) {
    writeId(id, words, 0);
    const last = words[3] ?? 0;
    byLastWord.set(last, [...(byLastWord.get(last) ?? []), id]);
  }
  const found = new Map<Segment, Set<number>>();
  for (const segment of segments) {
    for (let place = 0; place < segment.size; place += 1) {
      const candidates = byLastWord.get(segment.ids[place * 4 + 3] ?? 0);
      if (candidates?.includes(idAt(segment.ids, place)) !== true) continue;
      const places = found.get(segment) ?? new Set();
      found.set(segment, places.add(place));
    }
  }
  return found;
}

/**
 * Takes the changed messages out of wherever they are, puts what they are now into a new segment, and joins the last segments as long
 * as they are of like size: so their number grows with the logarithm of the messages, and a word is written anew a few times only.
 */
export function applied(before: readonly Segment[], changes: readonly Change[], firstNumber: number): Changed {
  const latest = new Map(changes.map((change) => [change.id, change.now]));
  const stale = placesOf(before, latest.keys());
  let next = firstNumber;
  const segments: Segment[] = [];
  for (const segment of before) {
    const dropped = stale.get(segment);
    if (dropped === undefined) segments.push(segment);
    else if (dropped.size < segment.size) {
      const rest = new SegmentBuilder();
      rest.addSegment(segment, dropped);
      segments.push(rest.build(next));
      next += 1;
    }
  }
  let fresh = new SegmentBuilder();
  const close = (): void => {
    if (fresh.size === 0) return;
    segments.push(fresh.build(next));
    next += 1;
    fresh = new SegmentBuilder();
  };
  for (const [id, now] of latest) {
    if (now === null) continue;
    fresh.add({ id, ...now });
    if (fresh.size === segmentMost) close();
  }
  close();
  for (;;) {
    const last = segments.at(-1);
    const other = segments.at(-2);
    if (last === undefined || other === undefined || other.size > 2 * last.size || other.size + last.size > segmentMost) break;
    const both = new SegmentBuilder();
    both.addSegment(other, new Set());
    both.addSegment(last, new Set());
    segments.splice(-2, 2, both.build(next));
    next += 1;
  }
  const known = new Set(before.map(({ n }) => n));
  const kept = new Set(segments.map(({ n }) => n));
  return {
    segments,
    added: segments.filter(({ n }) => !known.has(n)),
    removed: [...known].filter((n) => !kept.has(n)),
    nextSegment: next,
  };
}
