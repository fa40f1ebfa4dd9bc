/** K1, K2 and N1 in SQL are those of src/domain: the worked cases, random lives, random rows. */
import { randomInt } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { numbersOf } from "../../../src/domain/life/fold.ts";
import type { ActivityRow, ChatMessageRow, PreferenceRow, StreakDayRow, UserSessionRow } from "../../../src/domain/records.ts";
import { dayOf, type LocalDay, momentIn, momentText, parseMoment } from "../../../src/domain/streak/local-day.ts";
import { type StreakDay, streakOf } from "../../../src/domain/streak/streak.ts";
import { lifeView } from "../../../src/runtime/life/life.ts";
import { preferencesOf } from "../../../src/runtime/preferences.ts";
import { addUser, asUser, type TestDatabase } from "../../support/sql/database.ts";
import { md5Id } from "../../support/sql/many-people.ts";
import { openPglite } from "../../support/sql/pglite.ts";
import { type Cluster, startPostgres15 } from "../../support/sql/postgres15.ts";
import { anyDayStart, anyInstant, anyZone, daysOf, someDays, someLife, someToday } from "../../support/streak-arbitraries.ts";
import { streakCases } from "../../support/streak-cases.ts";

const seed = randomInt(2 ** 31);
const stamp = "019000000000-0000-00000000000000aa";
const idOf = (user: string, name: string): string => md5Id(`${user} ${name}`);

interface Case {
  readonly days: readonly StreakDay[];
  readonly today: LocalDay;
}
const insert = async (database: TestDatabase, table: string, rows: readonly object[]): Promise<void> => {
  await database.query(`insert into public.${table} select * from jsonb_populate_recordset(null::public.${table}, $1)`, [rows]);
};
const addUsers = async (database: TestDatabase, users: readonly string[]): Promise<void> => {
  await database.query("insert into auth.users (id) select e::uuid from jsonb_array_elements_text($1) e", [users]);
};

/** Some dates come from two devices, as rows of which one knows the first moment and the other the last. */
const dayRows = (user: string, { days }: Case, twice: (n: number) => boolean): object[] =>
  days.flatMap(({ day, first, last }, n) => {
    const row = (name: string, moments: readonly [StreakDay["first"], StreakDay["first"]]): object => {
      const [first_moment, last_moment] = moments.map(momentText);
      return { user_id: user, id: idOf(user, name), stamp, day, first_moment, last_moment, version: 1 };
    };
    return twice(n) ? [row(`${day} a`, [last, last]), row(`${day} b`, [first, first])] : [row(day, [first, last])];
  });

let cluster: Cluster;
const engines = {
  PGlite: openPglite,
  "PostgreSQL 15": async () => {
    cluster = await startPostgres15();
    return cluster.open("postgres");
  },
};
afterAll(() => cluster.stop());

describe.each(Object.entries(engines))("%s", (_, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
    // Days of other times, and a clock that the test sets.
    await database.script(`
      alter table public.streak_days disable trigger check_streak_day;
      alter table public.activities disable trigger check_activity;
      create or replace function sync.clock_ms() returns bigint language sql volatile as $$ select current_setting('test.now_ms')::bigint $$;
    `);
  });
  afterAll(() => database.close());

  test.each(streakCases)("[K2] $name", async ({ name, days, today, strict: [current], kind: [kindCurrent] }) => {
    const user = await addUser(database, md5Id(`case ${name}`));
    await insert(database, "streak_days", dayRows(user, { days, today }, () => false));
    const [row] = await asUser(database, user, (tx) =>
      tx.query("select public.calculate_streak($1, $2) as strict, public.calculate_streak($1, $2, true) as kind", [user, today]),
    );
    expect(row).toEqual({ strict: current, kind: kindCurrent });
  });

  test("[K2] all of a worked case, and of hundreds of lives, is what TypeScript says", async () => {
    const lives = fc.sample(someLife, { numRuns: 300, seed });
    const dense = fc.sample(fc.record({ days: someDays, today: someToday }), { numRuns: 200, seed });
    const cases: readonly Case[] = [...streakCases, ...lives, ...dense];
    const users = cases.map((__, n) => md5Id(`life ${n}`));
    await addUsers(database, users);
    await insert(database, "streak_days", cases.flatMap((one, n) => dayRows(users[n] ?? "", one, (day) => (n + day) % 5 === 0)));
    const answers = await database.query(
      `select s.current, w.longest, s.bank, w.days
       from jsonb_array_elements($1) with ordinality as e(one, n), unnest(array[false, true]) as r(rest_days),
         sync.walk_days((one ->> 'user')::uuid, r.rest_days) w, sync.streak_at(w.run, w.bank, w.last_day, (one ->> 'today')::date) s
       order by n, r.rest_days`,
      [cases.map(({ today }, n) => ({ user: users[n], today }))],
    );
    const expected = cases.flatMap(({ days, today }) => [false, true].map((restDays) => ({ ...streakOf(days, today, { restDays }), days: days.length })));
    // One at a time: what differs shows with its days, and how to see it again.
    for (const [n, answer] of answers.entries()) expect({ ...answer, seed, life: cases[n >> 1] }).toEqual({ ...expected[n], seed, life: cases[n >> 1] });
    expect(answers).toHaveLength(expected.length);
    // Nothing would be proven by lives in which nothing happens.
    expect(expected.filter(({ bank, current }) => bank > 0 && current > 7).length).toBeGreaterThan(20);
    expect(expected.filter(({ current, longest }) => current < longest).length).toBeGreaterThan(20);
  });

  test("[K1] the date at a moment is what TypeScript says", async () => {
    const stays = fc.sample(fc.tuple(anyZone, anyInstant, anyDayStart), { numRuns: 500, seed }).map(([zone, at, dayStart]) => ({ ...momentIn(zone, at), dayStart }));
    const answers = await database.query(
      `select sync.day_of(m.at, m.zone, (e.stay ->> 'dayStart')::int)::text as day
       from jsonb_array_elements($1) with ordinality as e(stay, n), sync.read_moment(e.stay ->> 'text') m order by n`,
      [stays.map((stay) => ({ ...stay, text: momentText(stay) }))],
    );
    expect(answers.map(({ day }) => day)).toEqual(stays.map((stay) => dayOf(stay, stay.dayStart)));
  });

  test("[N1] the numbers of random rows are those that a device folds them into", async () => {
    const now = Date.UTC(2026, 10, 22, 20);
    const instant = fc.integer({ min: now - 40 * 86_400_000, max: now });
    const iso = (at: number): string => new Date(at).toISOString();
    const deleted_at = fc.constantFrom(null, null, null, iso(now));
    const kind = fc.constantFrom("chat", "game", "video", "music");
    const rows = fc.record({
      messages: fc.array(fc.record({ sender_type: fc.constantFrom("user", "ai"), deleted_at }), { maxLength: 12 }),
      sessions: fc.array(fc.record({ at: instant, long: fc.option(fc.nat({ max: 9_000_000 })), deleted_at }), { maxLength: 6 }),
      activities: fc.array(fc.record({ kind, at: instant, long: fc.option(fc.nat({ max: 9_000_000 })), deleted_at }), { maxLength: 12 }),
      stays: fc.array(fc.record({ zone: anyZone, at: instant, dayStart: anyDayStart }), { maxLength: 30 }),
      lost: fc.nat({ max: 40 }),
      preferences: fc.record({ dayStart: fc.constantFrom(undefined, 0, 3, 6, 7, -1, 1.5, "2", null), restDays: fc.constantFrom(undefined, true, false, "false", 0, null) }),
    });
    const lives = fc.sample(rows, { numRuns: 120, seed }).map((life, n) => {
      const user = md5Id(`numbers ${n}`);
      const row = (name: string): object => ({ user_id: user, id: idOf(user, name), stamp, version: 1 });
      const days = daysOf(life.stays.map(({ zone, at, dayStart }) => ({ moment: momentIn(zone, at), dayStart })));
      return {
        user,
        messages: life.messages.map((message, i) => ({ ...row(`m${i}`), ...message, created_at: iso(now), message_text: "" }) as object as ChatMessageRow),
        sessions: life.sessions.map(
          ({ at, long, ...rest }, i) =>
            ({ ...row(`s${i}`), ...rest, session_start: iso(at), created_at: iso(at), session_end: long === null ? null : iso(at + long), total_duration_minutes: null, activities: [] }) as object as UserSessionRow,
        ),
        activities: life.activities.map(
          ({ at, long, ...rest }, i) =>
            ({ ...row(`a${i}`), ...rest, session_id: user, started_at: iso(at), day: iso(at).slice(0, 10), ended_at: long === null ? null : iso(at + long) }) as object as ActivityRow,
        ),
        days: dayRows(user, { days, today: dayOf({ at: now, offset: 0 }, 0) }, (i) => i % 7 === 0).map(
          (day, i) => ({ ...day, deleted_at: i === life.lost ? iso(now) : null }) as object as StreakDayRow,
        ),
        preferences: Object.entries(life.preferences).flatMap(([key, value]) =>
          value === undefined ? [] : [{ ...row(key), key, value } as object as PreferenceRow],
        ),
      };
    });
    await addUsers(database, lives.map(({ user }) => user));
    await insert(database, "chat_messages", lives.flatMap(({ messages }) => messages));
    await insert(database, "user_sessions", lives.flatMap(({ sessions }) => sessions));
    await insert(database, "activities", lives.flatMap(({ activities }) => activities));
    await insert(database, "streak_days", lives.flatMap(({ days }) => days));
    await insert(database, "preferences", lives.flatMap(({ preferences }) => preferences));

    for (const { user, preferences: chosen, ...life } of lives) {
      const numbers = numbersOf(life);
      const preferences = preferencesOf(chosen);
      const newest = life.days.filter((day) => day.deleted_at === null).map((day) => day.last_moment).sort().at(-1);
      const offset = newest === undefined ? 0 : (parseMoment(newest)?.offset ?? 0);
      const living = life.sessions.filter((session) => session.deleted_at === null);
      const last = living.sort((a, b) => (a.session_start < b.session_start || (a.session_start === b.session_start && a.id < b.id) ? -1 : 1)).at(-1);
      const { statistics } = lifeView(numbers, {
        today: dayOf({ at: now, offset }, preferences.dayStart),
        preferences,
        currentSessionId: last?.session_end === null ? last.id : null,
        complete: true,
      });
      const [answer] = await asUser(database, user, async (tx) => {
        await tx.query("select set_config('test.now_ms', $1, true)", [String(now)]);
        return tx.query("select s.*, s.last_activity_date::text as last_activity_date from public.user_activity_stats s");
      });
      expect({ ...answer, seed }).toEqual({
        user_id: user,
        messages: statistics.messages,
        sessions: statistics.sessions,
        games: statistics.games,
        chat_minutes: statistics.minutes.chat,
        game_minutes: statistics.minutes.game,
        video_minutes: statistics.minutes.video,
        music_minutes: statistics.minutes.music,
        total_minutes: Math.floor(Object.values(numbers.played).reduce((sum, ms) => sum + ms) / 60_000),
        active_days: statistics.days,
        current_streak_days: statistics.currentStreakDays,
        longest_streak_days: statistics.longestStreakDays,
        last_activity_date: statistics.lastActivityDate,
        current_session_id: statistics.currentSessionId,
        seed,
      });
    }
  });
});
