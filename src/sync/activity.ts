/** What the engine of this context is doing, as a live value. */
import type { Live } from "../shared/live.ts";
import type { Failure } from "./ports.ts";

export interface Activity {
  /** Device clock, ms: since when this engine has existed. */
  readonly startedAt: number;
  /** It holds the lock and talks. */
  readonly running: boolean;
  /** Why the last request failed; null after one that did not. */
  readonly lastFailure: Failure | null;
  /** What stopped the last run on the device itself, e.g. QuotaExceeded; null after a run that nothing stopped. */
  readonly fault: Error | null;
  /** Device clock, ms: the last step that this context's engine finished. */
  readonly lastProgressAt: number | null;
  /** Device clock, ms: when it will try again by itself. */
  readonly retryAt: number | null;
}

export class ActivityLog implements Live<Activity> {
  readonly #listeners = new Set<(value: Activity) => void>();
  #value: Activity;

  constructor(startedAt: number) {
    this.#value = { startedAt, running: false, lastFailure: null, fault: null, lastProgressAt: null, retryAt: null };
  }

  get value(): Activity {
    return this.#value;
  }

  subscribe(next: (value: Activity) => void): () => void {
    // A function of its own, so that the same one subscribed twice is two subscriptions.
    const listener = (value: Activity): void => next(value);
    this.#listeners.add(listener);
    next(this.#value);
    return () => this.#listeners.delete(listener);
  }

  set(change: Partial<Omit<Activity, "startedAt">>): void {
    this.#value = { ...this.#value, ...change };
    for (const listener of [...this.#listeners]) listener(this.#value);
  }
}
