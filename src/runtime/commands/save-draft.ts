/** The draft: kept on this device only, never synced. */
import type { Store } from "../../sync/ports.ts";
import type { Sending } from "../api.ts";
import type { DraftRow } from "../rows.ts";

/**
 * Writes what stands in the field, without the texts of `sending` that have been accepted since the field was looked at: a browser
 * killed right then must not come back with sent words in the field. Relaxed: written with every key, it need not wait for the disk;
 * the browser still gives it back after a reload or a crash of its own.
 */
export const saveDraft = (store: Store, text: string, sending: readonly Sending[] = []): Promise<void> =>
  store.write(
    ["drafts"],
    async (tx) => {
      const drafts = tx.side<DraftRow>("drafts");
      const taken = sending.length > 0 ? (await drafts.get("chat"))?.taken : undefined;
      const accepted = sending.slice(0, sending.findIndex(({ token }) => token === taken) + 1);
      const gone = accepted.map((one) => one.text).join("");
      await drafts.put({ key: "chat", text: text.startsWith(gone) ? text.slice(gone.length) : text, taken });
    },
    "relaxed",
  );
