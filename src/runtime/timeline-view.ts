/** What of the rows a person sees, and in which state: pure, so that every rule of it can be tested alone. */
import type { QuarantinedEntry } from "../sync/ports.ts";
import type { MessageState, MessageView, ReplyProgress } from "./api.ts";
import type { AskRow, StoredMessage } from "./rows.ts";

export interface TimelineInput {
  /** Ascending by (stamp, id), none deleted. */
  readonly rows: readonly StoredMessage[];
  /** Message id → reaction. */
  readonly reactions: ReadonlyMap<string, string | null>;
  readonly ackedSeq: number;
  readonly quarantine: readonly QuarantinedEntry[];
  readonly asks: readonly AskRow[];
}

const sourceRank = { model: 3, device: 2, rules: 1 } as const;
const rank = (row: StoredMessage): number => (row.reply_source === null ? 0 : sourceRank[row.reply_source]);

/** R1: of several replies to one message the screen shows the model's, else the device's, else the rules'; of these the last attempt. */
function isBetter(a: StoredMessage, b: StoredMessage): boolean {
  if (rank(a) !== rank(b)) return rank(a) > rank(b);
  return (a.reply_attempt ?? 0) > (b.reply_attempt ?? 0);
}

function bestReplies(rows: readonly StoredMessage[]): ReadonlyMap<string, StoredMessage> {
  const best = new Map<string, StoredMessage>();
  for (const row of rows) {
    if (row.sender_type !== "ai" || row.reply_to === null) continue;
    const known = best.get(row.reply_to);
    if (known === undefined || isBetter(row, known)) best.set(row.reply_to, row);
  }
  return best;
}

/** Row id → id of the refused mutation it is in. */
function refusedRows(quarantine: readonly QuarantinedEntry[]): ReadonlyMap<string, string> {
  const refused = new Map<string, string>();
  for (const entry of quarantine) for (const op of entry.ops) if (op.table === "chat_messages") refused.set(op.row.id, entry.id);
  return refused;
}

export function messageViews(input: TimelineInput): readonly MessageView[] {
  const best = bestReplies(input.rows);
  const refused = refusedRows(input.quarantine);
  const shown = input.rows.filter((row) => row.sender_type === "user" || row.reply_to === null || best.get(row.reply_to) === row);
  // R8: one reply answers the message it names and every unanswered one before it.
  const answeredUpTo = shown.findLastIndex((row) => row.sender_type === "user" && best.has(row.id));
  const stateOf = (row: StoredMessage, index: number): MessageState => {
    if (refused.has(row.id)) return "failed";
    if (row._seq !== undefined && row._seq > input.ackedSeq) return "local";
    return row.sender_type === "user" && index <= answeredUpTo ? "answered" : "synced";
  };
  return shown.map((row, index) => ({
    id: row.id,
    stamp: row.stamp,
    sender: row.sender_type,
    text: row.message_text,
    createdAt: Date.parse(row.created_at),
    state: stateOf(row, index),
    replyTo: row.reply_to,
    source: row.reply_source,
    attempt: row.reply_attempt,
    reaction: input.reactions.get(row.id) ?? null,
    quarantineId: refused.get(row.id) ?? null,
  }));
}

/** What Bondhu is doing about the newest wish for a reply. */
export function replyProgress(asks: readonly AskRow[]): ReplyProgress {
  const [newest] = asks.toSorted((a, b) => b.askedAt - a.askedAt);
  if (newest === undefined) return { kind: "idle" };
  const kind = ({ open: "thinking", waiting: "waiting", failed: "failed" } as const)[newest.state];
  return { kind, messageId: newest.messageId };
}

/** The same object for a view that has not changed, so that a screen draws only what did. */
export function keepSame(before: ReadonlyMap<string, MessageView>, now: readonly MessageView[]): readonly MessageView[] {
  return now.map((view) => {
    const known = before.get(view.id);
    if (known === undefined) return view;
    const same = (Object.keys(view) as (keyof MessageView)[]).every((key) => known[key] === view[key]);
    return same ? known : view;
  });
}
