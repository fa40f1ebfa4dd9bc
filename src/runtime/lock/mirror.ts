/** A1, A2: what the lock's mirror says, at once and without the database. */
import { recall, remember } from "../../shared/mirror.ts";

export type LockState = "off" | "open" | "locked";

const key = "bondhu.lock";
/** With "at once" a page in sight stays open while somebody does something, ms. */
const leastMs = 60_000;

/** Nothing: off. `<after> <seen>`, ms and ms since epoch: open until nobody was seen for so long. Anything else: locked. */
export function stateAt(mirror: string | null, now: number): LockState {
  if (mirror === null) return "off";
  const left = leftAt(mirror, now);
  return left > 0 ? "open" : "locked";
}

/** How long it stays open if nobody is seen, ms; 0 or less: locked. */
export function leftAt(mirror: string, now: number): number {
  const [after = NaN, seen = NaN] = mirror.split(" ").map(Number);
  return now < seen || !(seen + after > 0) ? 0 : seen + Math.max(after, leastMs) - now;
}

/** Where the mirror is kept; every tab has the same one. */
export interface Mirror {
  read(): string | null;
  write(value: string | null): void;
  /** Another tab has written. */
  follow(listener: () => void): void;
}

export const browserMirror: Mirror = {
  read: () => recall(key),
  write: (value) => remember(key, value),
  follow: (listener) => addEventListener("storage", listener),
};

export interface PageLock {
  readonly mirror: Mirror;
  state(): LockState;
  subscribe(listener: () => void): () => void;
  /** Looks at mirror and clock again. */
  look(): void;
  /** Writes the mirror, for every tab. */
  write(value: string | null): void;
}

/** `watch` is called once, when the lock is on or comes on: it sees to A2 and A3. */
export function pageLock(mirror: Mirror, now: () => number, watch: (lock: PageLock) => void): PageLock {
  const listeners = new Set<() => void>();
  let state: LockState = "off";
  let watched = false;
  const lock: PageLock = {
    mirror,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look() {
      const next = stateAt(mirror.read(), now());
      // Said once and for all, so that no clock opens it again.
      if (next === "locked") mirror.write(next);
      if (next !== "off" && !watched) {
        watched = true;
        watch(lock);
      }
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    write(value) {
      mirror.write(value);
      lock.look();
    },
  };
  mirror.follow(lock.look);
  lock.look();
  return lock;
}
