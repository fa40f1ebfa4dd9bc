/** The newest entries of the timeline that count as of late, for what is made of them on the device (X1). */
import { latestEntries, spanOfLate } from "@edge/personality/mood-of-late.ts";
import type { ChatMessageRow } from "../../domain/records.ts";
import type { BondhuDatabase } from "./database.ts";
import { storeError } from "./errors.ts";

/** The person's own, newest first, deleted ones left out. */
export async function ownOfLate(db: BondhuDatabase): Promise<readonly ChatMessageRow[]> {
  try {
    const newest = await db.chat_messages.orderBy("[stamp+id]").last();
    if (newest === undefined) return [];
    const [from, before] = spanOfLate(newest.stamp);
    const entries = await db.chat_messages.where("[stamp+id]").between([from, ""], [before, ""]).reverse().limit(latestEntries).toArray();
    return entries.filter((row) => row.sender_type === "user" && row.deleted_at === null);
  } catch (reason) {
    throw storeError(reason, db.isOpen());
  }
}
