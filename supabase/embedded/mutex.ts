/** First come, first served mutual exclusion inside this process. */
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
