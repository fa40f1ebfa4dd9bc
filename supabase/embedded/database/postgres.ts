/** A PostgreSQL server named by DATABASE_URL. */
import { createPostgresConnection } from "@supabase/lite/postgres";
import type { TransactionSql } from "postgres";
import { codeOf, messageOf, StartError } from "../start-error.ts";
import type { Database, Transaction } from "./database.ts";

const oldestVersion = 15;
const connectSeconds = 5;

/** The API hands jsonb over as text already: encoded again, an object would be stored as a string (fault 3). */
const json = (type: number) => ({
  to: type,
  from: [type],
  serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: (text: string): unknown => JSON.parse(text),
});

const transactionOn = (sql: TransactionSql): Transaction => ({
  query: async (text, parameters = []) => await sql.unsafe(text, [...parameters]),
  script: async (text) => void (await sql.unsafe(text).simple()),
});

/** The address without its password. */
function shown(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port === "" ? "" : `:${port}`}${pathname}`;
}

/** Throws a StartError for a server older than the migrations need; `number` is server_version_num. */
export function demandVersion(url: string, number: number, name: string): void {
  if (number >= oldestVersion * 10_000) return;
  throw new StartError(`The database ${shown(url)} is PostgreSQL ${name}; Bondhu needs ${oldestVersion} or newer.`);
}

export async function openPostgres(url: string): Promise<Database> {
  const connection = createPostgresConnection({
    url,
    postgresOptions: { connect_timeout: connectSeconds, onnotice: () => undefined, types: { json: json(114), jsonb: json(3802) } },
  });
  const sql = connection.driver;
  try {
    const [row] = await sql`select current_setting('server_version_num')::int as number, current_setting('server_version') as name`;
    demandVersion(url, Number(row?.["number"]), String(row?.["name"]));
  } catch (error) {
    await sql.end({ timeout: 0 });
    if (error instanceof StartError) throw error;
    throw new StartError(`The database ${shown(url)} cannot be reached: ${messageOf(error) || (codeOf(error) ?? "unknown error")}.`, { cause: error });
  }
  return {
    kind: "postgres",
    connection,
    transaction: async (work) => {
      // postgres.js unwraps the type of what the callback returns, so the value takes another way out.
      let value: { readonly of: Awaited<ReturnType<typeof work>> } | null = null;
      await sql.begin(async (tx) => {
        value = { of: await work(transactionOn(tx)) };
      });
      if (value === null) throw new Error("the transaction did not run");
      return (value as { readonly of: Awaited<ReturnType<typeof work>> }).of;
    },
    listen: async (channel, onPayload) => void (await sql.listen(channel, onPayload)),
    close: () => sql.end({ timeout: 5 }),
  };
}
