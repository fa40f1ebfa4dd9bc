/** How much there is, for screens that come later than the first. */
import type { SyncedTable } from "../../domain/tables.ts";
import type { Live } from "../../shared/live.ts";
import type { BondhuDatabase } from "./database.ts";
import { live } from "./live.ts";

export const rowCount = (db: BondhuDatabase, table: SyncedTable): Live<number> => live(async () => await db.table(table).count(), Object.is);

/** Whether the search index has read every message (F4). The search worker's own writes are not heard here. */
export const indexState = (db: BondhuDatabase): Live<{ readonly upToDate: boolean }> =>
  live(async () => {
    const [contents, news] = await Promise.all([db.table<{ readonly reading: unknown }, number>("search_index").get(0), db.table("search_journal").count()]);
    return { upToDate: contents?.reading === null && news === 0 };
  });
