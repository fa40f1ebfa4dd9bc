/** The chat function (R2, R4): claims a message, answers it in the person's style and stores the reply, all with the caller's own token. */
import type { ShapedBy } from "../_shared/companion/adapt.ts";
import { answerMessage } from "../_shared/companion/answer.ts";
import { personaOf } from "../_shared/personality/context.ts";
import type { Persona } from "../_shared/personality/style.ts";
import { replyId } from "../_shared/reply-id.ts";
import { type ContextCache, contextCache } from "../personality-context/cache.ts";
import { readContext, versionsOf } from "../personality-context/read.ts";
import { claimReply, finishReply, type ClaimedMessage, type Failed, type ReplyKey } from "./claim.ts";
import { bearerToken, corsHeaders, failure, json, tokenSubject } from "./http.ts";
import type { RpcTarget } from "./postgrest.ts";

export interface ChatEnv {
  /** Origin of the Supabase API, without a slash at the end. */
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  readonly fetch: typeof fetch;
  /** A setting by name; undefined when it is not set. */
  get(name: string): string | undefined;
}

/** Whoever words the reply. A model joins here; it is never asked before the crisis rules, which `answerMessage` runs first. */
interface Words {
  readonly source: "rules";
  readonly text: string;
  readonly shapedBy: ShapedBy;
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const maxAttempt = 1000;
const maxBody = 4096;
/** Where a limit does not tell how long it lasts. */
const defaultRetrySeconds = "5";

/**
 * `POST {message_id, attempt}` with the person's token. Answers
 * 200 `{status: stored | done | running | skipped | lost, reply_id, source}`,
 * 400 `invalid_request`, 401 `unauthorized`, 403 `wrong_account`, 404 `message_not_synced`, 405, 413 `too_large`, 429 `rate_limited`,
 * 502 `bad_upstream` (an answer this function cannot use) and 503 `unavailable` (none at all), each as `{error}`.
 */
export function createHandler(env: ChatEnv): (request: Request) => Promise<Response> {
  const cache = contextCache(env);
  return async (request) => {
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: corsHeaders });
    if (request.method !== "POST") return failure(405, "method_not_allowed", { allow: "POST, OPTIONS" });
    const token = bearerToken(request);
    const user = token === null ? null : tokenSubject(token);
    if (token === null || user === null) return failure(401, "unauthorized");

    const body = await request.text().catch(() => null);
    if (body === null) return failure(400, "invalid_request");
    if (body.length > maxBody) return failure(413, "too_large");
    const asked = parse(body);
    if (asked === null) return failure(400, "invalid_request");

    const target: RpcTarget = { supabaseUrl: env.supabaseUrl, publishableKey: env.publishableKey, token, fetch: env.fetch };
    return answer(target, { user, ...asked }, cache);
  };
}

async function answer(target: RpcTarget, key: ReplyKey, cache: ContextCache): Promise<Response> {
  // X4: the claim brings the context with it where another than the kept one is right, so there is nothing more to ask, nor to wait for.
  const kept = cache.get(key.user);
  const claim = await claimReply(target, key, versionsOf(kept?.version));
  if (claim.status === "failed") return upstream(claim);
  const rules = replyId(key.messageId, "rules", key.attempt);
  if (claim.status === "running") return json(200, { status: "running", reply_id: rules, source: "rules" });
  if (claim.status === "done") return json(200, { status: "done", reply_id: claim.replyId ?? rules, source: "rules" });

  const read = readContext(claim.context, key.user, cache, kept);
  const words = compose(claim, key, read.kind === "context" ? personaOf(read.kept.context) : null);
  const id = replyId(key.messageId, words.source, key.attempt);
  const finish = await finishReply(target, key, { lease: claim.lease, id, ...words });
  if (finish.status === "failed") return upstream(finish);
  return json(200, { status: finish.status, reply_id: id, source: words.source });
}

function compose(claim: ClaimedMessage, key: ReplyKey, persona: Persona | null): Words {
  const { text, shapedBy } = answerMessage({ ...key, text: claim.text, history: claim.history, locale: claim.locale, persona });
  return { source: "rules", text, shapedBy };
}

function upstream({ answer }: Failed): Response {
  const word = answer.details;
  switch (answer.status) {
    case 0:
      return failure(503, "unavailable");
    case 401:
      return failure(401, "unauthorized");
    case 403:
      return failure(403, word === "wrong_account" ? word : "forbidden");
    case 404:
      // Only our own PT404 means the message; any other 404 is a missing function or a wrong address.
      return word === "message_not_synced" || answer.code === "PT404" ? failure(404, "message_not_synced") : failure(502, "bad_upstream");
    case 429:
      return failure(429, "rate_limited", { "retry-after": /^\d{1,2}$/.test(answer.hint ?? "") ? (answer.hint ?? "") : defaultRetrySeconds });
    case 503:
    case 504:
      return failure(503, "unavailable");
    default:
      return failure(502, "bad_upstream");
  }
}

function parse(body: string): { messageId: string; attempt: number } | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("message_id" in value) || !("attempt" in value)) return null;
  const { message_id: messageId, attempt } = value;
  if (typeof messageId !== "string" || !uuid.test(messageId)) return null;
  if (typeof attempt !== "number" || !Number.isInteger(attempt) || attempt < 0 || attempt > maxAttempt) return null;
  return { messageId: messageId.toLowerCase(), attempt };
}
