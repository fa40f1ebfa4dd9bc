/** Ten years of somebody's days, and how long the app takes to say what they add up to. Runs in a page. */
import { browserClock } from "../../../src/adapters/browser/clock.ts";
import { numbersOf } from "../../../src/domain/life/fold.ts";
import { type ActivityKind, activityKinds, type ActivityRow, type ChatMessageRow, type StreakDayRow, type UserSessionRow } from "../../../src/domain/records.ts";
import { dayOf, momentText } from "../../../src/domain/streak/local-day.ts";
import { streakDayId } from "../../../src/domain/streak/day-id.ts";
import type { Device } from "../../../src/runtime/device.ts";
import { newMessageId, newSessionId } from "../../../src/runtime/ids.ts";
import { openLife } from "../../../src/runtime/life/open.ts";
import type { LifeView } from "../../../src/runtime/life/views.ts";
import { asRow, instant } from "../../../src/runtime/rows.ts";
import type { Live } from "../../../src/shared/live.ts";
import { makeStamp } from "../../../src/sync/hlc.ts";
import type { Row } from "../../../src/sync/ports.ts";
import { openStrictPuts } from "../plain/strict-put.ts";

const dayMs = 86_400_000;
const minuteMs = 60_000;
const sessionsADay = 3;
/** Days written in one transaction. */
const chunk = 20;

const time = { clock: browserClock, offsetAt: (at: number) => -new Date(at).getTimezoneOffset() };
const tables = ["chat_messages", "user_sessions", "activities", "streak_days"] as const;
type Rows = { readonly [T in (typeof tables)[number]]: Row[] };

/** One day's life: three sessions, six activities (five every other day), `messages` messages, every other one Bondhu's. */
function live(rows: Rows, midnight: number, n: number, messages: number): void {
  const rest = (at: number) => ({ stamp: makeStamp({ ms: at, counter: 0, client: "0000000000000001" }), deleted_at: null });
  const day = dayOf({ at: midnight, offset: 0 }, 0);
  let last = midnight;
  for (let session = 0; session < sessionsADay; session += 1) {
    const start = midnight + (8 + 5 * session) * 60 * minuteMs;
    const session_id = newSessionId(start);
    const kinds: ActivityKind[] = ["chat", ...(session === 2 && n % 2 === 0 ? [] : [activityKinds[(n + session) % 4] ?? "chat"])];
    const end = start + (20 + (n % 30)) * minuteMs;
    const row: UserSessionRow = { id: session_id, ...rest(start), session_start: instant(start), created_at: instant(start), session_end: instant(end), total_duration_minutes: 20 + (n % 30), activities: [...new Set(kinds)].sort() };
    rows.user_sessions.push(asRow(row));
    for (const kind of kinds) {
      const activity: ActivityRow = { id: newMessageId(start), ...rest(start), kind, session_id, started_at: instant(start), day, ended_at: instant(end), deleted_at: null };
      rows.activities.push(asRow(activity));
    }
    const said = Math.floor((messages * (session + 1)) / sessionsADay) - Math.floor((messages * session) / sessionsADay);
    for (let index = 0; index < said; index += 1) {
      const at = start + index * minuteMs;
      const message: ChatMessageRow = {
        id: newMessageId(at),
        ...rest(at),
        sender_type: index % 2 === 0 ? "user" : "ai",
        session_id,
        created_at: instant(at),
        reply_to: null,
        reply_source: null,
        reply_attempt: null,
        message_text: "a message of ordinary length, as people write them",
        mood_detected: null,
        sentiment_score: null,
      };
      rows.chat_messages.push(asRow(message));
    }
    last = end;
  }
  const [first_moment, last_moment] = [midnight + 8 * 60 * minuteMs, last].map((at) => momentText({ at, offset: 0 }));
  const streakDay: StreakDayRow = { id: streakDayId(day), ...rest(midnight), day, first_moment: first_moment ?? "", last_moment: last_moment ?? "" };
  rows.streak_days.push(asRow(streakDay));
}

/** Fills the device as the app would have: through its store, in order of time; today is the last day. */
export async function fillLife({ store }: Device, days: number, messages: number): Promise<void> {
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  for (let from = 0; from < days; from += chunk) {
    const rows: Rows = { chat_messages: [], user_sessions: [], activities: [], streak_days: [] };
    for (let n = from; n < Math.min(from + chunk, days); n += 1) {
      live(rows, today - (days - 1 - n) * dayMs, n, Math.floor((messages * (n + 1)) / days) - Math.floor((messages * n) / days));
    }
    await store.write(tables, async (tx) => {
      for (const table of tables) await tx.putRows(table, rows[table], true);
    });
  }
}

const first = <T>(live: Live<T>): Promise<{ readonly value: T; readonly ms: number; stop(): void }> =>
  new Promise((resolve, reject) => {
    const from = performance.now();
    let stop = (): void => undefined;
    stop = live.subscribe(
      (value) => resolve({ value, ms: performance.now() - from, stop: () => stop() }),
      reject,
    );
  });

export interface LifeTimes {
  /** ms from a cold subscription to the first view, each time. */
  readonly lives: readonly number[];
  /** ms to fold all rows, each time, the reading of them included. */
  readonly folds: readonly number[];
  readonly puts: readonly number[];
  readonly remakeMs: number;
  readonly view: { readonly days: number; readonly sessions: number; readonly messages: number; readonly streak: number; readonly journal: number };
  /** Both say the same. */
  readonly isEqual: boolean;
}

/** `journal`: entries that the tally has not taken in when it is read. */
export async function timeLife(device: Device, rounds: number, journal: number): Promise<LifeTimes> {
  const { db, store } = device;
  await db.table("tally").clear();
  const made = performance.now();
  await openLife(device, time).tend();
  const remakeMs = performance.now() - made;
  for (let n = 0; n < journal; n += 1) {
    const rows: Rows = { chat_messages: [], user_sessions: [], activities: [], streak_days: [] };
    live(rows, Math.floor(Date.now() / dayMs) * dayMs, n, 1);
    const [message] = rows.chat_messages;
    const [activity] = rows.activities;
    if (message && activity) {
      await store.write(tables, async (tx) => {
        await tx.putRows("chat_messages", [message], true);
        await tx.putRows("activities", [activity], true);
      });
    }
  }
  const bare = await openStrictPuts();
  const [lives, folds, puts]: [number[], number[], number[]] = [[], [], []];
  let view: LifeView | null = null;
  for (let round = 0; round < rounds; round += 1) {
    puts.push(await bare.put());
    const { value, ms, stop } = await first(openLife(device, time).life);
    stop();
    lives.push(ms);
    view = value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  let folded: ReturnType<typeof numbersOf> | null = null;
  for (let round = 0; round < 3; round += 1) {
    const from = performance.now();
    const [messages, sessions, activities, days] = await Promise.all([db.chat_messages.toArray(), db.user_sessions.toArray(), db.activities.toArray(), db.streak_days.toArray()]);
    folded = numbersOf({ messages, sessions, activities, days });
    folds.push(performance.now() - from);
  }
  bare.close();
  if (view === null || folded === null) throw new Error("nothing was measured");
  const { statistics } = view;
  return {
    lives,
    folds,
    puts,
    remakeMs,
    view: { days: statistics.days, sessions: statistics.sessions, messages: statistics.messages, streak: statistics.currentStreakDays, journal: await db.table("tally_journal").count() },
    isEqual: JSON.stringify(view.days) === JSON.stringify(folded.days) && statistics.messages === folded.messages && statistics.sessions === folded.sessions && statistics.games === folded.games,
  };
}
