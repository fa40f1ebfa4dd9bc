/** Ids that derive from what a row is about are the same in SQL as on every device (V6). */
import { randomInt } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv5 } from "@edge/uuid-v5.ts";
import { streakDayId } from "../../../src/domain/streak/day-id.ts";
import { talkId } from "../../../src/runtime/derived-ids.ts";
import { addUser, asUser, type TestDatabase } from "../../support/sql/database.ts";
import { md5Id } from "../../support/sql/many-people.ts";
import { openPglite } from "../../support/sql/pglite.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openPglite();
});
afterAll(() => database.close());

test("[V6] a UUIDv5 in SQL is the one of _shared/uuid-v5.ts, whatever the name", async () => {
  const seed = randomInt(2 ** 31);
  const text = fc.string({ unit: "grapheme", maxLength: 150 }).map((name) => name.replaceAll("\0", "").replace(/\p{Surrogate}/gu, ""));
  const pairs = fc.sample(fc.record({ name: fc.oneof(text, fc.constantFrom("", "chat", "2026-11-22", "ভাই", "\u{10000}")), namespace: fc.uuid() }), { numRuns: 300, seed });
  const answers = await database.query("select sync.uuid_v5(e ->> 'name', (e ->> 'namespace')::uuid) as id from jsonb_array_elements($1) with ordinality as x(e, n) order by n", [pairs]);
  expect({ seed, ids: answers.map(({ id }) => id) }).toEqual({ seed, ids: pairs.map(({ name, namespace }) => uuidv5(name, namespace)) });
});

test("[V6] what add_session_activity writes is what the person's devices would have named so", async () => {
  const user = await addUser(database, md5Id("somebody"));
  const session = md5Id("a session");
  await database.query(
    "insert into public.user_sessions (user_id, id, stamp, session_start, created_at, version) values ($1, $2, '019000000000-0000-00000000000000aa', now(), now(), 1)",
    [user, session],
  );
  const rows = await asUser(database, user, async (tx) => {
    await tx.query("select public.add_session_activity($1, 'chat')", [session]);
    return tx.query("select a.id as activity, d.id as day, d.day::text as date from public.activities a, public.streak_days d");
  });
  expect(rows).toEqual([{ activity: talkId(session), day: streakDayId(String(rows[0]?.["date"])), date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown }]);
});
