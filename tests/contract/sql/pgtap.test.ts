/** Every pgTAP story, assertion by assertion, wherever the migrations are deployed: PGlite, PostgreSQL 15, and as a hosted project's owner. */
import { afterAll, describe, expect, test } from "vitest";
import { pgTapFiles } from "../../support/sql/database.ts";
import type { TestDatabase } from "../../support/sql/database.ts";
import { openPglite } from "../../support/sql/pglite.ts";
import { startPostgres15 } from "../../support/sql/postgres15.ts";

interface Assertion {
  readonly name: string;
  readonly ok: boolean;
  readonly diagnosis: string;
}

/** TAP as pgTAP prints it: one row a line, a failed assertion's diagnosis in the same row. */
function assertionsIn(results: readonly (readonly { readonly [column: string]: unknown }[])[]): readonly Assertion[] {
  const lines = results.flat().flatMap((row) => Object.values(row).filter((value) => typeof value === "string"));
  return lines.flatMap((line) => {
    const found = /^(not ok|ok) \d+(?: - (.*))?/.exec(line);
    return found ? [{ name: found[2] ?? "unnamed", ok: found[1] === "ok", diagnosis: line }] : [];
  });
}

async function run(database: TestDatabase, sql: string): Promise<readonly Assertion[]> {
  try {
    const assertions = assertionsIn(await database.script(sql));
    return assertions.length > 0 ? assertions : [{ name: "asserts something", ok: false, diagnosis: "no assertion was run" }];
  } catch (error) {
    await database.script("rollback");
    return [{ name: "runs to its end", ok: false, diagnosis: error instanceof Error ? error.message : String(error) }];
  }
}

type Places = readonly (readonly [name: string, open: () => Promise<TestDatabase>])[];

/** `PGTAP_STORY=04`: that story alone, on PGlite, for who works on it and for the planted breaks. */
const only = process.env["PGTAP_STORY"];
const wanted = (name: string): boolean => only === undefined || name.startsWith("00") || name.startsWith(only);

async function onPostgres15(): Promise<Places> {
  const cluster = await startPostgres15();
  afterAll(() => cluster.stop());
  return [
    ["PostgreSQL 15", () => cluster.open("supabase_admin")],
    ["hosted Supabase's non-superuser owner", () => cluster.open("postgres")],
  ];
}

const places: Places = [
  ["PGlite", openPglite],
  ...(only === undefined ? await onPostgres15() : []),
];

for (const [place, open] of places) {
  const database = await open();
  const stories: { readonly name: string; readonly assertions: readonly Assertion[] }[] = [];
  for (const { name, sql } of pgTapFiles()) if (wanted(name)) stories.push({ name, assertions: await run(database, sql) });
  await database.close();

  describe(place, () => {
    for (const { name, assertions } of stories) {
      describe(name.replace(/\.sql$/, ""), () => {
        for (const assertion of assertions) {
          test(assertion.name, () => {
            expect(assertion).toEqual({ ...assertion, ok: true });
          });
        }
      });
    }
  });
}
