/** Somebody with answers and facts, and how long a reply waits for their context. Runs in a page. */
import { items } from "@edge/personality/items.ts";
import { browserClock } from "../../../src/adapters/browser/clock.ts";
import { webLocks } from "../../../src/adapters/browser/locks.ts";
import { answerId } from "../../../src/runtime/derived-ids.ts";
import type { Device } from "../../../src/runtime/device.ts";
import { createContextKeeper } from "../../../src/runtime/personality/context.ts";
import { instant } from "../../../src/runtime/rows.ts";

const runs = 5;
const facts = 50;

/** Writes them, then reads the context and, by turns, one row of the same database without anything around it. */
export async function timeContext({ db, store, writer }: Device, rounds: number): Promise<{ readonly reads: number[]; readonly gets: number[] }> {
  await writer.write(["personality_answers", "memory_facts"], async (context) => {
    const now = instant(context.now());
    for (let run = 1; run <= runs; run += 1)
      for (const { number } of items)
        await context.put("personality_answers", { id: answerId(run, number), stamp: context.stamp(), run, item: number, answer: (number % 5) + 1, answered_at: now });
    for (let n = 0; n < facts; n += 1)
      await context.put("memory_facts", { id: crypto.randomUUID(), stamp: context.stamp(), text: `what somebody wrote down about themselves, of ordinary length ${n}`, created_at: now });
  });
  const keeper = createContextKeeper({
    device: { db, store },
    locks: webLocks(),
    network: { online: () => true },
    clock: browserClock,
    monotonic: () => performance.now(),
    server: async () => null,
    report: (reason) => {
      throw reason;
    },
  });
  await keeper.settled();
  const reads: number[] = [];
  const gets: number[] = [];
  for (let round = -20; round < rounds; round += 1) {
    const bare = performance.now();
    await new Promise<void>((resolve, reject) => {
      const reading = db.backendDB().transaction("kv").objectStore("kv").get("context");
      reading.addEventListener("success", () => resolve());
      reading.addEventListener("error", () => reject(reading.error ?? new Error("get failed")));
    });
    const from = performance.now();
    if ((await keeper.persona()) === null) throw new Error("there is no context");
    if (round < 0) continue;
    gets.push(from - bare);
    reads.push(performance.now() - from);
  }
  await keeper.settled();
  keeper.stop();
  return { reads, gets };
}
