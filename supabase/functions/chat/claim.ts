/** The two ends of a reply in Postgres: claim a message under a lease, then store the words once (R2, R4). */
import { isEmpty, type ShapedBy } from "../_shared/companion/adapt.ts";
import { callRpc, isRecord, type RpcAnswer, type RpcTarget } from "./postgrest.ts";

export interface ReplyKey {
  readonly user: string;
  readonly messageId: string;
  readonly attempt: number;
}

export interface ClaimedMessage {
  readonly lease: string;
  readonly text: string;
  /** Oldest first, without the message itself. */
  readonly history: readonly { readonly sender: "user" | "ai"; readonly text: string }[];
  readonly locale: "en" | "bn" | null;
  /** The answer of `sync.context`, unread. */
  readonly context: unknown;
}

export type Failed = { readonly status: "failed"; readonly answer: Extract<RpcAnswer, { ok: false }> };
export type Claim =
  | ({ readonly status: "claimed" } & ClaimedMessage)
  | { readonly status: "running"; readonly leasedUntil: string | null }
  | { readonly status: "done"; readonly replyId: string | null }
  | Failed;
export type Finish = { readonly status: "stored" | "skipped" | "lost" } | Failed;

/** An answer 200 of another shape: the database and this function do not fit each other. */
const misfit: Failed = { status: "failed", answer: { ok: false, status: 200, code: null, details: null, hint: null } };

/** `known`: versions of the person's context that are kept here. */
export async function claimReply(target: RpcTarget, key: ReplyKey, known: readonly string[]): Promise<Claim> {
  const answer = await callRpc(target, "claim_reply", { p_user: key.user, p_message_id: key.messageId, p_attempt: key.attempt, p_context: known });
  if (!answer.ok) return { status: "failed", answer };
  const value = answer.value;
  if (!isRecord(value)) return misfit;
  if (value["status"] === "running") return { status: "running", leasedUntil: stringOrNull(value["leased_until"]) };
  if (value["status"] === "done") return { status: "done", replyId: stringOrNull(value["reply_id"]) };
  const message = value["message"];
  if (value["status"] !== "claimed" || !isRecord(message)) return misfit;
  const lease = stringOrNull(value["lease"]);
  const text = stringOrNull(message["message_text"]);
  if (lease === null || text === null) return misfit;
  const locale = value["locale"];
  return {
    status: "claimed",
    lease,
    text,
    history: turns(value["history"], key),
    locale: locale === "en" || locale === "bn" ? locale : null,
    context: value["context"],
  };
}

export async function finishReply(
  target: RpcTarget,
  key: ReplyKey,
  reply: { readonly lease: string; readonly id: string; readonly source: "rules" | "model"; readonly text: string; readonly shapedBy: ShapedBy },
): Promise<Finish> {
  const answer = await callRpc(target, "finish_reply", {
    p_user: key.user,
    p_message_id: key.messageId,
    p_attempt: key.attempt,
    p_lease: reply.lease,
    p_reply_id: reply.id,
    p_source: reply.source,
    p_text: reply.text,
    p_shaped_by: isEmpty(reply.shapedBy) ? null : reply.shapedBy,
  });
  if (!answer.ok) return { status: "failed", answer };
  const status = isRecord(answer.value) ? answer.value["status"] : null;
  return status === "stored" || status === "skipped" || status === "lost" ? { status } : misfit;
}

function turns(value: unknown, key: ReplyKey): ClaimedMessage["history"] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((turn: unknown) => {
    if (!isRecord(turn) || typeof turn["message_text"] !== "string" || turn["id"] === key.messageId) return [];
    return [{ sender: turn["sender_type"] === "ai" ? ("ai" as const) : ("user" as const), text: turn["message_text"] }];
  });
}

function stringOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
