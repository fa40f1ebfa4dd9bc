/** What turns visits into rows (V1, V4, K1), loaded behind the first screen and always before a message is written. */
import type { Counting } from "./visit.ts";

/**
 * From memory after the first call. null where it cannot be had (offline within the first seconds of the very first visit): the words
 * are stored all the same, and what they count for is noted with the visit and counted by the next page that has it.
 */
export async function loadCounting(): Promise<Counting | null> {
  try {
    return await import("../hear.ts");
  } catch {
    return null;
  }
}
