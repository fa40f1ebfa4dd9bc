/** What a migration does with rows that were there before it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { addUser, asUser, migrationSql, type TestDatabase } from "../../support/sql/database.ts";
import { md5Id } from "../../support/sql/many-people.ts";
import { openPglite } from "../../support/sql/pglite.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openPglite();
});
afterAll(() => database.close());

test("[V3] a session that an older app let end before it began is lifted to its start, and the person's devices hear of it", async () => {
  const [ana, ben] = [await addUser(database, md5Id("ana")), await addUser(database, md5Id("ben"))];
  await database.script("alter table public.user_sessions drop constraint user_sessions_in_time");
  const insert = "insert into public.user_sessions (user_id, id, stamp, session_start, session_end, created_at, version) values ($1, $2, '019000000000-0000-00000000000000aa', $3, $4, $3, 1)";
  const [noon, later] = ["2026-11-22T12:00:00.000Z", "2026-11-22T12:30:00.000Z"];
  await database.query(insert, [ana, md5Id("odd"), later, noon]);
  await database.query(insert, [ana, md5Id("even"), noon, later]);
  await database.query(insert, [ben, md5Id("running"), noon, null]);
  await database.script(`begin; ${migrationSql("refuse_sessions_that_end_first")} commit;`);

  const [answer] = await asUser(database, ana, (tx) => tx.query("select public.sync_pull($1::uuid, '00000000000000aa', 0, '{user_sessions}', null, null, 10) as page", [ana]));
  expect(answer?.["page"]).toMatchObject({ rows: [{ row: { id: md5Id("even"), version: 1 } }, { row: { id: md5Id("odd"), session_start: later, session_end: later } }] });
  const heads = await database.query("select user_id, head = (select max(version) from public.user_sessions s where s.user_id = h.user_id) as is_last from public.sync_heads h");
  expect(heads).toEqual([{ user_id: ana, is_last: true }]);
  await expect(database.query(insert, [ben, md5Id("odd"), later, noon])).rejects.toThrow("user_sessions_in_time");
});
