/** Live queries over one account's database: what screens follow and the engine's status is made of. */
import type { Place } from "../../domain/place.ts";
import type { ChatMessageRow } from "../../domain/records.ts";
import type { SyncedTable } from "../../domain/tables.ts";
import type { Live } from "../../shared/live.ts";
import type { QuarantinedEntry, Row } from "../../sync/ports.ts";
import { usable } from "./database.ts";
import type { BondhuDatabase, StateRow } from "./database.ts";
import { storeError } from "./errors.ts";
import { live } from "./live.ts";

/** Device-only tables. */
export type SideTableName = "asks" | "drafts" | "kv" | "private_facts";

const order = "[stamp+id]";
const shown = (row: ChatMessageRow): boolean => row.deleted_at === null;

/**
 * Rows to be shown: neither deleted nor the answer to a message that is (M3: it may have been on its way when that was deleted). An answer
 * whose message is not here yet is shown.
 */
export async function living(db: BondhuDatabase, rows: readonly ChatMessageRow[]): Promise<readonly ChatMessageRow[]> {
  const kept = rows.filter(shown);
  const here = new Set(kept.map(({ id }) => id));
  const elsewhere = [...new Set(kept.flatMap(({ reply_to }) => (reply_to === null || here.has(reply_to) ? [] : [reply_to])))];
  if (elsewhere.length === 0) return kept;
  const deleted = new Set((await db.chat_messages.bulkGet(elsewhere)).flatMap((row) => (row === undefined || shown(row) ? [] : [row.id])));
  return deleted.size === 0 ? kept : kept.filter(({ reply_to }) => reply_to === null || !deleted.has(reply_to));
}

/**
 * Rows of the timeline, oldest first: the newest `limit` that are not deleted, before `before` when given. Deleted ones are
 * left out here and not by Dexie's filter, which would walk a cursor row by row where one request can answer.
 */
export async function newestRows(db: BondhuDatabase, limit: number, before?: Place): Promise<readonly ChatMessageRow[]> {
  const found: ChatMessageRow[] = [];
  let edge = before;
  for (;;) {
    const all = edge ? db.chat_messages.where(order).below([edge.stamp, edge.id]) : db.chat_messages.orderBy(order);
    const rows = await all.reverse().limit(limit).toArray();
    found.push(...(await living(db, rows)));
    edge = rows.at(-1);
    if (found.length >= limit || rows.length < limit || !edge) return found.slice(0, limit).reverse();
  }
}

/** The `limit` rows of the timeline from `from` on, oldest first, as {@link newestRows}. */
export async function oldestRows(db: BondhuDatabase, limit: number, from: Place): Promise<readonly ChatMessageRow[]> {
  const found: ChatMessageRow[] = [];
  let walk = db.chat_messages.where(order).aboveOrEqual([from.stamp, from.id]);
  for (;;) {
    const rows = await walk.limit(limit).toArray();
    found.push(...(await living(db, rows)));
    const last = rows.at(-1);
    if (found.length >= limit || rows.length < limit || last === undefined) return found.slice(0, limit);
    walk = db.chat_messages.where(order).above([last.stamp, last.id]);
  }
}

/** The `limit` messages right before `before`, oldest first, deleted ones left out. */
export const messagesBefore = (db: BondhuDatabase, before: Place, limit: number): Promise<readonly ChatMessageRow[]> =>
  settled(db, () => newestRows(db, limit, before));

/** Whether a message that is not deleted exists before `before`. */
export const hasMessagesBefore = (db: BondhuDatabase, before: Place): Live<boolean> =>
  live(async () => (await newestRows(db, 1, before)).length > 0, Object.is);

/** The answers to these messages, every attempt and source, deleted ones left out. */
export const repliesTo = (db: BondhuDatabase, messageIds: readonly string[]): Live<readonly ChatMessageRow[]> =>
  live(async () => (await db.chat_messages.where("reply_to").anyOf([...messageIds]).toArray()).filter(shown));

/** The attempts of every answer to this message, deleted ones too. */
export const attemptsAt = (db: BondhuDatabase, messageId: string): Promise<readonly number[]> =>
  settled(db, async () => (await db.chat_messages.where("reply_to").equals(messageId).toArray()).map((row) => row.reply_attempt ?? 0));

/** Rows of a synced table as stored, optionally only these ids (in their order, missing ones left out). */
export const rows = <T = Row>(db: BondhuDatabase, table: SyncedTable, ids?: readonly string[]): Live<readonly T[]> =>
  live(async () => {
    const source = db.table<T, string>(table);
    if (!ids) return await source.toArray();
    return (await source.bulkGet([...ids])).filter((row) => row !== undefined);
  });

/** The engine's state row; an error of {@link DatabaseGone} once it may not be used. */
export const engineState = (db: BondhuDatabase): Live<StateRow> => live(async () => usable(await db.state.get("engine"), db.name));

export interface OutboxSummary {
  readonly count: number;
  /** Device clock, ms; null when nothing waits. */
  readonly oldestQueuedAt: number | null;
}
export const outboxSummary = (db: BondhuDatabase): Live<OutboxSummary> =>
  live(
    async () => {
      const [count, oldest] = await db.transaction("r", db.outbox, () => Promise.all([db.outbox.count(), db.outbox.orderBy("seq").first()]));
      return { count, oldestQueuedAt: oldest?.queuedAt ?? null };
    },
    (before, now) => before.count === now.count && before.oldestQueuedAt === now.oldestQueuedAt,
  );

export const quarantined = (db: BondhuDatabase): Live<readonly QuarantinedEntry[]> => live(async () => await db.quarantine.toArray());

export const sideRows = <T>(db: BondhuDatabase, table: SideTableName): Live<readonly T[]> => live(async () => await db.table<T, string>(table).toArray());
export const sideRow = <T>(db: BondhuDatabase, table: SideTableName, key: string): Live<T | undefined> =>
  live(async () => await db.table<T, string>(table).get(key));

async function settled<T>(db: BondhuDatabase, query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (reason) {
    throw storeError(reason, db.isOpen());
  }
}
