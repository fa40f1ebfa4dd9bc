/** Counters that forget by themselves: the one place that chooses where rate limits are kept (this process's memory). */
import { RateLimiterMemory } from "rate-limiter-flexible";

/** So many in so many seconds, counted from the first. */
export interface Allowance {
  readonly points: number;
  readonly seconds: number;
}

export interface Counter {
  /** ms until `key` may go on; 0: now. Counts nothing. */
  wait(key: string): Promise<number>;
  add(key: string): Promise<void>;
  forget(key: string): Promise<void>;
}
export type NewCounter = (name: string, allowance: Allowance) => Counter;

/** Keys of one counter. Beyond it the oldest are forgotten: about 100 bytes each, so 2 MB, whatever a client invents. */
const maxKeys = 20_000;

/** Counters in memory: they start anew with the host, and each host of several counts for itself. */
export function memoryCounter(name: string, { points, seconds }: Allowance, keys: number = maxKeys): Counter {
  const limiter = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  /** In the order in which they were last counted. */
  const known = new Set<string>();
  return {
    wait: async (key) => {
      const found = await limiter.get(key);
      if (found === null) known.delete(key);
      return found === null || found.consumedPoints < points ? 0 : Math.max(1, found.msBeforeNext);
    },
    add: async (key) => {
      await limiter.penalty(key);
      known.delete(key);
      known.add(key);
      for (const oldest of known) {
        if (known.size <= keys) break;
        known.delete(oldest);
        await limiter.delete(oldest);
      }
    },
    forget: async (key) => {
      known.delete(key);
      await limiter.delete(key);
    },
  };
}
