/** The draft: kept on this device only, never synced. */
import type { Writer } from "../../sync/writer.ts";
import type { DraftRow } from "../rows.ts";

export const saveDraft = (writer: Writer, text: string): Promise<void> =>
  writer.write(["drafts"], (context) => context.side<DraftRow>("drafts").put({ key: "chat", text }));
