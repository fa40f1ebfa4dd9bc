/** Delete and undo (M2): the wish is durable at once, what it wishes is written when it can no longer be undone. */
import { repliesTo } from "../../adapters/dexie/queries.ts";
import type { Result } from "../../shared/result.ts";
import type { Clock } from "../../sync/ports.ts";
import type { WriteError } from "../api.ts";
import { type DeletionsRow, type DeletionWish, isDue } from "../deleted.ts";
import type { Device } from "../device.ts";
import { once } from "../live.ts";
import { written } from "./write-error.ts";

const none: DeletionsRow = { key: "deletions", wishes: [], written: [] };

async function wishFor({ store, db }: Device, now: number, messageId: string): Promise<DeletionWish | null> {
  const [row] = await store.read(["chat_messages"], (tx) => tx.rows("chat_messages", [messageId]));
  if (row === undefined || (row["deleted_at"] ?? null) !== null) return null;
  const question = row["reply_to"];
  if (row["sender_type"] === "ai") {
    // Every attempt at this answer, as they are now: one asked for later is another wish.
    const attempts = typeof question === "string" ? await once(repliesTo(db, [question])) : [];
    return { key: messageId, at: now, ids: [...new Set([messageId, ...attempts.map(({ id }) => id)])], question: null, answers: 0 };
  }
  const answers = await once(repliesTo(db, [messageId]));
  return { key: messageId, at: now, ids: [messageId], question: messageId, answers: answers.length };
}

/** Hides it on this device at once. Wishing twice changes nothing. */
export const deleteMessage = (device: Device, clock: Clock, messageId: string): Promise<Result<void, WriteError>> =>
  written(async () => {
    const wish = await wishFor(device, clock.now(), messageId);
    if (wish === null) return;
    await device.store.write(["kv"], async (tx) => {
      const kv = tx.side<DeletionsRow>("kv");
      const row = (await kv.get("deletions")) ?? none;
      if (row.wishes.some(({ key }) => key === wish.key)) return;
      await kv.put({ ...row, wishes: [...row.wishes, wish] });
    });
  });

/** False: too late, it has been deleted, or its time is over and it is about to be. */
export const undoDelete = (device: Device, clock: Clock, key: string): Promise<Result<boolean, WriteError>> =>
  written(() =>
    device.store.write(["kv"], async (tx) => {
      const kv = tx.side<DeletionsRow>("kv");
      const row = await kv.get("deletions");
      const wish = row?.wishes.find((one) => one.key === key);
      if (row === undefined || wish === undefined || isDue(wish, clock.now())) return false;
      await kv.put({ ...row, wishes: row.wishes.filter((one) => one !== wish) });
      return true;
    }),
  );
