/**
 * Refuses a bearer token that is not one of ours before the API sees it: the API would serve garbage and
 * `alg: none` as anon with 200, and the app would take its own broken session for an empty account.
 */
import type { Tokens } from "../tokens.ts";
import { jsonError } from "./json-error.ts";

/** The refusal, or null to go on. An expired token goes on: the API has its own answer to it. */
export async function guardToken(request: Request, tokens: Tokens): Promise<Response | null> {
  const header = request.headers.get("authorization");
  if (header === null) return null;
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
  const verified = token === undefined ? null : await tokens.verify(token);
  if (verified?.ok === true || (verified?.ok === false && verified.reason === "expired")) return null;
  return jsonError(401, "PGRST301", "The access token could not be verified.", { "www-authenticate": "Bearer" });
}
