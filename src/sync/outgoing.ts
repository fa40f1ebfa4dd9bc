/**
 * The outbox on its way out: which batch is sent next, read while the one before is in flight, and sent while the answer to that is
 * being stored. What is fetched ahead may be dropped unheard.
 */
import type { Batch, Batcher } from "./batch.ts";
import type { ClientId, EngineState, OutboxEntry, PushAnswer, PushRequest, Store } from "./ports.ts";
import { pushRequest } from "./push.ts";
import type { Heard } from "./request.ts";

export interface Sent {
  readonly batch: Batch;
  readonly answer: Promise<Heard<PushAnswer>>;
}

export interface OutgoingDeps {
  readonly store: Store;
  readonly batcher: Batcher;
  /** What the batcher wants while nothing is wrong. */
  readonly batchMutations: number;
  readonly ask: (request: PushRequest) => Promise<Heard<PushAnswer>>;
}

export class Outgoing {
  /** W4: the last seq that the server is known to have taken; only up to there is sent until that is settled. */
  #upTo = Infinity;
  /** The batch after the one in flight. */
  #read: { readonly after: number; readonly entries: Promise<readonly OutboxEntry[]> } | null = null;
  /** The push after the one being settled. */
  #sent: { readonly after: number; readonly client: ClientId; readonly sent: Promise<Sent> } | null = null;

  constructor(private readonly deps: OutgoingDeps) {}

  /** The push of the oldest entries: one that is on its way already, if it still fits. */
  next(state: EngineState): Promise<Sent> {
    const ahead = this.#sent;
    this.#sent = null;
    return ahead?.after === state.ackedSeq && ahead.client === state.client ? ahead.sent : this.#send(state);
  }

  /**
   * The server has taken `batch`, so the next one may go while this one's acknowledgement is being stored: it confirms only what is
   * durable already. If that storing fails, nobody hears the answer, and the same seqs and ids are sent again (P4). Only while all
   * goes well: a batch under suspicion is judged first.
   */
  taken(state: EngineState, { entries, substitutes }: Batch): void {
    const read = this.#read;
    const calm = substitutes.length === 0 && this.deps.batcher.wanted === this.deps.batchMutations;
    if (!calm || !read || read.after !== entries.at(-1)?.seq || this.#upTo < Infinity) return;
    this.#read = null;
    const sent = read.entries.then((next) => (next.length > 0 ? this.#sendBatch(state, next) : this.#send({ ...state, ackedSeq: read.after })));
    unheard(sent);
    this.#sent = { after: read.after, client: state.client, sent };
  }

  /** W4: until everything up to `seq` is settled nothing later is sent. */
  only(seq: number): void {
    this.#upTo = seq;
    this.#read = null;
  }

  /** What was read ahead has changed since. */
  forget(): void {
    this.#read = null;
  }

  async #send(state: EngineState): Promise<Sent> {
    if (state.ackedSeq >= this.#upTo) this.#upTo = Infinity;
    const entries = (await this.#oldest(state)).filter(({ seq }) => seq <= this.#upTo);
    if (entries.length === 0) throw new Error(`the outbox has a hole after ${state.ackedSeq}`);
    return this.#sendBatch(state, entries);
  }

  #sendBatch(state: EngineState, entries: readonly OutboxEntry[]): Sent {
    const batch = this.deps.batcher.choose(entries);
    const answer = this.deps.ask(pushRequest(state, batch));
    const after = batch.entries.at(-1)?.seq;
    if (after !== undefined && after + 1 < state.nextSeq) {
      this.#read = { after, entries: this.#readOutbox(after) };
      unheard(this.#read.entries);
    }
    return { batch, answer };
  }

  /** The oldest entries, as read ahead if that fits. Whatever is missing at its end comes with the next read. */
  async #oldest({ ackedSeq }: EngineState): Promise<readonly OutboxEntry[]> {
    const ahead = this.#read;
    this.#read = null;
    if (ahead?.after === ackedSeq) {
      const entries = await ahead.entries;
      if (entries.length >= this.deps.batcher.wanted) return entries;
    }
    return this.#readOutbox(ackedSeq);
  }

  #readOutbox(after: number): Promise<readonly OutboxEntry[]> {
    return this.deps.store.read([], (tx) => tx.outbox(after, this.deps.batcher.wanted));
  }
}

/** What is fetched ahead may be dropped; whoever awaits it still gets its rejection. */
export function unheard(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
