/** The session history, newest first, page by page. */
import { newestSessions } from "../../adapters/dexie/queries.ts";
import type { BondhuDatabase } from "../../adapters/dexie/database.ts";
import { sideRow } from "../../adapters/dexie/queries.ts";
import type { UserSessionRow } from "../../domain/records.ts";
import { cell, combine, sameJson, switched } from "../live.ts";
import type { VisitRow } from "../rows.ts";
import type { SessionHistory, SessionItem } from "./views.ts";

const pageSize = 30;

const item = ({ id, session_start, session_end, total_duration_minutes, activities }: UserSessionRow, visit: VisitRow | undefined): SessionItem => ({
  id,
  start: Date.parse(session_start),
  end: session_end === null ? null : Date.parse(session_end),
  minutes: total_duration_minutes,
  activities,
  isCurrent: id === visit?.sessionId && session_end === null,
});

export function sessionHistory(db: BondhuDatabase): SessionHistory {
  const limit = cell(pageSize);
  const view = switched(limit, (count) =>
    combine(
      [newestSessions(db, count + 1), sideRow<VisitRow>(db, "kv", "visit")],
      (rows, visit) => ({ sessions: rows.slice(0, count).map((row) => item(row, visit)), hasOlder: rows.length > count }),
      sameJson,
    ),
  );
  return { ...view, loadOlder: () => limit.set(limit.get() + pageSize) };
}
