/** The draft: kept on this device only, never synced. */
import type { Store } from "../../sync/ports.ts";
import type { DraftRow } from "../rows.ts";

/** Relaxed: written with every key, it need not wait for the disk; the browser still gives it back after a reload or a crash of its own. */
export const saveDraft = (store: Store, text: string): Promise<void> =>
  store.write(["drafts"], (tx) => tx.side<DraftRow>("drafts").put({ key: "chat", text }), "relaxed");
