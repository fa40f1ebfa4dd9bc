/** The caller's own personality context (X4): made from their rows by their own token, kept by version, never anybody else's. */
import { bearerToken, corsHeaders, failure, tokenSubject } from "../chat/http.ts";
import { callRpc, type RpcAnswer, type RpcTarget } from "../chat/postgrest.ts";
import { contextCache } from "./cache.ts";
import { etagOf, readContext, versionIn, versionsOf } from "./read.ts";

export interface ContextEnv {
  /** Origin of the Supabase API, without a slash at the end. */
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  readonly fetch: typeof fetch;
}

const methods = "GET, OPTIONS";
const cors: Readonly<Record<string, string>> = {
  ...corsHeaders,
  "access-control-allow-headers": `${corsHeaders["access-control-allow-headers"]}, if-none-match`,
  "access-control-allow-methods": methods,
  "access-control-expose-headers": "etag",
};
/** A person's own: nothing between keeps it; the app keeps the ETag. */
const own = { ...cors, "cache-control": "private, no-store", vary: "authorization" };

/**
 * `GET` with the person's token, `If-None-Match` with what they have. Answers 200 `{user, etag, context}`, 304,
 * 401 `unauthorized`, 403, 405, 502 `bad_upstream` and 503 `unavailable`, as the chat function does.
 */
export function createHandler(env: ContextEnv): (request: Request) => Promise<Response> {
  const cache = contextCache(env);
  return async (request) => {
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: cors });
    if (request.method !== "GET") return failure(405, "method_not_allowed", { ...cors, allow: methods });
    const token = bearerToken(request);
    const user = token === null ? null : tokenSubject(token);
    if (token === null || user === null) return failure(401, "unauthorized", cors);

    const target: RpcTarget = { supabaseUrl: env.supabaseUrl, publishableKey: env.publishableKey, token, fetch: env.fetch };
    const known = versionIn(request.headers.get("if-none-match"));
    const kept = cache.get(user);
    // Asked at every request: Postgres alone says whether this token is this person's, and whether they are still there.
    const answer = await callRpc(target, "personality_context", { p_user: user, p_known: versionsOf(kept?.version, known) });
    if (!answer.ok) {
      if (answer.status === 401 && answer.details === "account_gone") cache.delete(user);
      return refused(answer);
    }
    const read = readContext(answer.value, user, cache, kept);
    if (read.kind === "misfit") return failure(502, "bad_upstream", cors);
    const version = read.kind === "known" ? read.version : read.kept.version;
    const etag = etagOf(version);
    if (version === known) return new Response(null, { status: 304, headers: { ...own, etag } });
    if (read.kind === "known") return failure(502, "bad_upstream", cors);
    const body = `{"user":${JSON.stringify(user)},"etag":${JSON.stringify(etag)},"context":${read.kept.json}}`;
    return new Response(body, { status: 200, headers: { ...own, "content-type": "application/json", etag } });
  };
}

function refused({ status, details, hint }: Extract<RpcAnswer, { ok: false }>): Response {
  switch (status) {
    case 401:
      return failure(401, "unauthorized", cors);
    case 403:
      return failure(403, details === "wrong_account" ? details : "forbidden", cors);
    case 429:
      return failure(429, "rate_limited", { ...cors, "retry-after": /^\d{1,2}$/.test(hint ?? "") ? (hint ?? "") : "5" });
    case 0:
    case 503:
    case 504:
      return failure(503, "unavailable", cors);
    default:
      return failure(502, "bad_upstream", cors);
  }
}
