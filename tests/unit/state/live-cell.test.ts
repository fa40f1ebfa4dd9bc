/** One subscription however many followers, and a value that survives a change of screen. */
import { describe, expect, it } from "vitest";
import { LiveCell, cellOf } from "../../../src/state/live-cell.ts";
import type { Live } from "../../../src/shared/live.ts";

function source() {
  const followers = new Set<{ readonly next: (value: number) => void; readonly error: ((reason: unknown) => void) | undefined }>();
  let subscriptions = 0;
  const live: Live<number> = {
    subscribe: (next, error) => {
      subscriptions += 1;
      const follower = { next, error };
      followers.add(follower);
      return () => followers.delete(follower);
    },
  };
  return {
    live,
    emit: (value: number) => followers.forEach((follower) => follower.next(value)),
    fail: (reason: unknown) => followers.forEach((follower) => follower.error?.(reason)),
    open: () => followers.size,
    subscriptions: () => subscriptions,
  };
}

describe("live cell", () => {
  it("[live] is undefined until the source answers, then tells every follower", () => {
    const { live, emit, subscriptions } = source();
    const cell = new LiveCell(live);
    let calls = 0;
    cell.subscribe(() => (calls += 1));
    cell.subscribe(() => (calls += 1));
    expect(cell.read()).toBeUndefined();
    emit(7);
    expect([cell.read(), calls, subscriptions()]).toEqual([7, 2, 1]);
    emit(7);
    expect(calls).toBe(2);
  });

  it("[live] lets go of the source with the last follower and keeps the value for the next screen", () => {
    const { live, emit, open } = source();
    const cell = new LiveCell(live);
    const first = cell.subscribe(() => {});
    const second = cell.subscribe(() => {});
    emit(1);
    first();
    expect(open()).toBe(1);
    second();
    expect(open()).toBe(0);
    expect(cell.read()).toBe(1);
    cell.subscribe(() => {});
    emit(2);
    expect(cell.read()).toBe(2);
  });

  it("[live] a failed source reaches the reader, and a later value heals it", () => {
    const { live, emit, fail } = source();
    const cell = new LiveCell(live);
    cell.subscribe(() => {});
    fail(new RangeError("closed"));
    expect(() => cell.read()).toThrow(RangeError);
    emit(3);
    expect(cell.read()).toBe(3);
  });

  it("[live] one source has one cell", () => {
    const { live } = source();
    expect(cellOf(live)).toBe(cellOf(live));
    expect(cellOf(live)).not.toBe(cellOf(source().live));
  });
});
