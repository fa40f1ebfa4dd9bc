/** Brings a database to where hosted Supabase starts: auth schema, roles, realtime. Skipped once it is recorded. */
import { createHash } from "node:crypto";
import type { App } from "@supabase/lite";
import { dependencies } from "../../package.json";
import type { Database } from "./database/database.ts";
import bootstrapSql from "./sql/bootstrap.sql?raw";
import realtimeSql from "./sql/realtime.sql?raw";
import { messageOf, StartError } from "./start-error.ts";

/** Changes with anything this module would do, so that an upgrade does it again. */
const fingerprint = createHash("sha256").update(JSON.stringify([dependencies["@supabase/lite"], bootstrapSql, realtimeSql])).digest("hex");

/** Two hosts starting on one database take turns. */
export const bootLock = "select pg_advisory_xact_lock(4846)";

async function recorded(database: Database): Promise<boolean> {
  return await database.transaction(async (tx) => {
    const [table] = await tx.query("select to_regclass('bondhu_host.bootstrap') is not null as there");
    if (table?.["there"] !== true) return false;
    return (await tx.query("select 1 from bondhu_host.bootstrap where fingerprint = $1", [fingerprint])).length > 0;
  });
}

/** `beforeWork` is called when there is something to do, which takes seconds. */
export async function bootstrap(database: Database, app: App, beforeWork: () => void): Promise<void> {
  if (await recorded(database)) return;
  beforeWork();
  try {
    await app.ensureSystemSchema();
    await database.transaction(async (tx) => {
      await tx.query(bootLock);
      await tx.script(bootstrapSql);
      await tx.script(realtimeSql);
      await tx.script(`
        create schema if not exists bondhu_host;
        create table if not exists bondhu_host.bootstrap (fingerprint text primary key, done_at timestamptz not null default now());
      `);
      await tx.query("insert into bondhu_host.bootstrap (fingerprint) values ($1) on conflict do nothing", [fingerprint]);
    });
  } catch (error) {
    throw new StartError(`The database could not be prepared (its user must be allowed to create roles): ${messageOf(error)}.`, { cause: error });
  }
}
