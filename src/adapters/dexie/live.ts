/** Dexie's liveQuery as `Live`: follows committed changes of every tab and worker, and reports its errors. */
import Dexie, { liveQuery, RangeSet } from "dexie";
import type { Live } from "../../shared/live.ts";
import { storeError } from "./errors.ts";

/**
 * Runs every live query again, here and in the other contexts. Changes are told by whoever made them, after the commit: a worker that
 * ends in between tells nobody, and a screen would stay behind its own database until the next change.
 */
export const lookAgain = (): void => Dexie.on.storagemutated.fire({ all: new RangeSet(-Infinity, [[]]) });

/** Where an error goes that no subscriber takes: to the global error handler, as if thrown. */
function report(reason: unknown): void {
  queueMicrotask(() => {
    throw reason;
  });
}

/**
 * `querier` runs again whenever something it read has changed. `same` keeps equal values from being told twice.
 * Dexie keeps silent when a query fails because its database was closed; here that too arrives as DatabaseGone.
 */
export function live<T>(querier: () => Promise<T>, same: (before: T, now: T) => boolean = () => false): Live<T> {
  return {
    subscribe(next, error = report) {
      let last: { readonly value: T } | null = null;
      const subscription = liveQuery(() => querier().catch((reason: unknown) => Promise.reject(storeError(reason, true)))).subscribe(
        (value) => {
          if (last && same(last.value, value)) return;
          last = { value };
          next(value);
        },
        (reason: unknown) => error(reason),
      );
      return () => subscription.unsubscribe();
    },
  };
}
