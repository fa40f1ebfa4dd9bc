/** The sync engine of one database: decides when to drain, under which lock, and when to try again. */
import type { Live } from "../shared/live.ts";
import type { Clock, Failure, Locks, Network, Random, Store, TableSpec, Transport } from "./ports.ts";

/** C1: why somebody thinks that there is work. */
export type WakeReason = "start" | "write" | "online" | "visible" | "poke" | "timer" | "sync";

export type SyncOutcome =
  /** The outbox was empty and the pull had reached the server's head; older history may still be on its way. */
  | { readonly kind: "drained" }
  /** Another tab or the worker holds the lock; its progress shows in the store (C3). */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "guest" };

export interface Activity {
  readonly running: boolean;
  /** Why the last request failed; null after one that did not. */
  readonly lastFailure: Failure | null;
  /** Something of this device stopped the engine, e.g. QuotaExceeded; null after a run that it did not stop. */
  readonly fault: Error | null;
  /** Device clock, ms: when this context's engine last got an answer. */
  readonly lastProgressAt: number | null;
  /** Device clock, ms: when it will try again by itself. */
  readonly retryAt: number | null;
}

export interface Engine {
  /** Fire and forget; `online`, `visible` and `write` reset the backoff (P7). */
  wake(reason: WakeReason): void;
  /** One drain; a call during one joins it. Rejects when the device itself fails (`DatabaseGone`, `QuotaExceeded`). */
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
  /** Name of the database, part of the lock's name. */
  readonly database: string;
  readonly limits?: Partial<Limits>;
}

export interface Limits {
  /** P2. */
  readonly batchMutations: number;
  readonly batchBytes: number;
  /** L1, rows a page. */
  readonly pageRows: number;
  /** Deadline of one request, ms. */
  readonly requestMs: number;
  /** P7, ms. */
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
}

export function createEngine(_deps: EngineDeps): Engine {
  throw new Error("the engine is being built");
}
