/** One shared subscription per live value: its latest value can be read during render, and survives a change of screen. */
import type { Live } from "../shared/live.ts";

/**
 * Guarantees: subscribes while somebody listens and at no other time; keeps the last value afterwards, so that a
 * screen opened again paints at once and is corrected when the source answers; a value never goes back to undefined.
 */
export class LiveCell<T> {
  readonly #live: Live<T>;
  readonly #listeners = new Set<() => void>();
  #stop: (() => void) | null = null;
  #state: { readonly value: T | undefined; readonly failed: boolean; readonly reason: unknown } = { value: undefined, failed: false, reason: null };

  constructor(live: Live<T>) {
    this.#live = live;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#stop ??= this.#live.subscribe(
      (value) => this.#set({ value, failed: false, reason: null }),
      (reason) => this.#set({ value: this.#state.value, failed: true, reason }),
    );
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = null;
    };
  };

  /** undefined until the source has answered; throws the source's error, for the nearest error boundary. */
  readonly read = (): T | undefined => {
    if (this.#state.failed) throw this.#state.reason;
    return this.#state.value;
  };

  #set(next: { readonly value: T | undefined; readonly failed: boolean; readonly reason: unknown }): void {
    if (Object.is(next.value, this.#state.value) && next.failed === this.#state.failed) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

const cells = new WeakMap<object, LiveCell<unknown>>();

/** The one cell of a live value, however many components follow it. */
export function cellOf<T>(live: Live<T>): LiveCell<T> {
  const known = cells.get(live);
  if (known !== undefined) return known as LiveCell<T>;
  const cell = new LiveCell(live);
  cells.set(live, cell);
  return cell;
}
