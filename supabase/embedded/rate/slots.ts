/** A few at a time of each key; the others wait in line. */
interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

export class Slots {
  readonly #atOnce: number;
  readonly #mayWait: number;
  readonly #lines = new Map<string, Line>();

  constructor(atOnce: number, mayWait: number) {
    this.#atOnce = atOnce;
    this.#mayWait = mayWait;
  }

  /** Resolves with what `work` does, or with null at once when too many of `key` wait already. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T | null> {
    const line = this.#lines.get(key) ?? { running: 0, waiting: [] };
    this.#lines.set(key, line);
    if (line.running < this.#atOnce) line.running += 1;
    else if (line.waiting.length >= this.#mayWait) return null;
    // Who leaves hands the place over, so that nobody comes between.
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = line.waiting.shift();
      if (next !== undefined) next();
      else if (--line.running === 0) this.#lines.delete(key);
    }
  }
}
