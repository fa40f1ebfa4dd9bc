/** What is known of the replies to one message. */
import type { BondhuDatabase } from "../adapters/dexie/database.ts";
import { attemptsAt } from "../adapters/dexie/queries.ts";

/** The highest attempt that has or had a reply; 0 when there is none. A deleted one counts: its id is taken for ever. */
export async function lastAttempt(db: BondhuDatabase, messageId: string): Promise<number> {
  return Math.max(0, ...(await attemptsAt(db, messageId)));
}
