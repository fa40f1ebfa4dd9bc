/**
 * The real SQL as a world's server: requests go through the app's own adapter into the real functions, in the name of the token's user.
 * Only the clock by which the SQL judges is the world's: `sync.clock_ms` is the one place where it looks. Versions go on being made
 * of the real clock, of which nothing but growth is asked.
 */
import { errorBody, type Exchange } from "../../../../src/adapters/supabase/failure.ts";
import { createTransport } from "../../../../src/adapters/supabase/transport.ts";
import type { Answer, PushAnswer, PushRequest, Row, Transport, WireRow } from "../../../../src/sync/ports.ts";
import type { SqlRow, TestDatabase } from "../../sql/database.ts";
import { specs } from "../device.ts";
import { appliedNow, type Backup, type OpenServer, type ServerEvents, type SimServer } from "./server.ts";

const everyTable = [...specs.map(({ name }) => name), "sync_heads", "sync_clients", "sync_answers"];

/** To be called once on a database of its own: the world's clock, and small first answers, so that a short story has history. */
export async function makeSimulated(database: TestDatabase): Promise<void> {
  await database.script(`
    create or replace function sync.clock_ms() returns bigint language sql volatile as
    $$ select current_setting('test.now_ms')::bigint $$;
    update sync.tables set newest = 5;
    select sync.define_feed();
  `);
}

export const openPostgres =
  (database: TestDatabase): OpenServer =>
  async (users, now, events) => {
    // A story may be told again: its people begin anew.
    await database.query("delete from auth.users where id = any ($1)", [users]);
    for (const user of users) await database.query("insert into auth.users (id) values ($1)", [user]);
    return new PostgresServer(database, now, events);
  };

class PostgresServer implements SimServer {
  constructor(
    private readonly database: TestDatabase,
    private readonly now: () => number,
    private readonly events: ServerEvents,
  ) {}

  as(token: string, user: string): Transport {
    const person = { token, user, now: this.now };
    return { ...transportOver(this.database, person), push: (request, signal) => this.#push(person, request, signal) };
  }

  async #push(person: Caller, request: PushRequest, signal: AbortSignal): Promise<Answer<PushAnswer>> {
    const { user } = person;
    // In the same transaction: what is told now and was not known before has been applied now.
    let before = 0;
    const question = `select last_seq from public.sync_clients where user_id = ${literal(user)} and client = ${literal(request.client)}`;
    const first = { sql: question, heard: ([row]: readonly SqlRow[]) => (before = Number(row?.["last_seq"] ?? 0)) };
    const answer = await transportOver(this.database, person, first).push(request, signal);
    if (!answer.ok) return answer;
    this.events.applied(user, request.client, appliedNow(answer, before));
    if (answer.value.head > answer.value.headBefore) this.events.poke(user);
    return answer;
  }

  async head(user: string): Promise<number> {
    const [row] = await this.database.query("select head from public.sync_heads where user_id = $1", [user]);
    return Number(row?.["head"] ?? 0);
  }

  async rows(user: string): Promise<readonly WireRow[]> {
    const parts = specs.map(({ name }) => `select '${name}' as "table", sync.wire_${name}(t) as row from public.${name} t where t.user_id = $1`);
    const rows = await this.database.query(parts.join(" union all "), [user]);
    return rows.map((row) => ({ table: String(row["table"]), row: row["row"] as Row }));
  }

  async backup(user: string): Promise<Backup> {
    const [saved] = await this.database.query(
      `select jsonb_build_object(${everyTable.map((table) => `'${table}', (select jsonb_agg(t) from public.${table} t where t.user_id = $1)`).join(", ")}) as everything`,
      [user],
    );
    return { head: await this.head(user), restore: () => this.#restore(user, saved?.["everything"]) };
  }

  #restore(user: string, everything: unknown): Promise<void> {
    return this.database.transaction(async (tx) => {
      // Days are judged as they come back, too.
      await tx.query("select set_config('test.now_ms', $1, true)", [String(Math.floor(this.now()))]);
      for (const table of everyTable) {
        await tx.query(`delete from public.${table} where user_id = $1`, [user]);
        await tx.query(`insert into public.${table} select * from jsonb_populate_recordset(null::public.${table}, coalesce(nullif($1::jsonb -> '${table}', 'null'), '[]'))`, [everything]);
      }
    });
  }

  async renewAll(user: string): Promise<void> {
    await this.database.query("update public.sync_heads set epoch = gen_random_uuid() where user_id = $1", [user]);
  }
}

interface Caller {
  readonly token: string;
  readonly user: string;
  readonly now: () => number;
}
/** A question that is asked in the transaction of a request, before it. */
interface First {
  readonly sql: string;
  readonly heard: (rows: readonly SqlRow[]) => void;
}

/** The app's adapter, with SQL in place of HTTP. */
export function transportOver(database: TestDatabase, { token, user, now }: Caller, first?: First): Transport {
  return createTransport({
    userId: user,
    now,
    call: async ({ path, body }) => ({ ok: true, value: await exchange(database, { token, now: now(), path, body }, first) }),
  });
}

interface SqlCall {
  readonly token: string;
  readonly now: number;
  readonly path: string;
  readonly body: unknown;
}

/** As PostgREST would, in one transaction and one round trip: with the role and the claims of the token. */
async function exchange(database: TestDatabase, { token, now, path, body }: SqlCall, first?: First): Promise<Exchange> {
  const name = path.replace("/rest/v1/rpc/", "");
  const args = Object.entries(body as Readonly<Record<string, unknown>>).filter(([, value]) => value !== undefined);
  const named = args.map(([key, value]) => `${key} => ${literal(jsonArguments.has(key) ? JSON.stringify(value) : value)}`).join(", ");
  const claims = JSON.stringify({ role: "authenticated", sub: token });
  try {
    const results = await database.script(`begin;
      ${first?.sql ?? "select"};
      select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${literal(claims)}, true), set_config('test.now_ms', '${Math.floor(now)}', true);
      select public.${name}(${named}) as answer;
      commit;`);
    first?.heard(results[1] ?? []);
    return { kind: "answered", status: 200, retryAfter: null, body: results[3]?.[0]?.["answer"] };
  } catch (reason) {
    await database.script("rollback");
    const failure = refusalOf(reason);
    if (!failure) throw reason;
    return failure;
  }
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `array[${value.map(literal).join(", ")}]::text[]`;
  return `'${String(value).replaceAll("'", "''")}'`;
}

const jsonArguments: ReadonlySet<string> = new Set(["p_mutations", "p_rows", "p_cursor", "p_before"]);

/** As PostgREST words what the functions raise; null: that should not have been raised. */
function refusalOf(reason: unknown): Exchange | null {
  const { code, detail } = (typeof reason === "object" && reason !== null ? reason : {}) as { readonly code?: unknown; readonly detail?: unknown };
  if (typeof code !== "string" || !/^PT[0-9]{3}$/.test(code)) return null;
  const body = { code, details: typeof detail === "string" ? detail : null };
  return { kind: "answered", status: Number(code.slice(2)), retryAfter: null, body: errorBody(body) };
}
