/** The mended driver by itself: what the API's own transactions hide. */
import { PGlite } from "@electric-sql/pglite";
import { CompiledQuery, Kysely } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serialDialect } from "../../../supabase/embedded/database/pglite-dialect.ts";
import { Mutex } from "../../../supabase/embedded/mutex.ts";

let db: Kysely<unknown>;
let pg: PGlite;
beforeAll(async () => {
  pg = await PGlite.create();
  db = new Kysely<unknown>({ dialect: serialDialect(pg, new Mutex()) });
});
afterAll(() => pg.close());

test("[fault 1] a transaction has the session for itself", async () => {
  const seen: string[] = [];
  const work = (name: string): Promise<void> =>
    db.transaction().execute(async (tx) => {
      seen.push(`${name} begins`);
      await tx.executeQuery(CompiledQuery.raw("select 1"));
      seen.push(`${name} ends`);
    });
  await Promise.all([work("one"), work("two")]);
  expect(seen).toEqual(["one begins", "one ends", "two begins", "two ends"]);
});

test("[fault 2] what a failed bind half wrote spoils neither the next queries nor a transaction around it", async () => {
  const unbindable = new Map();
  for (const value of [unbindable, [unbindable]]) {
    const broken = (session: Kysely<unknown>) => session.executeQuery(CompiledQuery.raw("select 1 where array['a'] @> $1::text[]", [value]));
    const well = async (session: Kysely<unknown>) => (await session.executeQuery(CompiledQuery.raw("select 2 as two"))).rows;
    await expect(broken(db)).rejects.toThrow(/must be of type string|for string type/);
    expect(await well(db)).toEqual([{ two: 2 }]);
    await expect(db.transaction().execute(broken)).rejects.toThrow(/must be of type string|for string type/);
    expect(await well(db)).toEqual([{ two: 2 }]);
  }
});
