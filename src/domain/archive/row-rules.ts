/** What the server's tables take, column by column: a row from a file that breaks one of these would be refused there, or worse, here. */
import type { Json } from "../../shared/json.ts";
import { isUuid } from "../ids.ts";
import { type ActivityKind, activityKinds, maxFactLength, maxRun } from "../records.ts";
import { storable } from "../storable.ts";
import { canBeOn, type LocalDay, parseDay, parseMoment, startOn } from "../streak/local-day.ts";
import type { SyncedTable } from "../tables.ts";

/** The value as it may be stored; undefined: it may not. `row`: as it was read. */
type Rule = (value: unknown, row: Fields) => Json | undefined;
export type Fields = Readonly<Record<string, unknown>>;

const stamp = /^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$/;
const instant = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
const maxInteger = 2_147_483_647;
/** Levels of a preference's value, and its length as JSON in UTF-16 units: at three bytes each it is under W2's limit. */
const maxDepth = 16;
const maxJsonLength = 200_000;

const when =
  (test: (value: unknown) => boolean): Rule =>
  (value) =>
    test(value) ? (value as Json) : undefined;
const nullable =
  (rule: Rule): Rule =>
  (value, row) =>
    value === null || value === undefined ? null : rule(value, row);

const uuid = when((value) => typeof value === "string" && isUuid(value));
const oneOf = (...words: readonly string[]): Rule => when((value) => typeof value === "string" && words.includes(value));
/** Postgres knows no year 0, and the wire no year beyond 9999. */
const moment = when((value) => typeof value === "string" && instant.test(value) && value >= "0001" && isoOf(value) === value);
const count = when((value) => typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= maxInteger);
/** numeric(3, 2). */
const score = when((value) => typeof value === "number" && Math.abs(value) < 10 && Number(value.toFixed(2)) === value);

function isoOf(text: string): string | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** Characters as Postgres counts them: code points. Counted only where it can matter. */
const isWithin = (text: string, min: number, max: number): boolean =>
  text.length >= min && (text.length <= max || (text.length <= 2 * max && [...text].length <= max));

/** NUL and lone surrogates are mended, not refused: a text is somebody's words. */
const text =
  (min: number, max: (row: Fields) => number): Rule =>
  (value, row) => {
    if (typeof value !== "string") return undefined;
    const clean = storable(value);
    return isWithin(clean, min, max(row)) ? clean : undefined;
  };

/** Any JSON, its texts mended. Numbers that are none (1e999) are refused. */
function json(value: unknown, depth = 0): Json | undefined {
  if (depth > maxDepth) return undefined;
  if (typeof value === "string") return storable(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "boolean" || value === null) return value;
  if (typeof value !== "object") return undefined;
  if (Array.isArray(value)) return every(value.map((item) => json(item, depth + 1)));
  const members = Object.entries(value);
  const values = every(members.map(([, member]) => json(member, depth + 1)));
  return values && Object.fromEntries(members.map(([key], index) => [storable(key), values[index] ?? null]));
}
const setting: Rule = (value) => {
  const sound = json(value);
  return JSON.stringify(sound ?? null).length > maxJsonLength ? undefined : sound;
};
const every = (values: readonly (Json | undefined)[]): readonly Json[] | undefined => {
  const sound = values.filter((value) => value !== undefined);
  return sound.length === values.length ? sound : undefined;
};

const date = when((value) => typeof value === "string" && value >= "0001" && parseDay(value) !== null);
const dayIn = ({ day }: Fields): LocalDay | null => (typeof day === "string" ? parseDay(day) : null);
const msIn = (value: unknown): number => (typeof value === "string" ? Date.parse(value) : Number.NaN);
/** K5: the dates that an activity can count for. */
const onItsDay: Rule = (value, row) => {
  const day = dayIn(row);
  return day !== null && canBeOn(msIn(value), day) ? moment(value, row) : undefined;
};
const notBefore =
  (column: string): Rule =>
  (value, row) =>
    msIn(value) < msIn(row[column]) ? undefined : moment(value, row);
/** K5: a moment of that date, by the clock on the wall. */
const momentOfDay: Rule = (value, row) => {
  const [parsed, day] = [typeof value === "string" && value >= "0001" ? parseMoment(value) : null, dayIn(row)];
  return parsed !== null && day !== null && startOn(parsed, day) !== null ? (value as string) : undefined;
};
const lastOfDay: Rule = (value, row) => {
  const sound = momentOfDay(value, row);
  // Text in one shape sorts as what it means.
  return typeof sound === "string" && typeof row["first_moment"] === "string" && sound.slice(0, 24) >= row["first_moment"].slice(0, 24) ? sound : undefined;
};

/** A set: in order, each once; none is the empty one, as in the tables. */
const kinds: Rule = (value) => {
  if (value === null || value === undefined) return [];
  const isSound = Array.isArray(value) && value.length <= 100 && value.every((kind) => activityKinds.includes(kind as ActivityKind));
  return isSound ? [...new Set(value as string[])].sort() : undefined;
};

const between = (least: number, most: number): Rule => when((value) => count(value, {}) !== undefined && Number(value) >= least && Number(value) <= most);
/** X5: at most so many of each. */
const mostNamed = 20;
const isListOf = (value: unknown, test: (entry: unknown) => boolean): boolean => Array.isArray(value) && value.length <= mostNamed && value.every(test);
const isWord = (value: unknown): boolean => typeof value === "string" && /^[a-z]{1,32}$/.test(value);
const shapedBy = when((value) => {
  if (typeof value !== "object" || value === null) return false;
  const { traits, facts, ...rest } = value as Fields;
  const isPair = (entry: unknown): boolean => isListOf(entry, isWord) && (entry as unknown[]).length === 2;
  return isListOf(traits, isPair) && isListOf(facts, (fact) => typeof fact === "string" && isUuid(fact)) && Object.keys(rest).length === 0;
});

const common = { id: uuid, stamp: when((value) => typeof value === "string" && stamp.test(value)) };

/** Every column of every synced table (held against `tables.ts` by a test, and against Postgres by another). */
export const rowRules: { readonly [T in SyncedTable]: Readonly<Record<string, Rule>> } = {
  chat_messages: {
    ...common,
    sender_type: oneOf("user", "ai"),
    session_id: nullable(uuid),
    created_at: moment,
    reply_to: nullable(uuid),
    reply_source: nullable(oneOf("rules", "device", "model")),
    reply_attempt: nullable(count),
    message_text: text(0, (row) => (row["sender_type"] === "user" ? 8000 : 100_000)),
    mood_detected: nullable(text(0, () => 100)),
    sentiment_score: nullable(score),
    deleted_at: nullable(moment),
  },
  user_sessions: {
    ...common,
    session_start: moment,
    created_at: moment,
    session_end: nullable(notBefore("session_start")),
    total_duration_minutes: nullable(count),
    activities: kinds,
    deleted_at: nullable(moment),
  },
  activities: {
    ...common,
    kind: oneOf(...activityKinds),
    session_id: uuid,
    // First: the moment is held against it.
    day: date,
    started_at: onItsDay,
    ended_at: nullable(notBefore("started_at")),
    deleted_at: nullable(moment),
  },
  streak_days: { ...common, day: date, first_moment: momentOfDay, last_moment: lastOfDay, deleted_at: nullable(moment) },
  message_reactions: { ...common, message_id: uuid, reaction: nullable(text(1, () => 32)) },
  preferences: { ...common, key: text(1, () => 200), value: nullable(setting) },
  personality_answers: { ...common, run: between(1, maxRun), item: between(1, 20), answer: between(1, 5), answered_at: moment },
  memory_facts: { ...common, text: nullable(text(1, () => maxFactLength)), created_at: moment },
  reply_notes: { ...common, shaped_by: nullable(shapedBy), deleted_at: nullable(moment) },
};
