/** The same worlds against the real SQL on PGlite, through the app's own adapter. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../support/sql/database.ts";
import { openPglite } from "../support/sql/pglite.ts";
import { fuzz } from "../support/sync/simulation/fuzz.ts";
import { makeSimulated, openPostgres } from "../support/sync/simulation/postgres.ts";
import { missing } from "../support/sync/simulation/report.ts";

const count = Number(process.env["FUZZ_SQL_SEEDS"] ?? 40);

let database: TestDatabase;
beforeAll(async () => {
  database = await openPglite();
  await makeSimulated(database);
});
afterAll(() => database.close());

test(`[fuzz] ${count} worlds of every fault against the SQL`, async () => {
  const report = await fuzz({ name: "postgres", open: openPostgres(database), pinned: [], count, budget: 30 });
  if (count < 40) return;
  expect(missing(report), "every kind of fault and of command happened").toEqual([]);
  expect(report.fewestCommands).toBeGreaterThanOrEqual(60);
  expect(report.fewestFaults).toBeGreaterThanOrEqual(20);
}, 120_000 + count * 10_000);
