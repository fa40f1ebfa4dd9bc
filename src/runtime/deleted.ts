/** Wishes to delete (M2): what they hide at once, and when they are due. Pure, and in the first screen's way: keep it small. */
import type { StoredMessage } from "./rows.ts";

/** How long a deletion can be undone, ms. */
export const undoMs = 10_000;

export interface DeletionWish {
  readonly key: string;
  /** Device clock, ms: undo is about what the person sees pass, not about the server's time. */
  readonly at: number;
  /** Messages that go. */
  readonly ids: readonly string[];
  /** A message of one's own whose answers go with it, those that come later too. */
  readonly question: string | null;
  /** How many answers were there when it was wished. */
  readonly answers: number;
}

/** The one row of wishes, in `kv`. */
export interface DeletionsRow {
  readonly key: "deletions";
  readonly wishes: readonly DeletionWish[];
  /** Own messages that were deleted here lately: an answer that still comes to one goes too. */
  readonly written: readonly { readonly id: string; readonly at: number }[];
}

export type Hidden = (row: Pick<StoredMessage, "id" | "reply_to">) => boolean;

/** What is not shown, and not answered, while it waits to be deleted. */
export function hiddenBy(row: DeletionsRow | undefined): Hidden {
  const wishes = row?.wishes ?? [];
  const ids = new Set(wishes.flatMap((wish) => wish.ids));
  const questions = new Set(wishes.map((wish) => wish.question));
  return wishes.length === 0 ? () => false : ({ id, reply_to }) => ids.has(id) || (reply_to !== null && questions.has(reply_to));
}

/** A clock set back before the wish ends its time too: nothing stays hidden but not deleted. */
export const isDue = (wish: DeletionWish, now: number): boolean => now < wish.at || now >= wish.at + undoMs;
