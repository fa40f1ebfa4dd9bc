/**
 * First come, first served mutual exclusion inside this process.
 *
 * Between two holders the event loop turns: PGlite works in this thread and answers in microtasks, so a row of waiting requests would
 * otherwise be served to its end before one that has arrived meanwhile is even read, and that one may wait past its deadline.
 */
export class Mutex {
  #tail: Promise<void> = Promise.resolve();

  /** Resolves with the release once every earlier holder has released. */
  async acquire(): Promise<() => void> {
    const before = this.#tail;
    let release: () => void = () => undefined;
    this.#tail = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    await new Promise((resolve) => setImmediate(resolve));
    return release;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }
}
