/** Keeps the tally right and short (N2). The store notes what each transaction changes of it; here the notes are taken in, and what is missing is made anew. */
import { storedTally } from "../../adapters/dexie/tally.ts";
import type { BondhuDatabase } from "../../adapters/dexie/database.ts";
import { count, countedTables } from "../../domain/life/contribution.ts";
import type { Numbers } from "../../domain/life/numbers.ts";
import { compacted, type JournalEntry, numbersIn, tallyOf, type TallyRecord } from "../../domain/life/tally.ts";
import type { Live } from "../../shared/live.ts";
import type { Store, StoreTx } from "../../sync/ports.ts";

/** Entries: a longer journal is taken in by whoever reads it. */
export const longJournal = 64;
/** Rows read at once while the tally is made anew: no task of the page gets long by it. */
const pieceSize = 500;

type KeptEntry = JournalEntry & { readonly n: number };

const tables = ["tally", "tally_journal"];
const stored = async (tx: StoreTx): Promise<{ readonly records: readonly TallyRecord[]; readonly journal: readonly KeptEntry[] }> => ({
  records: await tx.side<TallyRecord>("tally").all(),
  journal: await tx.side<KeptEntry>("tally_journal").all(),
});
async function replace(tx: StoreTx, records: readonly TallyRecord[], journal: readonly KeptEntry[]): Promise<void> {
  for (const record of records) await tx.side<TallyRecord>("tally").put(record);
  for (const { n } of journal) await tx.side("tally_journal").delete(n);
}

/** Takes a journal longer than `most` in. Nothing is lost by a crash: one transaction, and relaxed, since before and after say the same. */
export const compactTally = (store: Store, most = longJournal): Promise<void> =>
  store.write(
    tables,
    async (tx) => {
      const { records, journal } = await stored(tx);
      // Another context was quicker, or it is to be made anew.
      const next = journal.length > most ? compacted(records, journal) : null;
      if (next !== null) await replace(tx, next, journal);
    },
    "relaxed",
  );

/**
 * Makes the tally from all rows where it is missing, another build's or at odds with itself. One transaction, so that no write comes in
 * between; it reads piece by piece, and whoever writes meanwhile waits for it, once in the life of a database.
 */
export const remakeTally = (store: Store): Promise<void> =>
  store.write(
    [...countedTables, ...tables],
    async (tx) => {
      const { records, journal } = await stored(tx);
      // Another context was quicker.
      if (numbersIn(records, journal) !== null) return;
      const sums: Record<string, number> = {};
      for (const table of countedTables) {
        for (let after = ""; ; ) {
          const rows = await tx.rowsAfter(table, after, pieceSize);
          for (const row of rows) count(sums, table, row, 1);
          const last = rows.at(-1);
          if (last === undefined) break;
          after = last.id;
        }
      }
      for (const { key } of records) await tx.side("tally").delete(key);
      await replace(tx, tallyOf(sums), journal);
    },
    "relaxed",
  );

/** At a quiet moment: so that the first screen that asks finds it right and short. */
export async function tendTally(store: Store): Promise<void> {
  const { records, journal } = await store.read(tables, stored);
  if (numbersIn(records, journal) === null) await remakeTally(store);
  else if (journal.length > longJournal) await compactTally(store);
}

/** N1's sums, as of what has been committed. */
export const liveNumbers = (db: BondhuDatabase, store: Store): Live<Numbers> => ({
  subscribe(next, error) {
    let over = false;
    const failed = (reason: unknown): void => {
      if (!over) error?.(reason);
    };
    const stop = storedTally(db).subscribe(({ records, journal }) => {
      const numbers = numbersIn(records, journal);
      if (numbers !== null) next(numbers);
      if (numbers === null) remakeTally(store).catch(failed);
      // A journal that stays long, for want of room, is read all the same; whoever reads next tries again, and a database that is gone tells it itself.
      else if (journal.length > longJournal) compactTally(store).catch(() => undefined);
    }, error);
    return () => {
      over = true;
      stop();
    };
  },
});
