/** Applies supabase/migrations in order, each in one transaction together with its record (the Supabase CLI's table). */
import { bootLock } from "./bootstrap.ts";
import type { Database } from "./database/database.ts";
import { messageOf, StartError } from "./start-error.ts";

export interface Migration {
  /** 14 digits. */
  readonly version: string;
  readonly name: string;
  readonly sql: string;
}

const historySql = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
`;

/** From files by path; anything not named `<14 digits>_verb_noun.sql` is a mistake. Oldest first. */
export function migrationsFrom(files: Readonly<Record<string, string>>): readonly Migration[] {
  return Object.entries(files)
    .map(([path, sql]) => {
      const match = /(?:^|\/)(\d{14})_(\w+)\.sql$/.exec(path);
      if (!match?.[1] || !match[2]) throw new StartError(`The migration ${path} is not named <14 digits>_verb_noun.sql.`);
      return { version: match[1], name: match[2], sql };
    })
    .sort((a, b) => (a.version < b.version ? -1 : 1));
}

async function apply(database: Database, migration: Migration): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      await tx.query(bootLock);
      // Another host may have applied it while this one waited.
      const done = await tx.query("select 1 from supabase_migrations.schema_migrations where version = $1", [migration.version]);
      if (done.length > 0) return;
      await tx.script(migration.sql);
      await tx.query("insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, array[$3])", [
        migration.version,
        migration.name,
        migration.sql,
      ]);
    });
  } catch (error) {
    throw new StartError(`The migration ${migration.version}_${migration.name} failed and was undone: ${messageOf(error)}.`, { cause: error });
  }
}

/** Resolves with how many were applied. A database that holds a migration unknown here was written by a newer Bondhu: StartError. */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<number> {
  const applied = await database.transaction(async (tx) => {
    const [table] = await tx.query("select to_regclass('supabase_migrations.schema_migrations') is not null as there");
    if (table?.["there"] !== true) {
      await tx.query(bootLock);
      await tx.script(historySql);
    }
    return new Set((await tx.query("select version from supabase_migrations.schema_migrations")).map((row) => String(row["version"])));
  });
  const known = new Set(migrations.map((migration) => migration.version));
  const unknown = [...applied].find((version) => !known.has(version));
  if (unknown !== undefined) throw new StartError(`The database was migrated by a newer Bondhu (migration ${unknown}); start that one instead.`);
  const missing = migrations.filter((migration) => !applied.has(migration.version));
  for (const migration of missing) await apply(database, migration);
  return missing.length;
}
