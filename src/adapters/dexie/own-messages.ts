/** The person's own newest messages, for what is made of them on the device (B9). */
import type { ChatMessageRow } from "../../domain/records.ts";
import type { Live } from "../../shared/live.ts";
import type { BondhuDatabase } from "./database.ts";
import { live } from "./live.ts";

const pageSize = 400;

/** At most `limit` of the person's messages with a stamp from `from()` on, newest first; deleted ones and replies are left out. */
export const ownMessagesSince = (db: BondhuDatabase, from: () => string, limit: number): Live<readonly ChatMessageRow[]> =>
  live(async () => {
    const found: ChatMessageRow[] = [];
    const least = [from(), ""];
    let walk = db.chat_messages.where("[stamp+id]").aboveOrEqual(least);
    for (;;) {
      const rows = await walk.reverse().limit(pageSize).toArray();
      found.push(...rows.filter((row) => row.sender_type === "user" && row.deleted_at === null));
      const last = rows.at(-1);
      if (found.length >= limit || rows.length < pageSize || last === undefined) return found.slice(0, limit);
      walk = db.chat_messages.where("[stamp+id]").between(least, [last.stamp, last.id], true, false);
    }
  });
