/** Databases full of people, filled in minutes by set-based SQL, and how their requests are made. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import type { Sql } from "postgres";
import type { TestDatabase } from "./database.ts";
import { json } from "./postgres15.ts";

export interface Person {
  readonly no: number;
  readonly id: string;
  /** A client of theirs that has pushed nothing yet. */
  readonly client: string;
}

/** The id that SQL makes of `md5(text)::uuid`. */
export const md5Id = (text: string): string => createHash("md5").update(text).digest("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** The n-th person, from 1: the same rows in every size of database. */
export const person = (no: number): Person => ({ no, id: md5Id(`person ${no}`), client: `c${no.toString(16).padStart(15, "0")}` });

/** The id of a person's n-th message, n even. */
export const replyId = ({ no }: Person, n: number): string => md5Id(`reply ${createHash("md5").update(`${no} ${n}`).digest("hex")}`);

/**
 * Adds `people` people of a thousand activities and `messages` messages each to an empty database; about three seconds a hundred people,
 * less for many.
 */
export async function addPeople(database: TestDatabase, people: number, messages = 1000): Promise<void> {
  await database.script(`set bench.users = ${people}; set bench.messages = ${messages}`);
  // Dates in these rows are those of UTC.
  await database.script("set timezone = 'UTC'");
  await database.script(readFileSync(new URL("many-people.sql", import.meta.url), "utf8"));
  // Whoever else has looked at the database since before (autovacuum, most likely) keeps rows from counting as everybody's to see.
  for (let time = 1; ; time += 1) {
    await database.script("vacuum (analyze)");
    const unseen = await database.query("select relname from pg_class where relname in ('chat_messages', 'activities', 'streak_days') and relallvisible < relpages * 0.9");
    if (unseen.length === 0) break;
    if (time === 50) throw new Error(`rows of ${unseen.map(({ relname }) => relname).join()} are not seen by everybody`);
  }
  await database.script("checkpoint");
}

export interface Call {
  /** One expression, `$1` and on. */
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

export interface Sample {
  /** ms inside the server, from the first instruction of the call to its last: neither transport nor client dilute it. */
  readonly server: number;
  /** ms of the whole request as its client sees it: begin, claims, call, commit. */
  readonly wall: number;
  /** ms of processor time that its server process took for that: other processes on a busy machine do not count. Where Linux does not tell: `server`. */
  readonly cpu: number;
  readonly answer: unknown;
}

interface RequestOptions {
  /** Are the calls prepared statements? Default yes. */
  readonly prepared?: boolean;
  /** Who connects; default PostgREST's role. */
  readonly user?: string;
  /** Of the connection. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Hears what the server says on the side. */
  readonly onNotice?: (message: string) => void;
}

/** A long-lived connection as PostgREST holds: the calls of anybody, one transaction each, with that person's claims. */
export class Requests {
  readonly #sql: Sql<{ json: unknown }>;
  readonly #prepare: boolean;
  #pid: Promise<number> | null = null;

  constructor(socket: string, database: string, { prepared = true, user = "authenticator", settings = {}, onNotice }: RequestOptions = {}) {
    this.#prepare = prepared;
    this.#sql = postgres({
      path: join(socket, ".s.PGSQL.5432"),
      database,
      user,
      max: 1,
      types: { json },
      connection: settings,
      onnotice: (notice) => onNotice?.(notice["message"] ?? ""),
    });
  }

  /** ns of processor time that the connection's server process has had; null where the system does not tell. */
  async #cpuTime(): Promise<number | null> {
    this.#pid ??= this.#sql`select pg_backend_pid() as pid`.then(([row]) => Number(row?.["pid"]));
    try {
      return Number(readFileSync(`/proc/${await this.#pid}/schedstat`, "utf8").split(" ")[0]);
    } catch {
      return null;
    }
  }

  async run(who: Person, { sql, params }: Call): Promise<Sample> {
    const claims = JSON.stringify({ role: "authenticated", sub: who.id });
    // The answer is made between the two looks at the clock: a target list is evaluated from left to right.
    const text = `select extract(epoch from ended - began)::float8 * 1000 as ms, answer
      from (select clock_timestamp() as began, ${sql} as answer, clock_timestamp() as ended offset 0) x`;
    const cpuBefore = await this.#cpuTime();
    const from = performance.now();
    const sample = await this.#sql.begin(async (tx) => {
      await tx.unsafe("select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)", [claims], { prepare: true });
      const [row] = await tx.unsafe<{ ms: number; answer: unknown }[]>(text, [...params], { prepare: this.#prepare });
      if (row === undefined) throw new Error("no answer");
      return { server: row.ms, answer: row.answer };
    });
    const wall = performance.now() - from;
    const cpuAfter = await this.#cpuTime();
    return { ...sample, wall, cpu: cpuBefore === null || cpuAfter === null ? sample.server : (cpuAfter - cpuBefore) / 1e6 };
  }

  close(): Promise<void> {
    return this.#sql.end({ timeout: 5 });
  }
}
