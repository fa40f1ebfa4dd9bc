/** The tally of a database beside the fold over all of its rows. */
import { expect } from "vitest";
import type { BondhuDatabase } from "../../../src/adapters/dexie/database.ts";
import { type LifeRows, numbersOf } from "../../../src/domain/life/fold.ts";
import type { Numbers } from "../../../src/domain/life/numbers.ts";
import { type JournalEntry, numbersIn, type TallyRecord } from "../../../src/domain/life/tally.ts";

export interface Kept {
  /** null: it has to be made anew. */
  readonly numbers: Numbers | null;
  readonly journal: number;
  readonly folded: Numbers;
}

/** All of one moment. */
export const kept = (db: BondhuDatabase): Promise<Kept> =>
  db.transaction("r", db.tables, async () => {
    const [messages, sessions, activities, days] = await Promise.all([db.chat_messages.toArray(), db.user_sessions.toArray(), db.activities.toArray(), db.streak_days.toArray()]);
    const rows: LifeRows = { messages, sessions, activities, days };
    const records = await db.table<TallyRecord, string>("tally").toArray();
    const journal = await db.table<JournalEntry, number>("tally_journal").toArray();
    return { numbers: numbersIn(records, journal), journal: journal.length, folded: numbersOf(rows) };
  });

export async function expectRight(db: BondhuDatabase): Promise<void> {
  const { numbers, folded } = await kept(db);
  expect(numbers).toEqual(folded);
}
