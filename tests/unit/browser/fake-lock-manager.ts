/** Web Locks as the specification has them, as far as the adapter uses them: exclusive, first come first served, with `steal`. */
import type { LockManagerLike } from "../../../src/adapters/browser/locks.ts";

interface Options {
  readonly ifAvailable?: boolean;
  readonly steal?: boolean;
  readonly signal?: AbortSignal;
}
interface Request {
  readonly grant: () => void;
  readonly fail: (reason: unknown) => void;
}

export class FakeLockManager implements LockManagerLike {
  readonly #holders = new Map<string, Request>();
  readonly #queues = new Map<string, Request[]>();

  request<T>(name: string, options: Options, callback: (lock: unknown) => Promise<T>): Promise<T> {
    const { ifAvailable = false, steal = false, signal } = options;
    // These refusals are in the specification, and browsers keep to them.
    if ((ifAvailable || steal) && signal) return Promise.reject(new DOMException("signal with ifAvailable or steal", "NotSupportedError"));
    if (ifAvailable && steal) return Promise.reject(new DOMException("steal with ifAvailable", "NotSupportedError"));
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (ifAvailable && this.#holders.has(name)) return callback(null);
    return new Promise<T>((resolve, reject) => {
      const request: Request = {
        grant: () => {
          this.#holders.set(name, request);
          // The callback goes on to its end even if the lock is stolen; only its request hears so.
          Promise.resolve()
            .then(() => callback({ name }))
            .then(resolve, reject)
            .finally(() => this.#release(name, request));
        },
        fail: reject,
      };
      if (steal) {
        this.#holders.get(name)?.fail(new DOMException("stolen", "AbortError"));
        request.grant();
      } else if (this.#holders.has(name)) this.#wait(name, request, signal);
      else request.grant();
    });
  }

  #wait(name: string, request: Request, signal: AbortSignal | undefined): void {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    queue.push(request);
    signal?.addEventListener("abort", () => {
      const place = queue.indexOf(request);
      if (place < 0) return;
      queue.splice(place, 1);
      request.fail(signal.reason);
    });
  }

  #release(name: string, request: Request): void {
    if (this.#holders.get(name) !== request) return;
    this.#holders.delete(name);
    this.#queues.get(name)?.shift()?.grant();
  }
}
