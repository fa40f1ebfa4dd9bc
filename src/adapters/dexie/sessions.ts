/** The session history, read page by page. */
import type { UserSessionRow } from "../../domain/records.ts";
import type { Live } from "../../shared/live.ts";
import type { BondhuDatabase } from "./database.ts";
import { live } from "./live.ts";

const order = "[session_start+id]";

/** The `limit` sessions that began last and are not deleted, newest first. */
export const newestSessions = (db: BondhuDatabase, limit: number): Live<readonly UserSessionRow[]> =>
  live(async () => {
    const found: UserSessionRow[] = [];
    let edge: UserSessionRow | undefined;
    for (;;) {
      const all = edge === undefined ? db.user_sessions.orderBy(order) : db.user_sessions.where(order).below([edge.session_start, edge.id]);
      const rows = await all.reverse().limit(limit).toArray();
      found.push(...rows.filter((row) => row.deleted_at === null));
      edge = rows.at(-1);
      if (found.length >= limit || rows.length < limit || edge === undefined) return found.slice(0, limit);
    }
  });
