/** What of the rows a person sees, and in which state: pure, so that every rule of it can be tested alone. */
import type { QuarantinedEntry } from "../sync/ports.ts";
import type { MessageState, MessageView, ReplyAttempt, ReplyProgress } from "./api.ts";
import type { Hidden } from "./deleted.ts";
import type { AskRow, StoredMessage } from "./rows.ts";

export interface TimelineInput {
  /** Ascending by (stamp, id), none deleted. */
  readonly rows: readonly StoredMessage[];
  /** Message id → reaction. */
  readonly reactions: ReadonlyMap<string, string | null>;
  readonly ackedSeq: number;
  readonly quarantine: readonly QuarantinedEntry[];
  readonly asks: readonly AskRow[];
  /** M2: what waits to be deleted. */
  readonly hidden: Hidden;
}

const sourceRank = { model: 3, device: 2, rules: 1 } as const;
const rank = (row: StoredMessage): number => (row.reply_source === null ? 0 : sourceRank[row.reply_source]);

/** R1: of several replies to one message the screen shows the model's, else the device's, else the rules'; of these the last attempt. */
function isBetter(a: StoredMessage, b: StoredMessage): boolean {
  if (rank(a) !== rank(b)) return rank(a) > rank(b);
  return (a.reply_attempt ?? 0) > (b.reply_attempt ?? 0);
}

/** The replies to one message. */
interface Replies {
  /** Stands for all of them, where it stands. */
  readonly first: StoredMessage;
  best: StoredMessage;
  readonly all: StoredMessage[];
}

function repliesByMessage(rows: readonly StoredMessage[]): ReadonlyMap<string, Replies> {
  const replies = new Map<string, Replies>();
  for (const row of rows) {
    if (row.sender_type !== "ai" || row.reply_to === null) continue;
    const known = replies.get(row.reply_to);
    if (known === undefined) replies.set(row.reply_to, { first: row, best: row, all: [row] });
    else {
      known.all.push(row);
      if (isBetter(row, known.best)) known.best = row;
    }
  }
  return replies;
}

const inOrder = (a: StoredMessage, b: StoredMessage): number => (a.reply_attempt ?? 0) - (b.reply_attempt ?? 0) || rank(a) - rank(b);

/** Row id → id of the refused mutation it is in. */
function refusedRows(quarantine: readonly QuarantinedEntry[]): ReadonlyMap<string, string> {
  const refused = new Map<string, string>();
  for (const entry of quarantine) for (const op of entry.ops) if (op.table === "chat_messages") refused.set(op.row.id, entry.id);
  return refused;
}

export function messageViews(input: TimelineInput): readonly MessageView[] {
  const rows = input.rows.filter((row) => !input.hidden(row));
  const replies = repliesByMessage(rows);
  const refused = refusedRows(input.quarantine);
  const shown = rows.filter((row) => row.sender_type === "user" || row.reply_to === null || replies.get(row.reply_to)?.first === row);
  // R8: one reply answers the message it names and every unanswered one before it.
  const answeredUpTo = shown.findLastIndex((row) => row.sender_type === "user" && replies.has(row.id));
  const stateOf = (row: StoredMessage, index: number): MessageState => {
    if (refused.has(row.id)) return "failed";
    if (row._seq !== undefined && row._seq > input.ackedSeq) return "local";
    return row.sender_type === "user" && index <= answeredUpTo ? "answered" : "synced";
  };
  const attemptOf = (row: StoredMessage, index: number): ReplyAttempt => ({
    id: row.id,
    text: row.message_text,
    createdAt: Date.parse(row.created_at),
    state: stateOf(row, index),
    source: row.reply_source,
    attempt: row.reply_attempt,
    reaction: input.reactions.get(row.id) ?? null,
  });
  return shown.map((row, index) => {
    const several = row.reply_to === null ? undefined : replies.get(row.reply_to);
    const best = several?.best ?? row;
    return {
      ...attemptOf(best, index),
      // The place is the first attempt's: asking again moves nothing.
      stamp: row.stamp,
      sender: row.sender_type,
      replyTo: row.reply_to,
      quarantineId: refused.get(best.id) ?? null,
      attempts: several === undefined || several.all.length < 2 ? null : several.all.toSorted(inOrder).map((one) => attemptOf(one, index)),
    };
  });
}

/** What Bondhu is doing about the newest wish for a reply. */
export function replyProgress(asks: readonly AskRow[], hidden: Hidden): ReplyProgress {
  const [newest] = asks.filter(({ messageId }) => !hidden({ id: messageId, reply_to: null })).sort((a, b) => b.askedAt - a.askedAt);
  if (newest === undefined) return { kind: "idle" };
  const kind = ({ open: "thinking", waiting: "waiting", failed: "failed" } as const)[newest.state];
  return { kind, messageId: newest.messageId };
}

/** The same object for a view that has not changed, so that a screen draws only what did. */
export function keepSame(before: ReadonlyMap<string, MessageView>, now: readonly MessageView[]): readonly MessageView[] {
  return now.map((view) => {
    const known = before.get(view.id);
    if (known === undefined) return view;
    const same = (Object.keys(view) as (keyof MessageView)[]).every(
      (key) => known[key] === view[key] || (key === "attempts" && view.attempts !== null && JSON.stringify(known.attempts) === JSON.stringify(view.attempts)),
    );
    return same ? known : view;
  });
}
