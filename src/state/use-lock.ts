/** What the lock is, and what opens it (src/runtime/lock/README.md). */
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { LockDoor, LockView } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLockState } from "./use-lock-state.ts";

export interface LockOnScreen {
  readonly door: LockDoor;
  /** null: there is none. */
  readonly view: LockView | null;
  readonly offers: { readonly pin: boolean; readonly passkey: boolean };
}

/** null until it is loaded. `look` reads it again; a change of the lock's state, in whichever tab, does so by itself. */
export function useLock(): { readonly lock: LockOnScreen | null; readonly look: () => void } {
  const { lock: source } = useRuntime();
  const state = useLockState();
  const [lock, setLock] = useState<LockOnScreen | null>(null);
  const [looks, setLooks] = useState(0);
  const [broken, setBroken] = useState<{ readonly reason: unknown } | null>(null);
  useEffect(() => {
    let gone = false;
    const load = async (): Promise<LockOnScreen> => {
      const door = await source.door();
      const [view, offers] = await Promise.all([door.view(), door.offers()]);
      return { door, view, offers };
    };
    load().then(
      (loaded) => {
        if (!gone) setLock(loaded);
      },
      (reason: unknown) => {
        if (!gone) setBroken({ reason });
      },
    );
    return () => {
      gone = true;
    };
  }, [source, state, looks]);
  // For the nearest error boundary.
  if (broken !== null) throw broken.reason;
  return { lock, look: useCallback(() => setLooks((count) => count + 1), []) };
}

/** Counted by the page's own time, whatever the device's clock does. */
function countdown(waitMs: number): { readonly subscribe: (listener: () => void) => () => void; readonly left: () => number } {
  const until = performance.now() + waitMs;
  let left = waitMs;
  return {
    left: () => left,
    subscribe(listener) {
      const timer = setInterval(() => {
        left = Math.max(0, until - performance.now());
        if (left === 0) clearInterval(timer);
        listener();
      }, 1000);
      return () => clearInterval(timer);
    },
  };
}

/** What is left of a wait, ms, told every second; another `wait` begins anew. */
export function useCountdown(wait: { readonly waitMs: number }): number {
  const store = useMemo(() => countdown(wait.waitMs), [wait]);
  return useSyncExternalStore(store.subscribe, store.left);
}
