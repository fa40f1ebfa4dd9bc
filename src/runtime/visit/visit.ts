/** V1, V2, V5: the least of a visit that a send needs where the rest of it (`page-visit.ts`) cannot be loaded. */
import type { SideTable } from "../../sync/ports.ts";
import type { Ahead, WriteContext } from "../../sync/writer.ts";
import { newSessionId } from "../ids.ts";
import type { VisitRow } from "../rows.ts";

/** V2: longer out of sight than this ends a visit. */
export const visitGapMs = 30 * 60_000;
export const heartbeatMs = 15_000;

/** What a page knows of time besides the clock that people can set. */
export interface PageTime {
  /** ms since some moment of this page's: goes on alike whatever is done to the clock. */
  readonly monotonic: () => number;
  /** How far the clocks on the wall are from UTC here at that instant (ms since epoch): minutes, east is positive. */
  readonly offsetAt: (at: number) => number;
}

/** Tables of a write that counts something. */
export const countedIn: readonly string[] = ["user_sessions", "activities", "streak_days", "preferences", "kv"];
export const aheadOfCounting: Ahead = [["kv", "visit"]];

export const visitsIn = (context: WriteContext): SideTable<VisitRow> => context.side<VisitRow>("kv");

/** A new visit, in sight for so long (ms); what was there before is over, and to be closed if there was anything to it. */
export function beginning(before: VisitRow | undefined, now: number, shownFor: number): VisitRow {
  const { left = [], owed = [], activities = [] } = before ?? {};
  const toClose = before && activities.length + owed.length > 0 ? [{ ...before, left: [] }] : [];
  return { key: "visit", sessionId: newSessionId(now), start: now - shownFor, seenAt: now, activities: [], left: [...left, ...toClose] };
}

/**
 * Inside a command over `kv`: something was said that cannot be counted now. Of its moments the first stays, the last, and enough of
 * those between that no date is missed. Returns the session's id.
 */
export async function noteTalk(context: WriteContext, time: PageTime, shown: number): Promise<string> {
  const at = context.now();
  const stored = await visitsIn(context).get("visit");
  const visit = stored && at - stored.seenAt <= visitGapMs ? stored : beginning(stored, at, time.monotonic() - shown);
  const moment = { at, offset: time.offsetAt(at) };
  const { owed = [] } = visit;
  const before = owed.at(-2);
  const kept = before && before.offset === moment.offset && at - before.at < visitGapMs ? owed.slice(0, -1) : owed;
  const lived = (visit.lived ?? visit.seenAt - visit.start) + Math.max(0, at - visit.seenAt);
  await visitsIn(context).put({ ...visit, seenAt: at, lived, told: null, owed: [...kept, moment] });
  return visit.sessionId;
}
