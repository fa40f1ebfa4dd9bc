/** F9: how far this device's person has read. It only ever moves on, whichever tab says so. */
import type { Store } from "../../sync/ports.ts";
import type { TimelinePlace } from "../api.ts";
import type { ReadRow } from "../rows.ts";

const isAfter = (a: TimelinePlace, b: TimelinePlace): boolean => (a.stamp === b.stamp ? a.id > b.id : a.stamp > b.stamp);

/** Relaxed: what a power cut takes back is shown as new once more. */
export const markRead = (store: Store, { stamp, id }: TimelinePlace): Promise<void> =>
  store.write(
    ["kv"],
    async (tx) => {
      const kv = tx.side<ReadRow>("kv");
      const known = await kv.get("read");
      if (known === undefined || isAfter({ stamp, id }, known)) await kv.put({ key: "read", stamp, id });
    },
    "relaxed",
  );
