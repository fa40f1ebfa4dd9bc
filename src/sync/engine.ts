/** The sync engine of one database: when to drain, under which lock, and when to try again. */
import type { Live } from "../shared/live.ts";
import { type Activity, ActivityLog } from "./activity.ts";
import { Backoff } from "./backoff.ts";
import { Batcher } from "./batch.ts";
import { drain, type Memory } from "./drain.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { type Clock, DatabaseGone, type Failure, type Follow, type Locks, type Network, type Random, type Store, type TableSpec, type Transport } from "./ports.ts";
import { tenancy } from "./tenancy.ts";

/** C1: why somebody thinks that there is work. */
export type WakeReason = "start" | "write" | "online" | "visible" | "poke" | "timer" | "sync";

export type SyncOutcome =
  /** The outbox was empty and the pull had reached the server's head; older history may still be on its way. */
  | { readonly kind: "drained" }
  /** Another tab or the worker holds the lock; its progress shows in the store (C3). This context drains after it. */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "guest" };

export interface Engine {
  /** Fire and forget; `online`, `visible` and `write` reset the backoff (P7). */
  wake(reason: WakeReason): void;
  /**
   * One drain; a call during one has it run once more. Rejects when the device itself fails (`DatabaseGone`, `QuotaExceeded`),
   * and when the engine is stopped.
   */
  sync(): Promise<SyncOutcome>;
  readonly activity: Live<Activity>;
  /** Aborts what is in flight; resolves when nothing of this engine runs any more. */
  stop(): Promise<void>;
}

export interface EngineDeps {
  readonly store: Store;
  /** null: a guest. */
  readonly transport: Transport | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly locks: Locks;
  readonly network: Network;
  readonly tables: readonly TableSpec[];
  /** Schema version of the mutations made here (T3). */
  readonly schema: number;
  /** Name of the database, part of the lock's name. */
  readonly database: string;
  /** Resolves at a quiet moment, soon: L4's walk starts then. Absent: at once. */
  readonly idle?: () => Promise<void>;
  readonly limits?: Partial<Limits>;
  /** W4; absent: nothing follows from an instant. */
  readonly follow?: Follow;
}

/** C2: page and worker name the same lock. */
export const lockName = (database: string): string => `bondhu:sync:${database}`;

export function createEngine(deps: EngineDeps): Engine {
  const { transport } = deps;
  return transport ? new SyncEngine({ ...deps, transport }) : guestEngine(deps.clock);
}

function guestEngine(clock: Clock): Engine {
  return {
    wake: () => undefined,
    sync: () => Promise.resolve({ kind: "guest" }),
    activity: new ActivityLog(clock.now()),
    stop: () => Promise.resolve(),
  };
}

/** Thrown to callers of `sync()` when the engine is stopped under them. */
class Stopped extends Error {
  override readonly name = "Stopped";
}

interface Waiter {
  resolve(outcome: SyncOutcome): void;
  reject(reason: unknown): void;
}

/**
 * Guarantees: at most one run at a time in this context, and one drain at a time over all contexts; a wake during a run is seen by
 * that run or starts another; while another context holds the lock this one queues for it, so that a write committed in the moment
 * the holder finishes is still drained, and takes it from one that does not get on; after a failure it tries again by itself.
 */
class SyncEngine implements Engine {
  readonly activity: ActivityLog;
  readonly #limits: Limits;
  readonly #backoff: Backoff;
  readonly #memory: Memory;
  readonly #stopped = new AbortController();
  #running: Promise<void> | null = null;
  #queued = false;
  #waiters: Waiter[] = [];
  #cancelRetry: (() => void) | null = null;
  /** Device clock, ms: Retry-After binds every wake. */
  #notBefore = 0;

  constructor(private readonly deps: EngineDeps & { readonly transport: Transport }) {
    this.activity = new ActivityLog(deps.clock.now());
    this.#limits = { ...defaultLimits, ...deps.limits };
    this.#backoff = new Backoff(deps.random, this.#limits.backoffMinMs, this.#limits.backoffMaxMs);
    const batcher = new Batcher(deps.random, this.#limits.batchMutations, this.#limits.batchBytes);
    this.#memory = { batcher, clockKnown: false, pullDue: true, again: false, fence: null };
  }

  wake(reason: WakeReason): void {
    if (reason !== "write") this.#memory.pullDue = true;
    const eager = reason === "online" || reason === "visible" || reason === "write";
    if (eager) this.#backoff.reset();
    this.#memory.again = true;
    if (this.#cancelRetry && !eager && reason !== "sync") return;
    if (this.deps.clock.now() >= this.#notBefore) this.#start();
  }

  sync(): Promise<SyncOutcome> {
    if (this.#stopped.signal.aborted) return Promise.reject(new Stopped());
    if (this.#queued) return Promise.resolve({ kind: "elsewhere" });
    const { lastFailure } = this.activity.value;
    if (!this.#running && lastFailure && this.deps.clock.now() < this.#notBefore) {
      return Promise.resolve({ kind: "failed", failure: lastFailure });
    }
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.wake("sync");
    });
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#cancelRetry?.();
    this.#settle((waiter) => waiter.reject(new Stopped()));
    await this.#running;
  }

  #start(): void {
    if (this.#running || this.#stopped.signal.aborted) return;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    // Not at once: a listener of the activity may wake the engine before `#running` is set.
    this.#running = Promise.resolve().then(() => this.#run()).then((end) => {
      this.#running = null;
      this.#ended(end);
    });
  }

  /** Never rejects. */
  async #run(): Promise<{ readonly failure: Failure | null; readonly fault: Error | null }> {
    try {
      return { failure: await this.#underLock(), fault: null };
    } catch (reason) {
      return { failure: null, fault: reason instanceof Error ? reason : new Error(String(reason)) };
    }
  }

  #ended({ failure, fault }: { readonly failure: Failure | null; readonly fault: Error | null }): void {
    if (this.#stopped.signal.aborted) return;
    this.activity.set({ running: false, lastFailure: failure, fault, retryAt: null });
    if (fault) {
      // The database will not come back by itself; the app reloads (T3).
      if (fault instanceof DatabaseGone) this.#stopped.abort();
      else this.#retryLater(null);
      this.#settle((waiter) => waiter.reject(fault));
    } else if (failure) {
      this.#retryAfter(failure);
      this.#settle((waiter) => waiter.resolve({ kind: "failed", failure }));
    } else if (this.#memory.again) this.#start(); // A wake after the drain's last look at the state.
  }

  /** Resolves with what the drain did that nobody took the lock from. */
  #underLock(): Promise<Failure | null> {
    const { locks, clock, database } = this.deps;
    const deps = { locks, clock, stealMs: this.#limits.stealMs, mark: () => this.#mark() };
    return tenancy(deps, lockName(database), this.#stopped.signal, {
      held: (lost) => {
        this.#queued = false;
        return this.#drain(lost);
      },
      elsewhere: () => {
        this.#queued = true;
        this.activity.set({ running: false });
        this.#settle((waiter) => waiter.resolve({ kind: "elsewhere" }));
      },
      stolen: () => {
        this.#memory.fence = null;
        this.#memory.pullDue = true;
      },
    }).finally(() => {
      this.#queued = false;
    });
  }

  /** C4: every step of a lock holder that gets on moves one of these. */
  #mark(): Promise<string> {
    return this.deps.store.read([], async (tx) => {
      const { fence, client, ackedSeq, cursor, history, backfill, audit, lastSyncAt } = await tx.state();
      return JSON.stringify([fence, client, ackedSeq, cursor, history, backfill, audit, lastSyncAt]);
    });
  }

  #drain(lost: AbortSignal): Promise<Failure | null> {
    this.activity.set({ running: true, retryAt: null });
    const events = {
      renewed: () => this.#renewed(),
      drained: () => this.#settle((waiter) => waiter.resolve({ kind: "drained" })),
    };
    return drain({ ...this.deps, limits: this.#limits }, this.#memory, events, lost);
  }

  #renewed(): void {
    this.#backoff.reset();
    this.activity.set({ lastFailure: null, fault: null, lastProgressAt: this.deps.clock.now() });
  }

  #retryAfter(failure: Failure): void {
    const retryAfterMs = failure.kind === "busy" ? failure.retryAfterMs : null;
    // Knowing that there is no network, it waits for `online`; the slow timer covers a missed one (C1).
    if (failure.kind === "offline" && !this.deps.network.online()) return;
    this.#retryLater(retryAfterMs);
  }

  #retryLater(retryAfterMs: number | null): void {
    const { clock } = this.deps;
    const delay = this.#backoff.next(retryAfterMs);
    const retryAt = clock.now() + delay;
    if (retryAfterMs !== null) this.#notBefore = retryAt;
    this.#cancelRetry = clock.after(delay, () => {
      this.#cancelRetry = null;
      this.#notBefore = 0;
      this.#start();
    });
    this.activity.set({ retryAt });
  }

  #settle(how: (waiter: Waiter) => void): void {
    for (const waiter of this.#waiters.splice(0)) how(waiter);
  }
}
