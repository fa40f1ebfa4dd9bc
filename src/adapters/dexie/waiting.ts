/** T4: what of an account is on this device and nowhere else. */
import type { BondhuDatabase } from "./database.ts";

export interface Waiting {
  /** Mutations that the server has not acknowledged. */
  readonly changes: number;
  /** Mutations that it has refused (P6). */
  readonly refused: number;
  /** Replies that are still to come. */
  readonly asks: number;
  /** Words stand in the field. */
  readonly draft: boolean;
  /** Grows with every write: equal marks, and nothing was written in between. */
  readonly mark: number;
}

/** Whether anything would be lost that a person would miss; words in the field are told, and held against nobody. */
export const nothingWaits = ({ changes, refused, asks }: Waiting): boolean => changes + refused + asks === 0;

/** In a transaction over these tables, or a live query. */
export async function readWaiting(db: BondhuDatabase): Promise<Waiting> {
  const asks = db.table<{ readonly state: string }, string>("asks");
  const drafts = db.table<{ readonly text: string }, string>("drafts");
  const [state, changes, refused, open, draft] = await Promise.all([
    db.state.get("engine"),
    db.outbox.count(),
    db.quarantine.count(),
    asks.filter((ask) => ask.state !== "failed").count(),
    drafts.get("chat"),
  ]);
  return { changes, refused, asks: open, draft: (draft?.text ?? "").trim() !== "", mark: state?.nextSeq ?? 0 };
}
