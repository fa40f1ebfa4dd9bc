/** Random rows of every synced table: their columns beside id and stamp, from values that the test chooses. */
import fc from "fast-check";
import type { SyncedTable } from "../../src/domain/tables.ts";
import type { Json } from "../../src/shared/json.ts";

export const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 3 });

export interface Values {
  readonly id: fc.Arbitrary<string>;
  readonly instant: fc.Arbitrary<string>;
  /** On or about 2026-11-22, which activities count for. */
  readonly started: fc.Arbitrary<string>;
  /** None is before any of `started`. */
  readonly ended: fc.Arbitrary<string>;
  readonly text: fc.Arbitrary<string>;
  readonly json: fc.Arbitrary<Json>;
  readonly preference: fc.Arbitrary<string>;
  /** Of at least one character. */
  readonly fact: fc.Arbitrary<string>;
}

type Columns = { readonly [column: string]: fc.Arbitrary<Json> };
const kind = fc.constantFrom("chat", "game", "video", "music");

export const columnArbitraries = ({ id, instant, started, ended, text, json, preference, fact }: Values) => ({
  chat_messages: {
    sender_type: fc.constantFrom("user", "ai"),
    session_id: maybe(id),
    created_at: instant,
    reply_to: maybe(id),
    reply_source: maybe(fc.constantFrom("rules", "device", "model")),
    reply_attempt: maybe(fc.nat({ max: 12 })),
    message_text: text,
    mood_detected: maybe(text),
    sentiment_score: maybe(fc.integer({ min: -999, max: 999 }).map((value) => value / 100)),
    deleted_at: maybe(instant),
  },
  user_sessions: {
    session_start: started,
    created_at: instant,
    session_end: maybe(ended),
    total_duration_minutes: maybe(fc.nat({ max: 20 })),
    activities: fc.array(kind, { maxLength: 6 }),
    deleted_at: maybe(instant),
  },
  activities: { kind, session_id: id, started_at: started, day: fc.constantFrom("2026-11-21", "2026-11-22"), ended_at: maybe(ended), deleted_at: maybe(instant) },
  message_reactions: { message_id: id, reaction: maybe(fc.constantFrom("💛", "👍", "❤️", "🙂")) },
  preferences: { key: preference, value: json },
  personality_answers: { run: fc.integer({ min: 1, max: 3 }), item: fc.constantFrom(1, 2, 20), answer: fc.integer({ min: 1, max: 5 }), answered_at: instant },
  memory_facts: { text: maybe(fact), created_at: instant },
  reply_notes: {
    shaped_by: maybe(
      fc.record({
        traits: fc.array(fc.tuple(fc.constantFrom("extraversion", "openness"), fc.constantFrom("low", "high")), { maxLength: 3 }),
        facts: fc.array(id, { maxLength: 2 }),
      }),
    ),
    deleted_at: maybe(instant),
  },
} satisfies { readonly [T in Exclude<SyncedTable, "streak_days">]: Columns });

/** Equal instants with different offsets among them; the last is never before the first. */
export const dayColumns = (day: string, deletedAt: fc.Arbitrary<string>): Columns => ({
  day: fc.constant(day),
  first_moment: fc.constantFrom("10:00:00.000Z+06:00", "10:00:00.000Z-03:30", "09:59:59.999Z+00:00").map((time) => `${day}T${time}`),
  last_moment: fc.constantFrom("10:00:00.000Z+06:00", "10:00:00.000Z-03:30", "23:59:59.999Z+00:00").map((time) => `${day}T${time}`),
  deleted_at: maybe(deletedAt),
});
