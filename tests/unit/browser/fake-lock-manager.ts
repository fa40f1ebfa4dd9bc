/** Web Locks as the specification has them, as far as the adapter uses them: exclusive, first come first served. */
import type { LockManagerLike } from "../../../src/adapters/browser/locks.ts";

export class FakeLockManager implements LockManagerLike {
  readonly #tails = new Map<string, Promise<void>>();
  readonly #held = new Map<string, number>();

  async request<T>(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    callback: (lock: unknown) => Promise<T>,
  ): Promise<T> {
    // Both refusals are in the specification, and browsers keep to them.
    if (options.ifAvailable && options.signal) throw new DOMException("signal and ifAvailable", "NotSupportedError");
    options.signal?.throwIfAborted();
    if (options.ifAvailable && (this.#held.get(name) ?? 0) > 0) return callback(null);
    const before = this.#tails.get(name) ?? Promise.resolve();
    let release: () => void = () => undefined;
    this.#tails.set(
      name,
      before.then(() => new Promise<void>((resolve) => (release = resolve))),
    );
    this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
    const leave = (): void => {
      this.#held.set(name, (this.#held.get(name) ?? 1) - 1);
      void before.then(() => release());
    };
    try {
      await granted(before, options.signal);
      return await callback({ name });
    } finally {
      leave();
    }
  }
}

function granted(before: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    void before.then(resolve);
  });
}
