/** The Transport port over Supabase: `POST /rest/v1/rpc/sync_*` in the account's name. */
import type { Answer, Transport } from "../../sync/ports.ts";
import type { Authorized } from "./authorized.ts";
import { classify } from "./failure.ts";
import { NotOurs } from "./fields.ts";
import { bootstrapAnswer, historyAnswer, pullAnswer, pushAnswer, renewAnswer, rowsAnswer } from "./wire.ts";

export interface TransportOptions {
  readonly userId: string;
  readonly call: Authorized;
  /** Device clock, ms: for `Retry-After` dates only. */
  readonly now: () => number;
  readonly deadlineMs?: number;
}

export function createTransport({ userId, call, now, deadlineMs = 20_000 }: TransportOptions): Transport {
  async function rpc<T>(
    name: string,
    args: Readonly<Record<string, unknown>>,
    parse: (body: unknown) => T,
    signal: AbortSignal,
  ): Promise<Answer<T>> {
    const sent = await call({ path: `/rest/v1/rpc/${name}`, body: { p_user: userId, ...args }, deadlineMs, signal });
    if (!sent.ok) return sent;
    const answer = sent.value;
    if (answer.kind === "answered" && answer.status === 200) {
      try {
        return { ok: true, value: parse(answer.body) };
      } catch (reason) {
        if (!(reason instanceof NotOurs)) throw reason;
      }
    }
    return { ok: false, failure: classify(answer, now()) };
  }

  return {
    push: (request, signal) =>
      rpc(
        "sync_push",
        {
          p_client: request.client,
          p_first_seq: request.firstSeq,
          p_acked_seq: request.ackedSeq,
          p_mutations: request.mutations,
          p_seen: request.seen,
        },
        pushAnswer,
        signal,
      ),
    pull: (request, signal) =>
      rpc(
        "sync_pull",
        {
          p_client: request.client,
          p_acked_seq: request.ackedSeq,
          p_tables: request.tables,
          p_epoch: request.epoch,
          p_cursor: request.cursor,
          p_limit: request.limit,
        },
        pullAnswer,
        signal,
      ),
    bootstrap: (request, signal) =>
      rpc("sync_bootstrap", { p_client: request.client, p_tables: request.tables }, bootstrapAnswer, signal),
    history: (request, signal) =>
      rpc(
        "sync_history",
        {
          p_client: request.client,
          p_tables: request.tables,
          p_epoch: request.epoch,
          p_before: request.before,
          p_limit: request.limit,
        },
        historyAnswer,
        signal,
      ),
    rows: (request, signal) => rpc("sync_rows", { p_client: request.client, p_rows: request.rows }, rowsAnswer, signal),
    renew: (request, signal) => rpc("sync_renew", { p_client: request.client, p_epoch: request.epoch }, renewAnswer, signal),
  };
}
