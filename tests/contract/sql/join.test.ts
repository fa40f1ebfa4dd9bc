/** The join in TypeScript and the join in SQL give the same row, whatever the order and however often (DESIGN §3). */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRow } from "../../../src/domain/archive/read-row.ts";
import { tables } from "../../../src/domain/tables.ts";
import type { Json } from "../../../src/shared/json.ts";
import { joinRows } from "../../../src/sync/join.ts";
import type { Row, TableSpec } from "../../../src/sync/ports.ts";
import { activityRow, answerRow, dayRow, factRow, idOf, messageRow, noteRow, preferenceRow, reactionRow, sessionRow } from "../../support/archive.ts";
import { nasty } from "../../support/archive-arbitraries.ts";
import { columnArbitraries, dayColumns } from "../../support/row-arbitraries.ts";
import type { Connection, TestDatabase } from "../../support/sql/database.ts";
import { openPglite } from "../../support/sql/pglite.ts";
import { startPostgres15 } from "../../support/sql/postgres15.ts";
import type { Cluster } from "../../support/sql/postgres15.ts";

const id = "0199aaaa-0000-7000-8000-000000000001";
const user = "00000000-0000-4000-8000-00000000000a";
const runs = 60;

/** Few values of each kind, so that ties and equal halves are common. */
const stamp = fc.constantFrom("019000000000-0000-00000000000000aa", "019000000000-0000-00000000000000bb", "019000000000-0001-00000000000000aa");
const instant = fc.constantFrom("2026-11-22T00:00:00.000Z", "2026-11-22T00:00:00.010Z", "2025-02-28T23:59:59.999Z");
const uuid = fc.constantFrom("0199aaaa-0000-7000-8000-00000000000a", "0199aaaa-0000-7000-8000-00000000000b");
/** Postgres takes neither U+0000 nor half a surrogate pair; commands clean them away. */
const text = fc.oneof(
  fc.constantFrom("", "a", "b", 'quote " and \\', "ভাই", "\u{10000}", "\uffee", "\t\u0001\u007f"),
  fc.string({ unit: "binary", maxLength: 12 }).map((value) => value.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "")),
);
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value).replaceAll("\\u0000", "").replace(/\\ud[89a-f][0-9a-f]{2}/gi, "")) as Json);

const columns = {
  ...columnArbitraries({
    id: uuid,
    instant,
    started: fc.constantFrom("2026-11-22T00:00:00.000Z", "2026-11-21T23:59:59.999Z"),
    ended: fc.constantFrom("2026-11-22T00:00:00.000Z", "2026-11-22T00:00:00.010Z", "2027-02-28T23:59:59.999Z"),
    text,
    json,
    preference: fc.constantFrom("locale", "theme"),
    fact: text.filter((value) => value !== ""),
  }),
  streak_days: dayColumns("2026-11-22", instant),
};

const rowOf = (spec: TableSpec, name: (typeof tables)[number]["name"]): fc.Arbitrary<Row> =>
  fc
    .record({ id: fc.constant(id), stamp, ...columns[name] })
    // A device keeps rows in normal form: unions sorted, a deleted row wiped.
    .map((row) => joinRows(spec, row as Row, row as Row));

const bare = (row: unknown): unknown => {
  expect(row).toBeTypeOf("object");
  const { version: _, ...rest } = row as { readonly [column: string]: unknown };
  return rest;
};

async function joinInSql(on: Connection, table: string, rows: readonly unknown[]): Promise<unknown> {
  const result = await on.query(`select sync.wire_${table}(j) as row from sync.join_${table}($1) j`, [rows]);
  expect(result).toHaveLength(1);
  return bare(result[0]?.["row"]);
}

const anyArchived = {
  chat_messages: messageRow(1),
  user_sessions: sessionRow(1),
  activities: activityRow(1),
  streak_days: dayRow("2026-11-22"),
  message_reactions: reactionRow(idOf(1), "💛"),
  preferences: preferenceRow("theme", "dark"),
  personality_answers: answerRow(1, 1),
  memory_facts: factRow(1),
  reply_notes: noteRow(1),
};
/** O6's limits, from both sides. */
const edges: readonly (readonly [keyof typeof anyArchived, object])[] = [
  ...[
    { message_text: "x".repeat(8000) },
    { message_text: "x".repeat(8001) },
    // Counted in characters, not in UTF-16 units.
    { message_text: "\u{1f49b}".repeat(8000) },
    { message_text: "\u{1f49b}".repeat(8001) },
    { sender_type: "ai", message_text: "x".repeat(100_000) },
    { sender_type: "ai", message_text: "x".repeat(100_001) },
    { sender_type: "system" },
    { message_text: null },
    { created_at: null },
    { created_at: "0001-01-01T00:00:00.000Z" },
    { created_at: "9999-12-31T23:59:59.999Z" },
    { created_at: "2026-02-29T00:00:00.000Z" },
    { created_at: "2026-02-28T24:00:00.000Z" },
    { reply_attempt: 2_147_483_647 },
    { reply_attempt: 2_147_483_648 },
    { reply_attempt: -1 },
    { reply_source: "magic" },
    { sentiment_score: 9.99 },
    { sentiment_score: -9.99 },
    { sentiment_score: 9.999 },
    { sentiment_score: 10 },
    { sentiment_score: 0.125 },
    { mood_detected: "x".repeat(100) },
    { mood_detected: "x".repeat(101) },
    { stamp: "019000000000-0000-00000000000000AA" },
    { id: idOf(1).toUpperCase().replace("7", "A") },
    { session_id: "1" },
    { unknown: 1 },
  ].map((fields) => ["chat_messages", fields] as const),
  ...[{ activities: [] }, { activities: null }, { activities: ["work"] }, { total_duration_minutes: -1 }, { session_end: null }, { session_end: "2026-11-22T07:59:59.999Z" }, { session_end: "2026-11-22T08:00:00.000Z" }].map(
    (fields) => ["user_sessions", fields] as const,
  ),
  ...[
    { kind: "work" },
    { kind: null },
    { session_id: null },
    { ended_at: null },
    { ended_at: "2026-11-22T07:59:59.999Z" },
    { ended_at: "2026-11-22T08:00:00.000Z" },
    { day: "2026-11-31" },
    { day: "infinity" },
    { day: "2026-11-22T00:00:00.000Z" },
    { day: "-infinity" },
    { day: "10000-01-01" },
    { started_at: "infinity" },
    // 18 hours of offset before the date's own first, and 24 + 18 + 6 behind it.
    { started_at: "2026-11-21T06:00:00.000Z" },
    { started_at: "2026-11-21T05:59:59.999Z" },
    { started_at: "2026-11-23T23:59:59.999Z", ended_at: null },
    { started_at: "2026-11-24T00:00:00.000Z", ended_at: null },
  ].map((fields) => ["activities", fields] as const),
  ...[
    { day: "2026-11-23" },
    { day: "2026-02-30" },
    { day: "infinity" },
    { day: null },
    { last_moment: "2026-11-22T07:59:59.999Z+06:00" },
    { last_moment: "2026-11-22T08:00:00.000Z+05:00" },
    { last_moment: null },
    { first_moment: "2026-11-22T08:00:00.000Z" },
    { first_moment: "2026-11-22T08:00:00.000Z-00:00" },
    { first_moment: "2026-11-22T08:00:00.000Z+18:00" },
    { first_moment: "2026-11-22T05:00:00.000Z+18:00" },
    { first_moment: "2026-11-22T05:00:00.000Z+18:01" },
    { first_moment: "2026-11-22T08:00:00.000Z+6:00" },
    { first_moment: "2026-11-22T08:60:00.000Z+06:00" },
    { first_moment: "2026-11-21T24:00:00.000Z+06:00" },
    { first_moment: "2026-02-30T08:00:00.000Z+06:00" },
    { first_moment: "" },
    // The first hours may belong to the day before, six of them.
    { first_moment: "2026-11-21T18:00:00.000Z+06:00" },
    { first_moment: "2026-11-21T17:59:59.999Z+06:00" },
    { last_moment: "2026-11-22T23:59:59.999Z+06:00" },
    { last_moment: "2026-11-23T00:00:00.000Z+06:00" },
  ].map((fields) => ["streak_days", fields] as const),
  ...[{ run: 0 }, { run: 10_001 }, { item: 0 }, { item: 21 }, { answer: 0 }, { answer: 6 }, { answer: 2.5 }, { answer: null }, { answer: "3" }].map(
    (fields) => ["personality_answers", fields] as const,
  ),
  ...[{ text: null }, { text: "" }, { text: "\u{1f49b}".repeat(500) }, { text: "x".repeat(501) }, { created_at: null }].map((fields) => ["memory_facts", fields] as const),
  ...[
    null,
    {},
    { traits: [], facts: [] },
    { traits: [], facts: [], more: 1 },
    { traits: [["a"]], facts: [] },
    { traits: [["a", "B"]], facts: [] },
    { traits: [["a", "b"]], facts: ["x"] },
    { traits: [["a", "b"]], facts: [idOf(1).toUpperCase()] },
    { traits: Array.from({ length: 21 }, () => ["a", "b"]), facts: [] },
    [],
    1,
  ].map((shaped_by) => ["reply_notes", { shaped_by }] as const),
  ...[{ reaction: null }, { reaction: "" }, { reaction: "x".repeat(32) }, { reaction: "x".repeat(33) }].map((fields) => ["message_reactions", fields] as const),
  ...[{ key: "" }, { key: "k".repeat(200) }, { key: "k".repeat(201) }, { value: null }, { value: [1e308, 5e-324] }, { value: { "": [{}] } }].map(
    (fields) => ["preferences", fields] as const,
  ),
];

class Undo extends Error {}
async function storeInSql(database: TestDatabase, table: string, batches: readonly (readonly unknown[])[]): Promise<unknown> {
  let stored: unknown = null;
  await database
    .transaction(async (tx) => {
      await tx.query("insert into auth.users (id) values ($1)", [user]);
      let version = 0;
      for (const rows of batches) {
        await tx.query(`select sync.apply_${table}($1, $2, $3)`, [user, ++version, rows]);
      }
      const [row] = await tx.query(`select sync.wire_${table}(t) as row from public.${table} t where t.user_id = $1`, [user]);
      stored = bare(row?.["row"]);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return stored;
}

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
  });
  afterAll(() => database.close());

  test("[join] the database knows the same tables and merge kinds as src/domain/tables.ts", async () => {
    const known = await database.query("select name, spec from sync.tables order by name");
    expect(known).toEqual(
      [...tables].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, ...spec }) => ({ name, spec })),
    );
  });

  test("[O6] what a file may hold is what the tables take, to the edge", async () => {
    for (const [table, fields] of edges) {
      const whole = { ...anyArchived[table], ...fields };
      const taken = await storeInSql(database, table, [[whole]]).then(
        () => true,
        () => false,
      );
      expect([readRow(table, whole).ok, fields], table).toEqual([taken, fields]);
    }
  });

  test("[O6] whatever of a file is let through, the tables keep as it is", async () => {
    const pick = fc.sample(fc.tuple(fc.constantFrom(...tables), fc.nat({ max: 12 }), nasty), { numRuns: 300, seed: 6 });
    let kept = 0;
    for (const [spec, n, value] of pick) {
      const columns = Object.keys(anyArchived[spec.name]);
      const read = readRow(spec.name, { ...anyArchived[spec.name], [columns[n % columns.length] ?? "id"]: value });
      if (!read.ok) continue;
      const row = JSON.parse(JSON.stringify(read.value)) as Row;
      expect(await storeInSql(database, spec.name, [[row]])).toEqual(joinRows(spec, row, row));
      kept += 1;
    }
    expect(kept).toBeGreaterThan(20);
  });

  describe.each(tables.map((spec) => [spec.name, spec] as const))("%s", (name, spec) => {
    const row = rowOf(spec, name);

    test("[join] TypeScript and SQL join two rows alike", async () => {
      await fc.assert(
        fc.asyncProperty(row, row, async (a, b) => {
          expect(await joinInSql(database, name, [a, b])).toEqual(joinRows(spec, a, b));
        }),
        { numRuns: runs },
      );
    });

    test("[join] neither order nor grouping nor repetition matters, in TypeScript or in SQL", async () => {
      await fc.assert(
        fc.asyncProperty(row, row, row, async (a, b, c) => {
          const joined = joinRows(spec, joinRows(spec, a, b), c);
          expect(joinRows(spec, b, a)).toEqual(joinRows(spec, a, b));
          expect(joinRows(spec, a, joinRows(spec, b, c))).toEqual(joined);
          expect(joinRows(spec, joined, joined)).toEqual(joined);
          const sql = async (...rows: unknown[]): Promise<unknown> => joinInSql(database, name, rows);
          expect(await sql(await sql(a, b), c)).toEqual(joined);
          expect(await sql(await sql(b, a), c)).toEqual(joined);
          expect(await sql(a, await sql(c, b))).toEqual(joined);
          expect(await sql(c, b, b, a)).toEqual(joined);
          expect(await sql(joined)).toEqual(joined);
        }),
        { numRuns: runs / 2 },
      );
    });

    test("[join] what is stored is the join of all that came, in whatever batches", async () => {
      await fc.assert(
        fc.asyncProperty(row, row, row, async (a, b, c) => {
          const joined = joinRows(spec, joinRows(spec, a, b), c);
          expect(await storeInSql(database, name, [[a], [b, c], [a]])).toEqual(joined);
          expect(await storeInSql(database, name, [[c, a], [b]])).toEqual(joined);
        }),
        { numRuns: runs / 4 },
      );
    });
  });
});
