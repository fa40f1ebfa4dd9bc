/** PGlite with hosted Supabase's schemas, pgTAP and our migrations, in memory. */
import { PGlite } from "@electric-sql/pglite";
import type { Transaction } from "@electric-sql/pglite";
import { pgtap } from "@electric-sql/pglite/pgtap";
import { applyMigrations, hostedFixture } from "./database.ts";
import type { Connection, SqlRow, TestDatabase } from "./database.ts";

const connection = (on: PGlite | Transaction): Connection => ({
  query: async (sql, params) => (await on.query<SqlRow>(sql, params === undefined ? [] : [...params])).rows,
});

export async function openPglite(): Promise<TestDatabase> {
  const pg = await PGlite.create({ extensions: { pgtap } });
  const database: TestDatabase = {
    ...connection(pg),
    script: async (sql) => (await pg.exec(sql)).map((result) => result.rows),
    transaction: (fn) => pg.transaction((tx) => fn(connection(tx))),
    close: () => pg.close(),
  };
  await database.script(hostedFixture());
  await applyMigrations(database);
  return database;
}
