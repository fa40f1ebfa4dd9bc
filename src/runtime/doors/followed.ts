/** A live value over several databases: read again a moment after anything it is made of has changed, in whatever tab or worker. */
import { onChange } from "../../adapters/dexie/changes.ts";
import type { Live } from "../../shared/live.ts";
import type { Clock } from "../../sync/ports.ts";
import { sameJson } from "../live.ts";

/** A queue that is being sent changes many times a second, and a look may open databases, ms. */
const lookMs = 100;

export const followed = <T>(clock: Clock, tables: readonly string[], read: () => Promise<T>): Live<T> => ({
  subscribe(next, error) {
    let [stopped, looking, again] = [false, false, false];
    let last: { readonly value: T } | null = null;
    let cancel: (() => void) | null = null;
    async function lookOnce(): Promise<void> {
      const value = await read();
      if (stopped || (last !== null && sameJson(last.value, value))) return;
      last = { value };
      next(value);
    }
    async function look(): Promise<void> {
      cancel = null;
      again = true;
      if (looking) return;
      looking = true;
      try {
        while (again && !stopped) {
          again = false;
          await lookOnce();
        }
      } catch (reason) {
        if (!stopped) error?.(reason);
      } finally {
        looking = false;
      }
    }
    const unfollow = onChange(tables, () => {
      cancel ??= clock.after(lookMs, () => void look());
    });
    void look();
    return () => {
      stopped = true;
      cancel?.();
      unfollow();
    };
  },
});
