/**
 * Writes deletions when they can no longer be undone (M2–M4). Guarantees: each wish becomes one mutation, whichever tab is first; one
 * left behind by a page that ended is written by the next that starts; an answer that still comes to a deleted message is deleted too.
 */
import { repliesTo, sideRow } from "../adapters/dexie/queries.ts";
import { tables } from "../domain/tables.ts";
import { eraseRows } from "../sync/erase.ts";
import type { Clock, Random } from "../sync/ports.ts";
import { type DeletionsRow, type DeletionWish, isDue, undoMs } from "./deleted.ts";
import type { Device } from "./device.ts";
import { mutationSchema } from "./mutation-schema.ts";
import { once } from "./live.ts";

/** Answers to a message are looked for so long after its deletion, ms, and to so many messages at most. */
const rememberedMs = 30 * 86_400_000;
const rememberedMost = 200;

export interface DeletionsDeps {
  readonly device: Device;
  readonly clock: Clock;
  readonly random: Random;
  /** Something was written: it wants to be synced. */
  readonly wrote: () => void;
  readonly report: (reason: unknown) => void;
}

const eraser = ({ device: { store }, clock, random }: DeletionsDeps) => ({ store, clock, random, tables, schema: mutationSchema });

async function writeWish(deps: DeletionsDeps, { key, question, ids }: DeletionWish): Promise<void> {
  const answers = question === null ? [] : await once(repliesTo(deps.device.db, [question]));
  const now = deps.clock.now();
  await eraseRows(eraser(deps), "chat_messages", ["kv", "asks"], async (tx) => {
    const kv = tx.side<DeletionsRow>("kv");
    const row = await kv.get("deletions");
    // Another tab was first, or it was undone in the last moment.
    if (row === undefined || !row.wishes.some((wish) => wish.key === key)) return [];
    const remembered = row.written.filter(({ at }) => now - at < rememberedMs).slice(1 - rememberedMost);
    await kv.put({
      ...row,
      wishes: row.wishes.filter((wish) => wish.key !== key),
      written: question === null ? remembered : [...remembered, { id: question, at: now }],
    });
    if (question !== null) await tx.side("asks").delete(question);
    return [...ids, ...answers.map(({ id }) => id)];
  });
  // X5: what shaped a reply goes with it. Left behind by a crash right here it says which traits and facts, and no word of them.
  await eraseRows(eraser(deps), "reply_notes", [], async () => [...ids, ...answers.map(({ id }) => id)]);
  deps.wrote();
}

/** Writes those wishes that are due; `all`: undo or no undo, since this account is being left. */
async function writeDeletions(deps: DeletionsDeps, all: boolean): Promise<void> {
  const row = await deps.device.store.read(["kv"], (tx) => tx.side<DeletionsRow>("kv").get("deletions"));
  for (const wish of row?.wishes ?? []) if (all || isDue(wish, deps.clock.now())) await writeWish(deps, wish);
}

export const settleDeletions = (deps: DeletionsDeps): Promise<void> => writeDeletions(deps, true);

/** Follows the wishes until it is stopped. */
export function keepDeletions(deps: DeletionsDeps): () => void {
  const { device, clock } = deps;
  let stopped = false;
  /** What fails because the page is being left has not failed: the wish is durable. */
  const report = (reason: unknown): void => (stopped ? undefined : deps.report(reason));
  let cancelTimer = (): void => undefined;
  let stopAnswers = (): void => undefined;
  let watched = "";

  const follow = ({ wishes, written }: DeletionsRow): void => {
    cancelTimer();
    const now = clock.now();
    if (wishes.some((wish) => isDue(wish, now))) writeDeletions(deps, false).catch(report);
    else if (wishes.length > 0) {
      const next = Math.min(...wishes.map((wish) => wish.at + undoMs));
      cancelTimer = clock.after(next - now, () => void writeDeletions(deps, false).catch(report));
    }
    const questions = written.map(({ id }) => id);
    if (questions.join() === watched) return;
    watched = questions.join();
    stopAnswers();
    stopAnswers = repliesTo(device.db, questions).subscribe((late) => {
      if (late.length === 0) return;
      const ids = late.map(({ id }) => id);
      eraseRows(eraser(deps), "chat_messages", [], async () => ids).then((erased) => (erased.length > 0 ? deps.wrote() : undefined), report);
    }, report);
  };
  const stopRow = sideRow<DeletionsRow>(device.db, "kv", "deletions").subscribe((row) => (row === undefined ? undefined : follow(row)), report);
  return () => {
    stopped = true;
    cancelTimer();
    stopAnswers();
    stopRow();
  };
}
