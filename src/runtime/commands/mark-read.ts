/** F9: how far this device's person has read. It only ever moves on, whichever tab says so. */
import { isAfter, type Place } from "../../domain/place.ts";
import type { Store } from "../../sync/ports.ts";
import type { ReadRow } from "../rows.ts";

/** Relaxed: what a power cut takes back is shown as new once more. */
export const markRead = (store: Store, { stamp, id }: Place): Promise<void> =>
  store.write(
    ["kv"],
    async (tx) => {
      const kv = tx.side<ReadRow>("kv");
      const known = await kv.get("read");
      if (known === undefined || isAfter({ stamp, id }, known)) await kv.put({ key: "read", stamp, id });
    },
    "relaxed",
  );
