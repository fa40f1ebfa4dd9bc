/** The counters and lines that limits are made of. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryCounter } from "../../../supabase/embedded/rate/counters.ts";
import { Slots } from "../../../supabase/embedded/rate/slots.ts";

describe("counters", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("[§7] so many in so many seconds, each key for itself, and then anew", async () => {
    const counter = memoryCounter("test", { points: 2, seconds: 60 });
    await counter.add("a");
    expect(await counter.wait("a")).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    await counter.add("a");
    expect(await counter.wait("a")).toBe(50_000);
    expect(await counter.wait("b")).toBe(0);
    await vi.advanceTimersByTimeAsync(50_001);
    expect(await counter.wait("a")).toBe(0);
    await counter.add("a");
    await counter.add("a");
    await counter.forget("a");
    expect(await counter.wait("a")).toBe(0);
  });

  it("[§7] hold no more keys than they may: the oldest go first, and with them their timers", async () => {
    const counter = memoryCounter("test", { points: 1, seconds: 3600 }, 100);
    for (let i = 0; i < 5_000; i++) await counter.add(`key ${i}`);
    expect(vi.getTimerCount()).toBe(100);
    expect(await counter.wait("key 4999")).toBeGreaterThan(0);
    expect(await counter.wait("key 4899")).toBe(0);
  });
});

describe("lines", () => {
  it("[§7] so many of a key run, the others in the order they came, and too many are refused", async () => {
    const slots = new Slots(2, 2);
    const ends: (() => void)[] = [];
    const began: number[] = [];
    const runs = Array.from({ length: 5 }, (_, index) =>
      slots.run("a", async () => {
        began.push(index);
        await new Promise<void>((resolve) => ends.push(resolve));
        return index;
      }),
    );
    expect(await runs[4]).toBeNull();
    expect(began).toEqual([0, 1]);
    expect(await slots.run("b", () => Promise.resolve("free"))).toBe("free");
    for (let done = 0; done < 4; done++) {
      ends[done]?.();
      await runs[done];
    }
    expect(began).toEqual([0, 1, 2, 3]);
    expect(await slots.run("a", () => Promise.resolve("empty again"))).toBe("empty again");
  });

  it("[§7] work that fails gives its place back", async () => {
    const slots = new Slots(1, 0);
    await expect(slots.run("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await slots.run("a", () => Promise.resolve(1))).toBe(1);
  });
});
