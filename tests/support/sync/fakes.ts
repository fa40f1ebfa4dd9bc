/** Clock, randomness, locks and network that a test holds in its hand. */
import { type Clock, type Locks, LockStolen, type Network, type Random } from "../../../src/sync/ports.ts";

/** mulberry32: small, and without the folding of seeds that weaker generators show. */
export function mulberry32(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

export function seededRandom(seed: number): Random {
  const unit = mulberry32(seed);
  const hex = (digits: number): string => Array.from({ length: digits }, () => Math.floor(unit() * 16).toString(16)).join("");
  return { unit, uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + Math.floor(unit() * 4)).toString(16)}${hex(3)}-${hex(12)}` };
}

/** Everything already in motion, i.e. promises that wait for no timer, comes to rest. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

interface Timer {
  at: number;
  readonly callback: () => void;
}

export class FakeClock implements Clock {
  /** In the order in which they are due; of equals the older first. */
  #timers: Timer[] = [];
  #set = 0;

  constructor(private time = Date.UTC(2026, 10, 22)) {}

  /** Time that passed, whatever the clock was set to. */
  readonly monotonic = (): number => this.time - this.#set;

  now(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), callback };
    let [low, high] = [0, this.#timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#timers[middle]?.at ?? 0) <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    return () => {
      const place = this.#timers.indexOf(timer);
      if (place >= 0) this.#timers.splice(place, 1);
    };
  }

  get pending(): number {
    return this.#timers.length;
  }

  /** When the next timer is due; null: none. */
  get nextAt(): number | null {
    return this.#timers[0]?.at ?? null;
  }

  /** Time passes, timers fire in order, and what they set in motion settles before the next. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    await settle();
    for (let at = this.nextAt; at !== null && at <= until; at = this.nextAt) {
      this.fireNext();
      await settle();
    }
    this.passTo(until);
  }

  /** The person sets the clock of the device: timers keep their distance. */
  set(time: number): void {
    const moved = time - this.time;
    for (const timer of this.#timers) timer.at += moved;
    this.#set += moved;
    this.time = time;
  }

  fireNext(): void {
    const next = this.#timers.shift();
    if (!next) return;
    this.passTo(next.at);
    next.callback();
  }

  /** Nothing happens until then. */
  passTo(time: number): void {
    this.time = Math.max(this.time, time);
  }
}

/** Web Locks in memory: first come, first served. */
export class FakeLocks implements Locks {
  readonly #queues = new Map<string, (() => void)[]>();
  readonly #holders = new Map<string, { readonly rob: () => void }>();

  async run<T>(
    name: string,
    { wait, steal = false, signal }: { readonly wait: boolean; readonly steal?: boolean; readonly signal?: AbortSignal },
    fn: () => Promise<T>,
  ): Promise<{ readonly held: true; readonly value: T } | { readonly held: false }> {
    signal?.throwIfAborted();
    if (steal) this.#holders.get(name)?.rob();
    else if (this.#holders.has(name)) {
      if (!wait) return { held: false };
      await this.#turn(name, signal);
    }
    let rob: () => void = () => undefined;
    const robbed = new Promise<never>((_, reject) => (rob = () => reject(new LockStolen(name))));
    const holder = { rob };
    this.#holders.set(name, holder);
    try {
      return { held: true, value: await Promise.race([fn(), robbed]) };
    } finally {
      if (this.#holders.get(name) === holder) this.#release(name);
    }
  }

  held(name: string): boolean {
    return this.#holders.has(name);
  }

  #turn(name: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(name) ?? [];
      this.#queues.set(name, queue);
      queue.push(resolve);
      signal?.addEventListener("abort", () => {
        const place = queue.indexOf(resolve);
        if (place < 0) return;
        queue.splice(place, 1);
        reject(signal.reason);
      });
    });
  }

  /** The lock passes to the first in line without ever being free in between. */
  #release(name: string): void {
    const next = this.#queues.get(name)?.shift();
    if (next) next();
    else this.#holders.delete(name);
  }
}

export class FakeNetwork implements Network {
  up = true;
  online(): boolean {
    return this.up;
  }
}
