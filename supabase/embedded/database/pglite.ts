/** The embedded database: Postgres in WebAssembly, its files in the data folder. */
import type { PGlite } from "@electric-sql/pglite";
import { createPgliteConnection } from "@supabase/lite/pglite";
import { Kysely } from "kysely";
import { Mutex } from "../mutex.ts";
import { messageOf, StartError } from "../start-error.ts";
import type { Database, Transaction } from "./database.ts";
import { serialDialect } from "./pglite-dialect.ts";
import { syncFolder } from "./sync-files.ts";

const transactionOn = (tx: Pick<PGlite, "query" | "exec">): Transaction => ({
  query: async (text, parameters = []) => (await tx.query<Record<string, unknown>>(text, [...parameters])).rows,
  script: async (sql) => void (await tx.exec(sql)),
});

/** `folder` is a plain path; a second process on it must be kept out by the caller. */
export async function openPglite(folder: string): Promise<Database> {
  const openedAt = Date.now();
  let connection: Awaited<ReturnType<typeof createPgliteConnection>>;
  try {
    connection = await createPgliteConnection({ url: folder });
    await connection.driver.waitReady;
  } catch (error) {
    throw new StartError(`The database in ${folder} cannot be opened: ${messageOf(error)}.`, { cause: error });
  }
  const pg = connection.driver;
  const lock = new Mutex();
  connection.kysely = new Kysely<unknown>({ dialect: serialDialect(pg, lock) });
  return {
    kind: "pglite",
    connection,
    transaction: (work) => lock.run(() => pg.transaction((tx) => work(transactionOn(tx)))),
    listen: (channel, onPayload) => lock.run(async () => void (await pg.listen(channel, onPayload))),
    close: () =>
      lock.run(async () => {
        await pg.exec("checkpoint");
        await pg.close();
        syncFolder(folder, openedAt - 1000);
      }),
  };
}
