/** The page's part in its visit, loaded behind the first screen and always before a message is written. */
import type { Writer } from "../../sync/writer.ts";
import type { PageVisit } from "./page-visit.ts";
import type { PageTime } from "./visit.ts";

/**
 * The same one at every call. null where it cannot be had (offline within the first seconds of the very first visit): words are stored
 * all the same, what they count for is noted with the visit and counted by the next page that has it.
 */
export function visitOf(writer: Writer, time: PageTime, shown: () => number): () => Promise<PageVisit | null> {
  let loaded: PageVisit | null = null;
  return async () => {
    try {
      const { PageVisit } = await import("../hear.ts");
      return (loaded ??= new PageVisit(writer, time, shown()));
    } catch {
      return null;
    }
  };
}
