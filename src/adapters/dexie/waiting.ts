/** T4: what of an account is on this device and nowhere else. */
import type { Store, StoreTx } from "../../sync/ports.ts";

export interface Waiting {
  /** Mutations that the server has not acknowledged. */
  readonly changes: number;
  /** Mutations that it has refused (P6). */
  readonly refused: number;
  /** Replies that are still to come. */
  readonly asks: number;
  /** Facts of this device only (D2): nothing ever sends them. */
  readonly here: number;
  /** Words stand in the field. */
  readonly draft: boolean;
  /** Grows with every write: equal marks, and nothing was written in between. */
  readonly mark: number;
}

/** Whether anything would be lost that a person would miss; words in the field are told, and held against nobody. */
export const nothingWaits = ({ changes, refused, asks, here }: Waiting): boolean => changes + refused + asks + here === 0;

const sideTables = ["asks", "drafts", "private_facts"] as const;

/** In a transaction over these and the engine's tables. */
export async function waitingIn(tx: StoreTx): Promise<Waiting> {
  const [state, outbox, quarantine, asks, draft, here] = await Promise.all([
    tx.state(),
    tx.outboxSize(),
    tx.quarantine(),
    tx.side<{ readonly state: string }>("asks").all(),
    tx.side<{ readonly text: string }>("drafts").get("chat"),
    tx.side("private_facts").all(),
  ]);
  return {
    changes: outbox.count,
    refused: quarantine.length,
    asks: asks.filter((ask) => ask.state !== "failed").length,
    draft: (draft?.text ?? "").trim() !== "",
    here: here.length,
    // A fact of this device makes no mutation.
    mark: state.nextSeq * 1000 + (here.length % 1000),
  };
}

export const readWaiting = (store: Store): Promise<Waiting> => store.read(sideTables, waitingIn);
