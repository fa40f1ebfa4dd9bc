/** What only an export asks of the database: the conversation from its beginning, and how much there is. */
import type { Place } from "../../domain/place.ts";
import type { ChatMessageRow } from "../../domain/records.ts";
import type { BondhuDatabase } from "./database.ts";
import { storeError } from "./errors.ts";

const order = "[stamp+id]";

async function settled<T>(db: BondhuDatabase, query: () => PromiseLike<T>): Promise<T> {
  try {
    return await query();
  } catch (reason) {
    throw storeError(reason, db.isOpen());
  }
}

/** The `limit` messages right after `after`, deleted ones among them; null: from the first. */
export const messagesAfter = (db: BondhuDatabase, after: Place | null, limit: number): Promise<readonly ChatMessageRow[]> =>
  settled(db, () => (after === null ? db.chat_messages.orderBy(order) : db.chat_messages.where(order).above([after.stamp, after.id])).limit(limit).toArray());

/** Every answer to these messages. */
export const answersTo = (db: BondhuDatabase, messageIds: readonly string[]): Promise<readonly ChatMessageRow[]> =>
  settled(db, () => db.chat_messages.where("reply_to").anyOf([...messageIds]).toArray());

export const countRows = (db: BondhuDatabase, tables: readonly string[]): Promise<number> =>
  settled(db, async () => (await Promise.all(tables.map((table) => db.table(table).count()))).reduce((sum, count) => sum + count, 0));
