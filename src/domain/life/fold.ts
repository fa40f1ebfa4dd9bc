/** N1 from all rows, one after the other: what every quicker way has to be equal to (N2). */
import type { ActivityRow, ChatMessageRow, StreakDayRow, UserSessionRow } from "../records.ts";
import { dayNumber, type LocalDay, parseDay, parseMoment } from "../streak/local-day.ts";
import { lengthOf } from "./contribution.ts";
import { type ByKind, type DayOfLife, earlier, later, noTime, type Numbers } from "./numbers.ts";

export interface LifeRows {
  readonly messages: Iterable<Pick<ChatMessageRow, "sender_type" | "deleted_at">>;
  readonly sessions: Iterable<Pick<UserSessionRow, "deleted_at">>;
  readonly activities: Iterable<Pick<ActivityRow, "kind" | "started_at" | "ended_at" | "day" | "deleted_at">>;
  readonly days: Iterable<Pick<StreakDayRow, "day" | "first_moment" | "last_moment" | "deleted_at">>;
}

const living = <T extends { readonly deleted_at: string | null }>(rows: Iterable<T>): T[] => [...rows].filter((row) => (row.deleted_at ?? null) === null);

/** A kind that a newer build knows is left out. */
const plus = (sum: ByKind, kind: string, ms: number): ByKind => (Object.hasOwn(noTime, kind) ? { ...sum, [kind]: sum[kind as keyof ByKind] + ms } : sum);

export function numbersOf({ messages, sessions, activities, days }: LifeRows): Numbers {
  const played = new Map<string, ByKind>();
  let all = noTime;
  let games = 0;
  for (const row of living(activities)) {
    const ms = lengthOf(row);
    all = plus(all, row.kind, ms);
    played.set(row.day, plus(played.get(row.day) ?? noTime, row.kind, ms));
    if (row.kind === "game") games += 1;
  }
  const found = new Map<LocalDay, DayOfLife>();
  for (const row of living(days)) {
    const [day, first, last] = [parseDay(row.day), parseMoment(row.first_moment), parseMoment(row.last_moment)];
    if (day === null || first === null || last === null) continue;
    const known = found.get(day);
    found.set(day, {
      day,
      first: known === undefined ? first : earlier(known.first, first),
      last: known === undefined ? last : later(known.last, last),
      played: played.get(day) ?? noTime,
    });
  }
  return {
    messages: living(messages).filter(({ sender_type }) => sender_type === "user").length,
    sessions: living(sessions).length,
    games,
    played: all,
    days: [...found.values()].sort((a, b) => dayNumber(a.day) - dayNumber(b.day)),
  };
}
