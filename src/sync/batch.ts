/**
 * Which mutations go into the next push (P2), and which of them is to blame when pushes keep failing (P6).
 *
 * Three failures that the content may have caused halve the batch, down to one mutation. When that fails alone three times, a trial
 * follows at once: an empty mutation takes its seq (the server refuses gaps) and the next one goes along. If the trial fails too,
 * the server may be at fault: nothing is judged, and after the backoff the suspect is tried alone again first, so that a server
 * mended meanwhile finds everybody innocent. If it passes, the suspect has failed while others pass. On a bad network that may be
 * bad luck, so the first two times it goes to the end of the queue; only the third time it is quarantined.
 * Several guilty ones in a row need trials with several suspects; rounds 1, 2, 4, 8 … allow one more each, so that a broken server
 * is not asked for long. All of this is memory: a new context starts without suspicion.
 */
import type { Failure, OutboxEntry, Random } from "./ports.ts";

export interface Batch {
  /** Contiguous, oldest first. */
  readonly entries: readonly OutboxEntry[];
  /** The first entries are suspects: an empty mutation is sent in place of each. */
  readonly substitutes: readonly Substitute[];
}

export interface Substitute {
  /** Id of the empty mutation. */
  readonly id: string;
  /** If the trial passes, the suspect goes to the end of the queue; otherwise to the quarantine. */
  readonly again: boolean;
}

/** What to do after a failure: `retry` the same after the backoff, a `smaller` one with fresh patience, or go to `trial` at once. */
export type Verdict = "retry" | "smaller" | "trial";

const maxStrikes = 3;
const maxAccusations = 3;
/** JSON around the ops of one mutation: id, schema, punctuation. */
const envelopeBytes = 100;

export class Batcher {
  #limit: number;
  #strikes = 0;
  #rounds = 0;
  #substitutes: readonly Substitute[] = [];
  /** Mutation id → how often it has failed while others passed. */
  readonly #accusations = new Map<string, number>();
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
    if (suspects > 0) {
      // A follower too large to share a batch would fail in it for that alone; then the empty ones have to speak for themselves.
      const fits = (entries[suspects]?.bytes ?? 0) + envelopeBytes <= this.maxBytes;
      return { entries: entries.slice(0, suspects + (fits ? 1 : 0)), substitutes: this.#substitutes };
    }
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
    entries.forEach(({ id }, index) => {
      if (substitutes[index]?.again) this.#accusations.set(id, this.#accused(id) + 1);
      else this.#accusations.delete(id);
    });
    this.#witness = entries.length > substitutes.length;
    this.#strikes = 0;
    this.#rounds = 0;
    this.#substitutes = [];
    this.#limit = Math.min(this.maxMutations, this.#limit * 2);
  }

  /** `waiting`: how many entries the outbox holds. */
  failed(batch: Batch, failure: Failure, waiting: number): Verdict {
    const tooLarge = failure.kind === "tooLarge";
    const blamed = tooLarge || (failure.kind === "busy" && failure.blame);
    if (batch.substitutes.length > 0) return this.#trialFailed(batch, blamed, waiting);
    if (!blamed) return "retry";
    if (this.#limit === this.maxMutations && this.#strikes === 0) this.#witness = false;
    this.#strikes += tooLarge ? maxStrikes : 1;
    // The same batch is tried again, even if more has been queued meanwhile.
    this.#limit = batch.entries.length;
    if (this.#strikes < maxStrikes) return "retry";
    if (batch.entries.length > 1) {
      this.#strikes = 0;
      this.#limit = Math.ceil(batch.entries.length / 2);
      return "smaller";
    }
    // Alone in the outbox there is nobody to compare it with.
    const [suspect] = batch.entries;
    if (!suspect || (waiting < 2 && !this.#witness && this.#accused(suspect.id) === 0)) return "retry";
    this.#rounds += 1;
    this.#substitutes = [this.#substituteFor(suspect)];
    return "trial";
  }

  /** P8: another client, other seqs. */
  reset(): void {
    this.#strikes = 0;
    this.#substitutes = [];
  }

  #trialFailed({ entries, substitutes }: Batch, blamed: boolean, waiting: number): Verdict {
    const follower = entries[substitutes.length];
    const allowed = 1 + Math.floor(Math.log2(this.#rounds));
    const comparable = waiting > entries.length || this.#witness || (follower && this.#accused(follower.id) > 0);
    if (blamed && follower && substitutes.length < allowed && comparable) {
      this.#substitutes = [...substitutes, this.#substituteFor(follower)];
      return "trial";
    }
    this.#substitutes = [];
    return "retry";
  }

  #substituteFor({ id }: OutboxEntry): Substitute {
    return { id: this.random.uuid(), again: this.#accused(id) + 1 < maxAccusations };
  }

  #accused(id: string): number {
    return this.#accusations.get(id) ?? 0;
  }
}
