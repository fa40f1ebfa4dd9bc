/** The session history, newest first, page by page. */
import type { BondhuDatabase } from "../../adapters/dexie/database.ts";
import { sideRow } from "../../adapters/dexie/queries.ts";
import { newestSessions } from "../../adapters/dexie/sessions.ts";
import type { UserSessionRow } from "../../domain/records.ts";
import type { Live } from "../../shared/live.ts";
import { combine, sameJson, switched } from "../live.ts";
import type { VisitRow } from "../rows.ts";
import { runningSession } from "./running-session.ts";
import type { SessionItem, SessionPage } from "./views.ts";

const item = ({ id, session_start, session_end, total_duration_minutes, activities }: UserSessionRow, running: string | null): SessionItem => ({
  id,
  start: Date.parse(session_start),
  end: session_end === null ? null : Date.parse(session_end),
  minutes: total_duration_minutes,
  activities,
  isCurrent: id === running,
});

/** `limit`: how many are wanted. */
export const sessionPages = (db: BondhuDatabase, limit: Live<number>): Live<SessionPage> =>
  switched(limit, (count) =>
    combine(
      [newestSessions(db, count + 1), combine([sideRow<VisitRow>(db, "kv", "visit")], runningSession)],
      (rows, running) => ({ sessions: rows.slice(0, count).map((row) => item(row, running)), hasOlder: rows.length > count }),
      sameJson,
    ),
  );
