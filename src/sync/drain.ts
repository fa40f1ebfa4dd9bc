/**
 * One drain under the lock: what to ask the server next, until nothing is left to ask.
 *
 * Order: first a bootstrap or a pull, since the clock's offset must be known before the first push of a context (W4); then pushes;
 * then pulls; and the walks back (history, then what an upgrade has to fetch) last, one page at a time, so that a write waits for one
 * page at most.
 */
import { moveToNow } from "./ahead.ts";
import { applyAudit, endAudit, nextPiece } from "./audit.ts";
import type { Batch, Batcher } from "./batch.ts";
import type { Limits } from "./limits.ts";
import { noteBackfill, shapesOf } from "./backfill.ts";
import { applyBackfill, applyBootstrap, applyHistory, applyPull, type PageDeps, samePlace } from "./pages.ts";
import type { AuditPlace, Backfill, Clock, Cursor, EngineState, Failure, Follow, HistoryAnswer, Network, Random, Store, TableSpec, Transport } from "./ports.ts";
import { Outgoing, unheard } from "./outgoing.ts";
import { isBehind, resetClient, settlePush } from "./push.ts";
import { ask, heard, type Heard } from "./request.ts";
import { amend, checkFence, hasPending, takeFence } from "./state.ts";

export interface DrainDeps {
  readonly store: Store;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  readonly tables: readonly TableSpec[];
  readonly schema: number;
  readonly idle?: () => Promise<void>;
  readonly limits: Limits;
  readonly follow?: Follow;
}

/** What outlives a drain within one context. */
export interface Memory {
  readonly batcher: Batcher;
  /** The server's clock has been heard in this context. */
  clockKnown: boolean;
  /** Somebody has reason to believe that the server has news. */
  pullDue: boolean;
  /** Something happened since the state was last read. */
  again: boolean;
  /** C4: the fence that this context took last; null: none, or one that it must not lean on any more. */
  fence: number | null;
}

export interface DrainEvents {
  /** A step succeeded, or the next one is a smaller batch: either way the next failure is met with fresh patience. */
  renewed(): void;
  /** Outbox empty and the server's head reached; called before history, and again after each interruption of it. */
  drained(): void;
}

/** L5: a restored server gives one new epoch; a late answer of before may cost another. */
const maxEpochs = 4;
/** A client that is refused over and over is not mended by yet another id. */
const maxResets = 3;
/** A clock that is ahead of a server even after it was set by that server is not mended by trying. */
const maxMoves = 2;

/** Resolves to null when there is nothing left to do, else to the failure that ended it. Rejects when the device fails. */
export async function drain(deps: DrainDeps, memory: Memory, events: DrainEvents, signal: AbortSignal): Promise<Failure | null> {
  memory.again = false;
  const taken = await takeFence(deps.store, memory.fence);
  memory.fence = taken.fence;
  const state = await noteBackfill(deps.store, taken, shapesOf(deps.tables));
  const run = new Drain(deps, memory, events, signal, state.fence);
  try {
    return await run.drain(state);
  } catch (reason) {
    // What was answered has perhaps not been stored.
    memory.pullDue = true;
    throw reason;
  } finally {
    run.end();
  }
}

class Drain {
  readonly #names: readonly string[];
  readonly #pages: PageDeps;
  /** Ends requests that nobody waits for any more. */
  readonly #ended = new AbortController();
  #resets = 0;
  #moves = 0;
  #renewals = 0;
  #epochs = 0;
  #hasBootstrapped = false;
  readonly #outgoing: Outgoing;
  /** The history page after the one being applied, fetched meanwhile. */
  #historyAhead: { readonly before: Cursor; readonly answer: Promise<Heard<HistoryAnswer>> } | null = null;

  constructor(
    private readonly deps: DrainDeps,
    private readonly memory: Memory,
    private readonly events: DrainEvents,
    private readonly signal: AbortSignal,
    private readonly fence: number,
  ) {
    this.#names = deps.tables.map(({ name }) => name);
    this.#pages = { store: deps.store, fence, clock: deps.clock, random: deps.random, specs: new Map(deps.tables.map((spec) => [spec.name, spec])) };
    this.#outgoing = new Outgoing({
      store: deps.store,
      batcher: memory.batcher,
      batchMutations: deps.limits.batchMutations,
      ask: (request) => this.#ask((given) => deps.transport.push(request, given)),
    });
    signal.addEventListener("abort", this.end);
  }

  readonly end = (): void => {
    this.signal.removeEventListener("abort", this.end);
    this.#ended.abort();
  };

  async drain(taken: EngineState): Promise<Failure | null> {
    const { memory } = this;
    let state = taken;
    while (!this.signal.aborted) {
      if (memory.again) state = await this.#readState();
      let step: EngineState | Failure;
      if (state.cursor === null) step = await this.#bootstrap(state);
      else if (!memory.clockKnown) step = await this.#pull(state, state.cursor);
      else if (hasPending(state)) step = await this.#push(state);
      else if (memory.pullDue) step = await this.#pull(state, state.cursor);
      else if (state.audit) step = await this.#audit(state, state.audit);
      else if (memory.again) continue;
      else {
        this.events.drained();
        if (this.#hasBootstrapped && state.history) {
          // The newest messages have just come: let them be seen first.
          await this.deps.idle?.();
          this.#hasBootstrapped = false;
          continue;
        }
        if (state.history) step = await this.#history(state, state.history);
        else if (state.backfill) step = await this.#backfill(state, state.backfill);
        else return null;
      }
      if (isFailure(step)) return step;
      // A server that answers under ever other epochs (two behind one address) would keep it reading anew for ever.
      if (step.epoch !== state.epoch && state.epoch !== null && ++this.#epochs > maxEpochs) return unusable;
      state = step;
    }
    return { kind: "offline" };
  }

  async #readState(): Promise<EngineState> {
    this.memory.again = false;
    const state = await this.deps.store.read([], (tx) => tx.state());
    checkFence(state, this.fence);
    return state;
  }

  async #bootstrap(state: EngineState): Promise<EngineState | Failure> {
    this.memory.pullDue = false;
    const answer = await this.#ask((signal) => this.deps.transport.bootstrap({ client: state.client, tables: this.#names }, signal));
    if (!answer.ok) return this.#stillDue(answer.failure);
    this.memory.clockKnown = true;
    this.#hasBootstrapped = true;
    this.events.renewed();
    return applyBootstrap(this.#pages, answer.value, answer.sample);
  }

  async #pull(state: EngineState, cursor: Cursor): Promise<EngineState | Failure> {
    // Before the request: a poke that arrives while it runs asks for another one.
    this.memory.pullDue = false;
    const { client, epoch, ackedSeq, seqBase } = state;
    const request = { client, epoch, cursor, ackedSeq: ackedSeq - seqBase, tables: this.#names, limit: this.deps.limits.pageRows };
    const answer = await this.#ask((signal) => this.deps.transport.pull(request, signal));
    if (!answer.ok) return answer.failure.kind === "behind" ? this.#renew(state) : this.#stillDue(answer.failure);
    // A pull for the clock alone proves nothing about the push that failed before it.
    if (this.memory.clockKnown) this.events.renewed();
    this.memory.clockKnown = true;
    this.memory.pullDue ||= answer.value.more;
    return applyPull(this.#pages, cursor, answer.value, answer.sample);
  }

  async #push(state: EngineState): Promise<EngineState | Failure> {
    const { batch, answer: sent } = await this.#outgoing.next(state);
    const answer = await sent;
    if (!answer.ok) return this.#pushFailed(state, batch, answer.failure);
    const settling = settlePush(this.deps, state, batch, answer.value, answer.sample);
    this.#outgoing.taken(state, batch);
    const settled = await settling;
    // An answer that settles none of what was asked for is not one. Trying at once would only spin.
    if (settled.ackedSeq === state.ackedSeq && settled.client === state.client) return unusable;
    this.memory.batcher.passed(batch);
    this.events.renewed();
    this.memory.pullDue ||= isBehind(settled, answer.value.head);
    return settled;
  }

  async #pushFailed(state: EngineState, batch: Batch, failure: Failure): Promise<EngineState | Failure> {
    if (failure.kind === "reset") return this.#reset(state);
    if (failure.kind === "behind") return this.#renew(state);
    if (failure.kind === "clockAhead") return this.#clockAhead(state, failure);
    const verdict = this.memory.batcher.failed(batch, failure, state.nextSeq - 1 - state.ackedSeq);
    if (verdict === "smaller") this.events.renewed();
    return verdict === "trial" ? state : failure;
  }

  async #reset(state: EngineState): Promise<EngineState | Failure> {
    if (this.#resets++ >= maxResets) return unusable;
    this.memory.batcher.reset();
    return resetClient(this.deps, state);
  }

  /** L5: the server has come back from a backup. A new epoch tells every device of it. */
  async #renew(state: EngineState): Promise<EngineState | Failure> {
    if (this.#renewals++ >= maxResets) return unusable;
    this.memory.batcher.reset();
    this.memory.pullDue = true;
    const { client, epoch } = state;
    const answer = await this.#ask((signal) => this.deps.transport.renew({ client, epoch: epoch ?? "" }, signal));
    if (!answer.ok) return answer.failure;
    return amend(this.deps.store, state.fence, (now) => heard(now, answer.sample, answer.value.epoch, this.deps.random));
  }

  /** L5: the next rows are held against the server's. */
  async #audit(state: EngineState, place: AuditPlace): Promise<EngineState | Failure> {
    const deps = { ...this.deps, specs: this.#pages.specs };
    const piece = await nextPiece(deps, place, this.deps.limits.auditRows);
    if (!piece) return endAudit(deps, state);
    const { table, ids } = piece;
    const request = { client: state.client, rows: ids.map((id) => ({ table, id })) };
    const answer = await this.#ask((signal) => this.deps.transport.rows(request, signal));
    if (!answer.ok) return answer.failure;
    this.events.renewed();
    return applyAudit(deps, state, piece, answer.value, answer.sample);
  }

  /** W4: what the server has taken already is settled first, since what is synced never changes; then the rest moves to now. */
  async #clockAhead(state: EngineState, failure: Failure): Promise<EngineState | Failure> {
    this.memory.batcher.reset();
    this.#outgoing.forget();
    const { client, ackedSeq, seqBase } = state;
    const question = { client, firstSeq: ackedSeq - seqBase + 1, ackedSeq: ackedSeq - seqBase, seen: 0, mutations: [] };
    const answer = await this.#ask((signal) => this.deps.transport.push(question, signal));
    if (!answer.ok) return answer.failure.kind === "reset" ? this.#reset(state) : answer.failure;
    const taken = answer.value.lastSeq + seqBase;
    if (taken > ackedSeq) {
      this.#outgoing.only(taken);
      return state;
    }
    if (this.#moves++ >= maxMoves) {
      this.memory.clockKnown = false;
      return failure;
    }
    return moveToNow({ ...this.deps, specs: this.#pages.specs }, state, answer.value.epoch, answer.sample);
  }

  async #history(state: EngineState, before: Cursor): Promise<EngineState | Failure> {
    const ahead = this.#historyAhead;
    this.#historyAhead = null;
    const answer = await (ahead && samePlace(ahead.before, before) ? ahead.answer : this.#askHistory(state, before));
    if (!answer.ok) return answer.failure;
    this.events.renewed();
    const next = answer.value.before;
    if (next && answer.value.epoch === state.epoch) {
      this.#historyAhead = { before: next, answer: this.#askHistory(state, next) };
      unheard(this.#historyAhead.answer);
    }
    return applyHistory(this.#pages, before, answer.value, answer.sample);
  }

  /** L7. Rare, so nothing is fetched ahead. */
  async #backfill(state: EngineState, backfill: Backfill): Promise<EngineState | Failure> {
    const answer = await this.#askHistory(state, backfill.before, backfill.tables);
    if (!answer.ok) return answer.failure;
    this.events.renewed();
    return applyBackfill(this.#pages, backfill, answer.value, answer.sample);
  }

  #askHistory({ client, epoch }: EngineState, before: Cursor, tables = this.#names): Promise<Heard<HistoryAnswer>> {
    const request = { client, epoch: epoch ?? "", before, tables, limit: this.deps.limits.historyRows };
    return this.#ask((signal) => this.deps.transport.history(request, signal));
  }

  #ask<T extends { readonly serverTime: number }>(call: Parameters<typeof ask<T>>[1]): Promise<Heard<T>> {
    const { clock, network, limits } = this.deps;
    return ask({ clock, network, requestMs: limits.requestMs, signal: this.#ended.signal }, call);
  }

  #stillDue(failure: Failure): Failure {
    this.memory.pullDue = true;
    return failure;
  }
}

const unusable: Failure = { kind: "busy", retryAfterMs: null, blame: false, status: null };

const isFailure = (step: EngineState | Failure): step is Failure => "kind" in step;
