/** A Postgres for tests, whichever engine runs it: PGlite in this process or a real server. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type SqlRow = Readonly<Record<string, unknown>>;

export interface Connection {
  query(sql: string, params?: readonly unknown[]): Promise<readonly SqlRow[]>;
}

export interface TestDatabase extends Connection {
  /** Several statements; the rows of each. */
  script(sql: string): Promise<readonly (readonly SqlRow[])[]>;
  /** Committed when `fn` resolves, rolled back when it rejects. */
  transaction<T>(fn: (tx: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));
const sqlFiles = (folder: string): readonly { readonly name: string; readonly sql: string }[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(root, folder, name), "utf8") }));

const migrationFiles = () => sqlFiles("supabase/migrations");
/** A migration by what it does, the verb and noun of its name. */
export function migrationSql(name: string): string {
  const [file] = migrationFiles().filter((one) => one.name.endsWith(`_${name}.sql`));
  if (file === undefined) throw new Error(`no migration ${name}`);
  return file.sql;
}
export const pgTapFiles = () => sqlFiles("supabase/tests");
export const hostedFixture = (): string => readFileSync(join(root, "tests/support/sql/hosted.sql"), "utf8");

/** Runs every migration, each in a transaction of its own, as whoever the connection is. */
export async function applyMigrations(database: TestDatabase): Promise<void> {
  for (const { name, sql } of migrationFiles()) {
    try {
      await database.script(`begin;\n${sql}\ncommit;`);
    } catch (cause) {
      await database.script("rollback;");
      throw new Error(`migration ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }
}

/** Runs `fn` in one transaction as PostgREST would for a request with this person's token; `null` is a request without one. */
export async function asUser<T>(database: TestDatabase, user: string | null, fn: (tx: Connection) => Promise<T>): Promise<T> {
  const role = user === null ? "anon" : "authenticated";
  return database.transaction(async (tx) => {
    await tx.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [
      role,
      JSON.stringify(user === null ? { role } : { role, sub: user }),
    ]);
    return fn(tx);
  });
}

export async function addUser(database: Connection, id: string): Promise<string> {
  await database.query("insert into auth.users (id) values ($1)", [id]);
  return id;
}
