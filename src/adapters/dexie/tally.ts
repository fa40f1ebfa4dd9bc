/** The tally and its journal as they are stored (N2), followed live. They are written by the store. */
import type { JournalEntry, TallyRecord } from "../../domain/life/tally.ts";
import type { Live } from "../../shared/live.ts";
import type { BondhuDatabase } from "./database.ts";
import { live } from "./live.ts";

export interface StoredTally {
  readonly records: readonly TallyRecord[];
  readonly journal: readonly JournalEntry[];
}

/** Both of one moment. */
export const storedTally = (db: BondhuDatabase): Live<StoredTally> =>
  live(async () => {
    const [records, journal] = await db.transaction("r", ["tally", "tally_journal"], () =>
      Promise.all([db.table<TallyRecord, string>("tally").toArray(), db.table<JournalEntry, number>("tally_journal").toArray()]),
    );
    return { records, journal };
  });
