/** A year with Bondhu as an archive, so that the pictures' Home and days are somebody's: brought in as any person would. */
import { archiveText, activityRow, dayRow, idOf, sessionRow, stampOf } from "../archive.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Days ago on which nobody was here. */
const quiet: ReadonlySet<number> = new Set([2, 13, 34, 35, 61, 96, 97, 98, 99, 140, 181, 230, 231, 262]);
const lengths = [4, 18, 42, 75, 9, 33, 12] as const;
const kinds = ["chat", "chat", "game", "chat", "music", "chat", "chat"] as const;

export function yearBefore(now: number): string {
  const ago = Array.from({ length: 318 }, (_, at) => at + 1).filter((days) => !quiet.has(days));
  const days = ago.map((count) => {
    const day = new Date(now - count * dayMs).toISOString().slice(0, 10);
    const pick = (count * 5 + Math.floor(count / 9)) % 7;
    const minutes = lengths[pick] ?? 5;
    const [start, end] = [Date.parse(`${day}T08:30:00Z`), Date.parse(`${day}T08:30:00Z`) + minutes * minuteMs];
    return { count, day, minutes, kind: kinds[pick] ?? "chat", start, stamp: stampOf(start), from: new Date(start).toISOString(), to: new Date(end).toISOString() };
  });
  return archiveText(
    {
      user_sessions: days.map(({ count, stamp, from, to, minutes, kind }) =>
        sessionRow(count, { stamp, session_start: from, created_at: from, session_end: to, total_duration_minutes: minutes, activities: [kind] }),
      ),
      activities: days.map(({ count, stamp, from, to, day, kind }) => activityRow(count, { id: idOf(100_000 + count), session_id: idOf(count), stamp, kind, day, started_at: from, ended_at: to })),
      streak_days: days.map(({ day, stamp, from, to }) => dayRow(day, { stamp, first_moment: `${from}+00:00`, last_moment: `${to}+00:00` })),
    },
    {},
    new Date(now).toISOString(),
  );
}
