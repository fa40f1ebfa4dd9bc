/** V1, V4, K1: what was done becomes rows: the session, the activity, the day. In the transaction of whoever did it. */
import type { ActivityKind, ActivityRow, StreakDayRow, UserSessionRow } from "../../domain/records.ts";
import type { DayStart } from "../../domain/streak/day-start.ts";
import { dayOf, endOf, type LocalDay, type Moment, momentText, parseMoment } from "../../domain/streak/local-day.ts";
import type { Row } from "../../sync/ports.ts";
import type { WriteContext } from "../../sync/writer.ts";
import { streakDayId } from "../../domain/streak/day-id.ts";
import { preferenceId, talkId } from "../derived-ids.ts";
import { preferencesOf } from "../preferences.ts";
import { asRow, instant, type OngoingActivity, type Visit } from "../rows.ts";

/** V4, K1: what goes on is told again after so long, ms. */
export const tellMs = 15 * 60_000;

async function dayStart(context: WriteContext): Promise<DayStart> {
  const id = preferenceId("dayStart");
  const [row] = await context.rows("preferences", [id]);
  return preferencesOf(row === undefined ? [] : [{ id, stamp: row.stamp, key: "dayStart", value: row["value"] ?? null }]).dayStart;
}

/** K1: the day's row, made or gone on with. Resolves with the date, and until when (ms) a further moment at this offset has nothing to tell. */
async function markDay(context: WriteContext, moment: Moment, begins: DayStart): Promise<{ readonly day: LocalDay; readonly before: number }> {
  const day = dayOf(moment, begins);
  const id = streakDayId(day);
  const text = momentText(moment);
  const [row] = await context.rows("streak_days", [id]);
  const last = parseMoment(String(row?.["last_moment"]))?.at;
  const isOld = last === undefined || Math.abs(moment.at - last) >= tellMs || text < String(row?.["first_moment"]);
  if (isOld) {
    const fresh: StreakDayRow = { id, stamp: context.stamp(), day, first_moment: text, last_moment: text, deleted_at: null };
    // Joined: the first is the earlier one and the last the later.
    await context.put("streak_days", row === undefined ? asRow(fresh) : { ...row, first_moment: text, last_moment: text });
  }
  return { day, before: Math.min(endOf(day, moment.offset, begins), Math.min(moment.at, isOld ? moment.at : (last ?? 0)) + tellMs) };
}

/** V1: the visit is a session of this kind, too. */
async function markSession(context: WriteContext, visit: Visit, kind: ActivityKind): Promise<Visit> {
  if (visit.activities.includes(kind)) return visit;
  const activities = [...visit.activities, kind].sort();
  const [row] = await context.rows("user_sessions", [visit.sessionId]);
  const fresh = (): UserSessionRow => ({
    id: visit.sessionId,
    stamp: context.stamp(),
    session_start: instant(visit.start),
    created_at: instant(context.now()),
    session_end: null,
    total_duration_minutes: null,
    activities,
    deleted_at: null,
  });
  await context.put("user_sessions", row === undefined ? asRow(fresh()) : { ...row, activities });
  return { ...visit, activities };
}

const startOf = (row: Row): number => Date.parse(String(row["started_at"]));

/** Not before its start, and not in time to come, whatever became of the clock meanwhile. */
const endAfter = (start: number, length: number, now: number): string => instant(Math.max(start, Math.min(start + length, now)));

/** V4: an activity that was counted has lasted so long. */
export async function tellEnd(context: WriteContext, { id, length }: Pick<OngoingActivity, "id" | "length">, latest: number): Promise<void> {
  const [row] = await context.rows("activities", [id]);
  if (row === undefined) return;
  const ended = endAfter(startOf(row), length, latest);
  if (ended > String(row["ended_at"] ?? "")) await context.put("activities", { ...row, ended_at: ended });
}

export interface Told {
  readonly visit: Visit;
  /** While which there is nothing more to tell of it. */
  readonly told: NonNullable<Visit["told"]>;
}

/**
 * Counts an activity, or goes on with it: session, activity and day, as far as there is something new. `started`: when it began;
 * `now`: the moment up to which it lasted.
 */
export async function tell(context: WriteContext, before: Visit, activity: OngoingActivity, started: Moment, now: Moment): Promise<Told> {
  const visit = await markSession(context, before, activity.kind);
  const { id, kind, length } = activity;
  const rest = visit.ongoing.filter((one) => one.id !== id);
  const isNew = rest.length === visit.ongoing.length;
  const begins = await dayStart(context);
  const { day, before: dayLasts } = await markDay(context, now, begins);
  let { toldAt } = activity;
  if (isNew) {
    const date = dayOf(started, begins);
    // On one date its end stands for it: the mutation that makes a day has one moment of it, by which K5 knows that mutation.
    if (date !== day) await markDay(context, started, begins);
    const fresh: ActivityRow = {
      id,
      stamp: context.stamp(),
      kind,
      session_id: visit.sessionId,
      started_at: instant(started.at),
      day: date,
      ended_at: length > 0 ? endAfter(started.at, length, now.at) : null,
      deleted_at: null,
    };
    await context.put("activities", asRow(fresh));
    toldAt = now.at;
  } else if (Math.abs(now.at - toldAt) >= tellMs) {
    await tellEnd(context, activity, now.at);
    toldAt = now.at;
  }
  const told = { from: now.at, before: Math.min(dayLasts, toldAt + tellMs), offset: now.offset };
  return { visit: { ...visit, ongoing: [...rest, { ...activity, toldAt }] }, told };
}

/** V4: something was said at that moment, now or before. */
export async function talk(context: WriteContext, before: Visit, moment: Moment): Promise<Visit> {
  const visit = before.owed.length + before.left.length === 0 ? before : await settle(context, before);
  const id = talkId(visit.sessionId);
  const lived = Math.max(0, visit.lived - Math.max(0, visit.seenAt - moment.at));
  const known = visit.ongoing.find((one) => one.id === id) ?? { from: lived, toldAt: moment.at, length: 0 };
  const { visit: talked, told } = await tell(context, visit, { ...known, id, kind: "chat", length: Math.max(known.length, lived - known.from) }, moment, moment);
  return { ...talked, told };
}

async function payOwed(context: WriteContext, visit: Visit): Promise<Visit> {
  let paid: Visit = { ...visit, owed: [] };
  for (const moment of visit.owed) paid = await talk(context, { ...paid, left: [] }, moment);
  return { ...paid, left: visit.left };
}

/** V2: its end is the last moment it was seen, its length what was lived of it. */
async function close(context: WriteContext, visit: Visit): Promise<void> {
  const [row] = await context.rows("user_sessions", [visit.sessionId]);
  if (row !== undefined) {
    const end = Math.max(visit.seenAt, Date.parse(String(row["session_start"])));
    await context.put("user_sessions", { ...row, session_end: instant(end), total_duration_minutes: Math.round(visit.lived / 60_000) });
  }
  for (const one of visit.ongoing) await tellEnd(context, one, visit.seenAt);
}

/** Closes the visits that are over and counts what could not be counted when it happened. */
export async function settle(context: WriteContext, visit: Visit): Promise<Visit> {
  for (const left of visit.left) await close(context, await payOwed(context, left));
  return payOwed(context, { ...visit, left: [] });
}
