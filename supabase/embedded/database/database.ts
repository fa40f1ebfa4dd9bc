/** What the host needs of a database, whichever of the two it is. */
import type { Connection } from "@supabase/lite";

type SqlValue = string | number | boolean | null;
type SqlRow = Readonly<Record<string, unknown>>;

export interface Transaction {
  /** One statement with `$1` parameters. */
  query(text: string, parameters?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** Several statements without parameters. */
  script(sql: string): Promise<void>;
}

export interface Database {
  readonly kind: "pglite" | "postgres";
  /** What the Supabase API runs on. */
  readonly connection: Connection;
  /** Commits when `work` resolves, rolls back when it rejects. Never waits for the API's own transactions inside it. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Calls back with the payload of every NOTIFY on `channel`, reconnecting by itself. */
  listen(channel: string, onPayload: (payload: string) => void): Promise<void>;
  /** Nothing committed is lost by a power cut after it. */
  close(): Promise<void>;
}

class Undo extends Error {
  constructor(readonly value: unknown) {
    super("undo");
  }
}

/** Runs `work` in a transaction that is always rolled back, and resolves with its value. */
export async function dryRun<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  let done: { readonly value: T } | null = null;
  try {
    await database.transaction(async (tx) => {
      done = { value: await work(tx) };
      throw new Undo(done);
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  if (done === null) throw new Error("the transaction did not run");
  return (done as { readonly value: T }).value;
}
