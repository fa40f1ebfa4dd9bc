/** Mutual exclusion that is fair to who is not in the queue yet. */
import { expect, test } from "vitest";
import { Mutex } from "../../../supabase/embedded/mutex.ts";

test("holders come in the order in which they asked, one at a time", async () => {
  const mutex = new Mutex();
  const seen: string[] = [];
  const hold = (name: string) =>
    mutex.run(async () => {
      seen.push(`${name} in`);
      await Promise.resolve();
      seen.push(`${name} out`);
    });
  await Promise.all([hold("a"), hold("b"), hold("c")]);
  expect(seen).toEqual(["a in", "a out", "b in", "b out", "c in", "c out"]);
});

test("one who fails lets the next one in", async () => {
  const mutex = new Mutex();
  await expect(mutex.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await mutex.run(() => Promise.resolve("yes"))).toBe("yes");
});

test("the event loop turns between two holders, though all they await is settled at once", async () => {
  const mutex = new Mutex();
  let turns = 0;
  let counting = true;
  const count = (): void => {
    turns += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const at: number[] = [];
  const work = () =>
    mutex.run(async () => {
      await Promise.resolve();
      at.push(turns);
    });
  await Promise.all([work(), work(), work(), work()]);
  counting = false;
  expect(new Set(at).size).toBe(4);
});
