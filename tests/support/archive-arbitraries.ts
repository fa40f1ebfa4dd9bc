/** Random rows and random harm, for the archive's properties. */
import fc from "fast-check";
import type { SyncedTable } from "../../src/domain/tables.ts";
import { streakDayId } from "../../src/domain/streak/day-id.ts";
import { answerId, preferenceId, reactionId } from "../../src/runtime/derived-ids.ts";
import type { Json } from "../../src/shared/json.ts";
import { idOf, morning, type Rows, stampOf } from "./archive.ts";
import { columnArbitraries, dayColumns } from "./row-arbitraries.ts";

const hour = 3_600_000;
/** Few of each kind, so that rows meet. */
const id = fc.nat({ max: 5 }).map(idOf);
const stamp = fc.tuple(fc.nat({ max: 4 }), fc.constantFrom("a", "b")).map(([n, client]) => stampOf(morning + n, 0, client.repeat(16)));
const instant = fc.nat({ max: 3 }).map((n) => new Date(morning + n * hour).toISOString());
const text = fc.oneof(
  fc.constantFrom("", "hello", "ভাই", "<script>x</script>", "a\u0000b", "\ud800", "\u{10000}\uffee", '"\\\n'),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

const columns = columnArbitraries({
  id,
  instant,
  started: instant,
  ended: fc.nat({ max: 3 }).map((n) => new Date(morning + (n + 3) * hour).toISOString()),
  text,
  json,
  preference: fc.constantFrom("theme", "locale", "other"),
  fact: fc.constantFrom("I have a sister", "আমার একটা বিড়াল আছে", "\u{1f49b}"),
});

const rows: { readonly [T in SyncedTable]: fc.Arbitrary<object> } = {
  chat_messages: fc.record({ id, stamp, ...columns.chat_messages }),
  user_sessions: fc.record({ id, stamp, ...columns.user_sessions }),
  activities: fc.record({ id, stamp, ...columns.activities }),
  streak_days: fc.constantFrom("2026-11-20", "2026-11-21").chain((day) => fc.record({ id: fc.constant(streakDayId(day)), stamp, ...dayColumns(day, instant) })),
  message_reactions: fc.record({ stamp, ...columns.message_reactions }).map((row) => ({ id: reactionId(row.message_id), ...row })),
  preferences: fc.record({ stamp, ...columns.preferences }).map((row) => ({ id: preferenceId(row.key), ...row })),
  personality_answers: fc.record({ stamp, ...columns.personality_answers }).map((row) => ({ id: answerId(row.run, row.item), ...row })),
  memory_facts: fc.record({ id, stamp, ...columns.memory_facts }),
  reply_notes: fc.record({ id, stamp, ...columns.reply_notes }),
};

/** Sound rows of every table, several versions of one among them. */
export const anyRows: fc.Arbitrary<Rows> = fc.record({
  chat_messages: fc.array(rows.chat_messages, { maxLength: 8 }),
  user_sessions: fc.array(rows.user_sessions, { maxLength: 4 }),
  activities: fc.array(rows.activities, { maxLength: 4 }),
  streak_days: fc.array(rows.streak_days, { maxLength: 4 }),
  message_reactions: fc.array(rows.message_reactions, { maxLength: 4 }),
  preferences: fc.array(rows.preferences, { maxLength: 4 }),
  personality_answers: fc.array(rows.personality_answers, { maxLength: 4 }),
  memory_facts: fc.array(rows.memory_facts, { maxLength: 4 }),
  reply_notes: fc.array(rows.reply_notes, { maxLength: 4 }),
});

/** What nobody would write. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1.5, 1e308, -0, 2 ** 31, 2 ** 53, "", "\u0000", "\ud83d", "null", [], {}, [[]], "2026-02-30T10:00:00.000Z", "9999-12-31T23:59:59.999Z"),
  fc.constantFrom<unknown>("x".repeat(9000), "0".repeat(36), stampOf(2 ** 47), "constructor", { __proto__: null, toString: 1 }, JSON.parse('{"__proto__": {"a": 1}}')),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: "binary", maxLength: 8 }),
);

/** One harm done to the bytes of a file. */
export const byteHarm: fc.Arbitrary<(bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>> = fc
  .record({ kind: fc.constantFrom("flip", "set", "drop", "double", "cut", "move", "insert"), at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.integer({ min: 1, max: 60 }), byte: fc.nat({ max: 255 }) })
  .map(({ kind, at, length, byte }) => (bytes) => {
    const from = Math.min(bytes.length - 1, Math.floor(at * bytes.length));
    const [before, part, after] = [bytes.slice(0, from), bytes.slice(from, from + length), bytes.slice(from + length)];
    const join = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat([...parts]));
    switch (kind) {
      case "flip":
        return bytes.map((value, index) => (index === from ? value ^ (1 << (byte % 8)) : value));
      case "set":
        return bytes.map((value, index) => (index === from ? byte : value));
      case "drop":
        return join(before, after);
      case "double":
        return join(before, part, part, after);
      case "cut":
        return before;
      case "move":
        return join(part, before, after);
      default:
        return join(before, new Uint8Array([byte]), part, after);
    }
  });

/** Puts `value` somewhere into a document: in the place of a member, an element, or beside one. */
export function harmed(document: Json, picks: readonly number[], key: string | null, value: unknown): unknown {
  const [pick = 0, ...rest] = picks;
  if (typeof document !== "object" || document === null) return value;
  if (Array.isArray(document)) {
    if (document.length === 0 || rest.length === 0) return [...document, value];
    const index = pick % document.length;
    return document.map((item: Json, at) => (at === index ? harmed(item, rest, key, value) : item));
  }
  const entries = Object.entries(document);
  if (entries.length === 0 || (rest.length === 0 && key !== null)) return Object.fromEntries([...entries, [key ?? "x", value]]);
  const index = pick % entries.length;
  return Object.fromEntries(entries.map(([name, item], at) => [name, at === index ? harmed(item, rest, key, value) : item]));
}
