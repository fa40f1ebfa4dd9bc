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

const run = async (sql: string, ...parameters: readonly unknown[]): Promise<readonly unknown[]> =>
  (await db.executeQuery(CompiledQuery.raw(sql, [...parameters]))).rows;

test("[fault 2] what a failed bind half wrote is no part of the next query, where no transaction is rolled back", async () => {
  for (let round = 0; round < 3; round++) {
    // Thrown while the messages are being written, and not by Postgres.
    await expect(run("select $1::jsonb as doc", 10n)).rejects.toThrow();
    expect(await run("select $1::int as one", 1)).toEqual([{ one: 1 }]);
  }
});

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
