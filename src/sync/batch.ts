/**
 * Which mutations go into the next push (P2), and which of them is to blame when pushes keep failing (P6).
 *
 * Three failures that the content may have caused halve the batch. A mutation that then fails alone three times becomes a suspect:
 * empty mutations take the suspects' seqs, and one real mutation follows. Only when that push passes are the suspects quarantined;
 * while nothing passes, the server is at fault and everything stays queued. All of this is memory: a new context starts innocent.
 */
import type { Failure, OutboxEntry, Random } from "./ports.ts";

export interface Batch {
  /** Contiguous, oldest first. */
  readonly entries: readonly OutboxEntry[];
  /** How many of the first entries are sent as empty mutations, and under which ids. */
  readonly substitutes: readonly string[];
}

const maxStrikes = 3;
/** JSON around the ops of one mutation: id, schema, punctuation. */
const envelopeBytes = 100;

export class Batcher {
  #limit: number;
  #strikes = 0;
  /** Ids of the empty mutations, kept over retries: another id for a seq that the server has already taken would be a reset (P4). */
  #substitutes: readonly string[] = [];
  /** A real mutation has passed since pushes began to fail. */
  #witness = false;

  constructor(
    private readonly random: Random,
    private readonly maxMutations: number,
    private readonly maxBytes: number,
  ) {
    this.#limit = maxMutations;
  }

  /** How many entries {@link choose} wants to see. */
  get wanted(): number {
    return this.#substitutes.length > 0 ? this.#substitutes.length + 1 : this.#limit;
  }

  /** `entries`: the oldest of the outbox, not empty. */
  choose(entries: readonly OutboxEntry[]): Batch {
    const suspects = this.#substitutes.length;
    if (suspects > 0 && (entries.length > suspects || this.#witness)) {
      // A follower too large to share a batch would fail in it for that alone; then the empty ones have to speak for themselves.
      const fits = (entries[suspects]?.bytes ?? 0) <= this.maxBytes;
      return { entries: entries.slice(0, suspects + (fits ? 1 : 0)), substitutes: this.#substitutes };
    }
    // A suspect with nobody to compare it with is only retried.
    this.#substitutes = [];
    let bytes = 0;
    let count = 0;
    for (const entry of entries.slice(0, this.#limit)) {
      bytes += entry.bytes + envelopeBytes;
      if (count > 0 && bytes > this.maxBytes) break;
      count += 1;
    }
    return { entries: entries.slice(0, count), substitutes: [] };
  }

  passed({ entries, substitutes }: Batch): void {
    this.#witness = entries.length > substitutes.length;
    this.#strikes = 0;
    this.#substitutes = [];
    this.#limit = Math.min(this.maxMutations, this.#limit * 2);
  }

  /** True when the next batch is a smaller one, worth trying without the patience that the failed one had earned. */
  failed({ entries, substitutes }: Batch, failure: Failure): boolean {
    const tooLarge = failure.kind === "tooLarge";
    if (!tooLarge && !(failure.kind === "busy" && failure.blame)) return false;
    if (this.#limit === this.maxMutations && this.#strikes === 0 && substitutes.length === 0) this.#witness = false;
    this.#strikes += tooLarge ? maxStrikes : 1;
    // The same batch is tried again, even if more has been queued meanwhile.
    if (substitutes.length === 0) this.#limit = entries.length;
    if (this.#strikes < maxStrikes) return false;
    this.#strikes = 0;
    if (substitutes.length === 0 && entries.length > 1) {
      this.#limit = Math.ceil(entries.length / 2);
      return true;
    }
    // The one real mutation is a suspect now; if not even the empty ones passed, the server is at fault and everybody is innocent.
    this.#substitutes = entries.length > substitutes.length ? [...substitutes, this.random.uuid()] : [];
    return false;
  }

  /** P8: another client, other seqs. */
  reset(): void {
    this.#strikes = 0;
    this.#substitutes = [];
  }
}
