/** A live value that a test changes by hand; like a live query it answers after the subscriber has returned. */
import type { Live } from "../../../src/shared/live.ts";

export interface FakeLive<T> extends Live<T> {
  get(): T;
  set(value: T): void;
  fail(reason: unknown): void;
}

export function fakeLive<T>(initial: T): FakeLive<T> {
  let value = initial;
  const followers = new Set<{ readonly next: (value: T) => void; readonly error: ((reason: unknown) => void) | undefined }>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const follower of followers) follower.next(next);
    },
    fail: (reason) => {
      for (const follower of followers) follower.error?.(reason);
    },
    subscribe: (next, error) => {
      const follower = { next, error };
      followers.add(follower);
      queueMicrotask(() => {
        if (followers.has(follower)) next(value);
      });
      return () => followers.delete(follower);
    },
  };
}
