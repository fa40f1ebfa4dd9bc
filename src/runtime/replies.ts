/** What is known of the replies to one message. */
import type { BondhuDatabase } from "../adapters/dexie/database.ts";
import { repliesTo } from "../adapters/dexie/queries.ts";
import { once } from "./live.ts";

/** The highest attempt that has a reply; 0 when there is none. */
export async function lastAttempt(db: BondhuDatabase, messageId: string): Promise<number> {
  const replies = await once(repliesTo(db, [messageId]));
  return Math.max(0, ...replies.map((row) => row.reply_attempt ?? 0));
}
