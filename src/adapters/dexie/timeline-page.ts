/** One page of the timeline as a range of places, so that a change is read again by the page it falls into and by no other. */
import type { Place } from "../../domain/place.ts";
import type { ChatMessageRow } from "../../domain/records.ts";
import type { Live } from "../../shared/live.ts";
import type { BondhuDatabase } from "./database.ts";
import { live } from "./live.ts";
import { living, newestRows, oldestRows } from "./queries.ts";

const order = "[stamp+id]";

export interface TimelinePage {
  /** The page ends before it; null: with the newest message. */
  before: Place | null;
  /** The page begins with it; null: not full yet. */
  from: Place | null;
  /** Its end is not known yet: it is the first answer's. */
  forward?: boolean;
}

const placeOf = ({ stamp, id }: Place): Place => ({ stamp, id });

/**
 * Rows of the page, oldest first, deleted ones left out. A page that is not full holds the newest `limit` rows before its end;
 * once full it keeps its beginning, grows only by what falls inside, and no longer follows what happens before it. A page that goes
 * forward takes the oldest `limit` rows from its beginning on, and ends where the next one begins, or nowhere if there is none.
 */
export const timelinePage = (db: BondhuDatabase, page: TimelinePage, limit: number): Live<readonly ChatMessageRow[]> =>
  live(async () => {
    const { from, before } = page;
    if (from !== null && page.forward === true) {
      const rows = await oldestRows(db, limit + 1, from);
      const next = rows[limit];
      page.before = next === undefined ? null : placeOf(next);
      page.forward = false;
      return rows.slice(0, limit);
    }
    if (from !== null) {
      const lower = [from.stamp, from.id];
      const range =
        before === null
          ? db.chat_messages.where(order).aboveOrEqual(lower)
          : db.chat_messages.where(order).between(lower, [before.stamp, before.id], true, false);
      return living(db, await range.toArray());
    }
    const rows = await newestRows(db, limit, before ?? undefined);
    const first = rows[0];
    if (rows.length === limit && first !== undefined) page.from = placeOf(first);
    return rows;
  });
