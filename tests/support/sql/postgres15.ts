/** A throwaway PostgreSQL 15 cluster on a Unix socket. Missing binaries are an error, never a skip. */
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { Sql, TransactionSql } from "postgres";
import { findPostgres, hasPgTap } from "../system.mjs";
import { applyMigrations, hostedFixture } from "./database.ts";
import type { Connection, SqlRow, TestDatabase } from "./database.ts";

/** Who runs the migrations: the cluster's superuser, or the non-superuser that owns a hosted project. */
type Owner = "supabase_admin" | "postgres";

export interface Cluster {
  /** Folder of its Unix socket. */
  readonly socket: string;
  /** A new database with the hosted fixture and the migrations, run by and connected as `owner`. `connections` in parallel at most. */
  open(owner: Owner, connections?: number): Promise<TestDatabase>;
  /** A connection of the superuser to a database that is there. */
  connect(database: string): TestDatabase;
  /** Ends the server and starts it again; `between` gets the folder of its data. Connections are lost. */
  restart(between: (data: string) => void): Promise<void>;
  stop(): Promise<void>;
}

/** postgres refuses to run as root. */
function serverUser(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string, name: string): number => Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
  for (const name of ["postgres", "nobody"]) {
    try {
      return { uid: id("-u", name), gid: id("-g", name) };
    } catch {
      continue;
    }
  }
  throw new Error("PostgreSQL does not run as root, and neither `postgres` nor `nobody` is a user here");
}

/** jsonb in and out: text passes for JSON already. */
export const json = {
  to: 3802,
  from: [114, 3802],
  serialize: (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: (text: string): unknown => JSON.parse(text),
};

type TestSql = Sql<{ json: unknown }>;
type TestTransaction = TransactionSql<{ json: unknown }>;

function connect(socket: string, database: string, user: string, max: number): TestSql {
  return postgres({ path: join(socket, ".s.PGSQL.5432"), database, user, max, types: { json }, onnotice: () => undefined });
}

const connection = (on: TestSql | TestTransaction): Connection => ({
  query: async (sql, params) => [...(await on.unsafe<SqlRow[]>(sql, params === undefined ? [] : (params as never[])))],
});

function testDatabase(sql: TestSql): TestDatabase {
  return {
    ...connection(sql),
    script: async (text) => {
      const results: unknown = await sql.unsafe(text).simple();
      const lists = Array.isArray(results) && results.every((result) => Array.isArray(result)) ? results : [results];
      return lists as SqlRow[][];
    },
    transaction: async (fn) => (await sql.begin((tx) => fn(connection(tx)))) as Awaited<ReturnType<typeof fn>>,
    close: () => sql.end({ timeout: 5 }),
  };
}

/** Resolves once the server says that it takes connections; rejects with what it said when it ends instead. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes("ready to accept connections")) resolve();
    };
    server.stdout?.on("data", listen);
    server.stderr?.on("data", listen);
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  });
}

/** `settings` go to the server beside those of every throwaway: nothing is flushed, so what is measured here waits for no disk. */
export async function startPostgres15(settings: Readonly<Record<string, string>> = {}): Promise<Cluster> {
  const bin = findPostgres();
  if (bin === null || !hasPgTap()) {
    throw new Error("PostgreSQL 15 with pgTAP is missing: install postgresql-15 and postgresql-15-pgtap");
  }
  const user = serverUser();
  const as = user ?? {};
  const folder = mkdtempSync(join(tmpdir(), "bondhu-pg-"));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  // A language's own order by default, as hosted projects have: text that must sort by bytes has to say so itself.
  const order = ["--locale=C", "--locale-provider=icu", "--icu-locale=en-US"];
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "supabase_admin", "-A", "trust", "-E", "UTF8", "--no-sync", ...order], {
    ...as,
    cwd: folder,
    stdio: "pipe",
  });
  const chosen = { listen_addresses: "", fsync: "off", synchronous_commit: "off", full_page_writes: "off", ...settings };
  const options = Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  /** Resolves with what ends the server. */
  const launch = async (): Promise<() => Promise<void>> => {
    const server = spawn(join(bin, "postgres"), ["-D", data, "-k", folder, ...options], { ...as, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    const gone = new Promise<void>((resolve) => server.once("exit", () => resolve()));
    const killNow = (): void => {
      server.kill("SIGQUIT");
      // Ten million rows are not left behind by who is interrupted.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    };
    process.once("exit", killNow);
    const end = async (): Promise<void> => {
      process.removeListener("exit", killNow);
      if (server.exitCode === null) server.kill("SIGINT");
      await gone;
    };
    try {
      await ready(server);
    } catch (error) {
      await end();
      throw error;
    }
    return end;
  };
  let end = async (): Promise<void> => undefined;
  const stop = async (): Promise<void> => {
    await end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    end = await launch();
  } catch (error) {
    await stop();
    throw error;
  }
  const admin = connect(folder, "postgres", "supabase_admin", 1);
  let made = 0;
  return {
    socket: folder,
    async open(owner, connections = 1) {
      const name = `bondhu_${++made}`;
      await admin.unsafe(`create database ${name}`);
      const fixture = testDatabase(connect(folder, name, "supabase_admin", 1));
      await fixture.script(hostedFixture());
      await fixture.close();
      const sql = connect(folder, name, owner, connections);
      const database = testDatabase(sql);
      const single = testDatabase(connect(folder, name, owner, 1));
      await applyMigrations(single);
      await single.close();
      return database;
    },
    connect: (database) => testDatabase(connect(folder, database, "supabase_admin", 1)),
    async restart(between) {
      await end();
      between(data);
      end = await launch();
    },
    async stop() {
      await admin.end({ timeout: 5 });
      await stop();
    },
  };
}
