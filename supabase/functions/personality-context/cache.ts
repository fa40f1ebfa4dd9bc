/**
 * Contexts kept in this process's memory, by person and version (X4). Nothing is given from here before Postgres has said, for that very
 * request, whose token it is and what the version is: what is kept saves making a context, never asking for one. Redis may stand behind
 * this later; a process of its own is as good as empty.
 */
import type { PersonalityContext } from "../_shared/personality/context.ts";

export interface KeptContext {
  /** As Postgres names it. */
  readonly version: string;
  readonly context: PersonalityContext;
  /** The context as JSON. */
  readonly json: string;
}

export interface ContextCacheLimits {
  readonly people: number;
  /** UTF-16 units of JSON. */
  readonly size: number;
  /** ms without use: nothing of somebody who is gone stays for long. */
  readonly idleMs: number;
}

const limits: ContextCacheLimits = { people: 10_000, size: 16_000_000, idleMs: 30 * 60_000 };

/** Least recently used first. */
export class ContextCache {
  readonly #kept = new Map<string, { readonly kept: KeptContext; readonly usedAt: number }>();
  readonly #limits: ContextCacheLimits;
  readonly #now: () => number;
  #size = 0;

  constructor(given: Partial<ContextCacheLimits> = {}, now: () => number = () => performance.now()) {
    this.#limits = { ...limits, ...given };
    this.#now = now;
  }

  get people(): number {
    return this.#kept.size;
  }
  get size(): number {
    return this.#size;
  }

  get(user: string): KeptContext | null {
    this.#tidy();
    const found = this.#kept.get(user);
    if (found === undefined) return null;
    this.#kept.delete(user);
    this.#kept.set(user, { kept: found.kept, usedAt: this.#now() });
    return found.kept;
  }

  set(user: string, kept: KeptContext): void {
    this.delete(user);
    this.#kept.set(user, { kept, usedAt: this.#now() });
    this.#size += kept.json.length;
    this.#tidy();
  }

  delete(user: string): void {
    const found = this.#kept.get(user);
    if (found === undefined) return;
    this.#kept.delete(user);
    this.#size -= found.kept.json.length;
  }

  #tidy(): void {
    const oldest = this.#now() - this.#limits.idleMs;
    for (const [user, { usedAt }] of this.#kept) {
      if (this.#kept.size <= this.#limits.people && this.#size <= this.#limits.size && usedAt > oldest) return;
      this.delete(user);
    }
  }
}

const caches = new WeakMap<object, ContextCache>();

/** The one of this server: functions that run in one process share it by the environment they share. */
export function contextCache(environment: object): ContextCache {
  const found = caches.get(environment) ?? new ContextCache();
  caches.set(environment, found);
  return found;
}
