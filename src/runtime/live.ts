/** Small tools over `Live`: a value that is set by hand, one made of others, one whose source may change. */
import type { Live } from "../shared/live.ts";

export interface Cell<T> extends Live<T> {
  get(): T;
  set(value: T): void;
}

/** Tells the current value at once on subscribing, and each different one after. */
export function cell<T>(initial: T): Cell<T> {
  let value = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener(next);
    },
    subscribe(next) {
      listeners.add(next);
      next(value);
      return () => listeners.delete(next);
    },
  };
}

type Values<L extends readonly Live<unknown>[]> = { [K in keyof L]: L[K] extends Live<infer T> ? T : never };

/** Speaks once every source has spoken, then whenever one of them does. `same` keeps equal values from being told twice. */
export function combine<const L extends readonly Live<unknown>[], T>(
  sources: L,
  make: (...values: Values<L>) => T,
  same: (before: T, now: T) => boolean = Object.is,
): Live<T> {
  return {
    subscribe(next, error) {
      const values: unknown[] = [];
      const known = new Set<number>();
      let last: { readonly value: T } | null = null;
      const stops = sources.map((source, index) =>
        source.subscribe((value) => {
          values[index] = value;
          known.add(index);
          if (known.size < sources.length) return;
          const made = make(...(values as Values<L>));
          if (last !== null && same(last.value, made)) return;
          last = { value: made };
          next(made);
        }, error),
      );
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** Follows the source that `choice` names at the moment. */
export function switched<S, T>(choice: Live<S>, choose: (value: S) => Live<T>): Live<T> {
  return {
    subscribe(next, error) {
      let stopInner: (() => void) | null = null;
      const stopOuter = choice.subscribe((value) => {
        stopInner?.();
        stopInner = choose(value).subscribe(next, error);
      }, error);
      return () => {
        stopOuter();
        stopInner?.();
      };
    },
  };
}

/**
 * A source that is loaded when somebody follows it. Where its code cannot be had (offline within the first seconds of the very first visit) it
 * says nothing: no screen falls for want of a part of it. Whoever follows it again loads it again.
 */
export const lazily = <T>(load: () => Promise<Live<T>>): Live<T> => ({
  subscribe(next, error) {
    let stop: (() => void) | null = null;
    let stopped = false;
    load().then(
      (live) => {
        if (!stopped) stop = live.subscribe(next, error);
      },
      () => undefined,
    );
    return () => {
      stopped = true;
      stop?.();
    };
  },
});

/** Equal by the JSON of it: for small views. */
export const sameJson = (before: unknown, now: unknown): boolean => JSON.stringify(before) === JSON.stringify(now);

/** The value of now. */
export const once = <T>(live: Live<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    let stop: (() => void) | null = null;
    let settled = false;
    const settle = (act: () => void): void => {
      if (settled) return;
      settled = true;
      stop?.();
      act();
    };
    stop = live.subscribe(
      (value) => settle(() => resolve(value)),
      (reason) => settle(() => reject(reason)),
    );
    // A source that spoke while it was being subscribed to.
    if (settled) stop();
  });
