/** The least of V1 and V2 that chat needs: which visit this is, and when it becomes a session. */
import type { ActivityKind, UserSessionRow } from "../../domain/records.ts";
import type { SideTable } from "../../sync/ports.ts";
import type { WriteContext, Writer } from "../../sync/writer.ts";
import { newSessionId } from "../ids.ts";
import { asRow, instant, type VisitRow } from "../rows.ts";

/** V2: longer out of sight than this ends a visit. */
export const visitGapMs = 30 * 60_000;
export const heartbeatMs = 15_000;

const visits = (context: WriteContext): SideTable<VisitRow> => context.side<VisitRow>("kv");

/** What a visit that is over leaves behind: its end, in the session row if it ever became one. */
async function close(context: WriteContext, visit: VisitRow): Promise<void> {
  if (visit.activities.length === 0) return;
  const [row] = await context.rows("user_sessions", [visit.sessionId]);
  if (row === undefined) return;
  const length = Math.max(0, visit.seenAt - visit.start);
  await context.put("user_sessions", {
    ...row,
    session_end: instant(Math.max(visit.seenAt, visit.start)),
    total_duration_minutes: Math.round(length / 60_000),
  });
}

/** `writtenAt`: the stored `seenAt`, before now was seen. */
type CurrentVisit = VisitRow & { readonly writtenAt: number };
const asStored = ({ writtenAt: _, ...visit }: CurrentVisit): VisitRow => visit;

/** The visit of now: the stored one, or a new one when nothing was seen of it for 30 minutes. A clock set back ends none. */
async function current(context: WriteContext): Promise<CurrentVisit> {
  const now = context.now();
  const stored = await visits(context).get("visit");
  if (stored !== undefined && now - stored.seenAt <= visitGapMs) return { ...stored, seenAt: Math.max(stored.seenAt, now), writtenAt: stored.seenAt };
  if (stored !== undefined) await close(context, stored);
  return { key: "visit", sessionId: newSessionId(now), start: now, seenAt: now, activities: [], writtenAt: now };
}

/** The app is on screen: begins the visit or goes on with it. Local only, save that it closes one that had ended. */
export const beVisible = (writer: Writer): Promise<void> =>
  writer.write(["user_sessions", "kv"], async (context) => {
    await visits(context).put(asStored(await current(context)));
  });

/** Inside a command that is an activity (tables `user_sessions` and `kv`): makes the visit a session in the same mutation. Returns its id. */
export async function countActivity(context: WriteContext, activity: ActivityKind): Promise<string> {
  const visit = await current(context);
  const known = visit.activities.includes(activity);
  // The heartbeat keeps the time of a visit that goes on: a send need not write it once more.
  if (known && visit.seenAt - visit.writtenAt < heartbeatMs) return visit.sessionId;
  const activities = known ? visit.activities : [...visit.activities, activity].sort();
  await visits(context).put(asStored({ ...visit, activities }));
  if (known) return visit.sessionId;
  const [row] = await context.rows("user_sessions", [visit.sessionId]);
  const fresh: UserSessionRow = {
    id: visit.sessionId,
    stamp: context.stamp(),
    session_start: instant(visit.start),
    created_at: instant(context.now()),
    session_end: null,
    total_duration_minutes: null,
    activities,
    deleted_at: null,
  };
  await context.put("user_sessions", row === undefined ? asRow(fresh) : { ...row, activities });
  return visit.sessionId;
}
