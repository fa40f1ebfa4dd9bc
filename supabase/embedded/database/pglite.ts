/** The embedded database: Postgres in WebAssembly, its files in the data folder. */
import { existsSync, renameSync, rmSync } from "node:fs";
import type { PGlite } from "@electric-sql/pglite";
import { createPgliteConnection } from "@supabase/lite/pglite";
import type { PgliteConnection } from "@supabase/lite/pglite";
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

async function open(folder: string): Promise<PgliteConnection> {
  try {
    const connection = await createPgliteConnection({ url: folder });
    await connection.driver.waitReady;
    return connection;
  } catch (error) {
    throw new StartError(`The database in ${folder} cannot be opened: ${messageOf(error)}.`, { cause: error });
  }
}

/**
 * Makes the database beside its place and moves it there, so that a first start killed half-way begins anew. Closing it
 * also gives back the 250 MB that making it takes and that the running instance would keep.
 */
async function create(folder: string): Promise<void> {
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  await (await open(draft)).driver.close();
  syncFolder(draft, 0);
  renameSync(draft, folder);
}

/** `folder` is a plain path; a second process on it must be kept out by the caller. `beforeWork` is called when it is new. */
export async function openPglite(folder: string, beforeWork: () => void): Promise<Database> {
  const openedAt = Date.now();
  if (!existsSync(folder)) {
    beforeWork();
    await create(folder);
  }
  const connection = await open(folder);
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
