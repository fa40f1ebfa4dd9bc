/** Backoff with full jitter (P7): uniform between nothing and a ceiling that doubles from 1 s to 5 min. */
import type { Random } from "./ports.ts";

/** A server may ask for patience, not for being forgotten. */
const maxRetryAfterMs = 60 * 60_000;

export class Backoff {
  #attempt = 0;

  constructor(
    private readonly random: Random,
    private readonly minMs: number,
    private readonly maxMs: number,
  ) {}

  /** ms until the next try. With Retry-After never earlier than that, and spread behind it, or all devices would return at once. */
  next(retryAfterMs: number | null): number {
    const ceiling = Math.min(this.maxMs, this.minMs * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 30);
    return Math.min(retryAfterMs ?? 0, maxRetryAfterMs) + this.random.unit() * ceiling;
  }

  reset(): void {
    this.#attempt = 0;
  }
}
