/** One call of the auth API and how it ended: told apart by the API's code, else by status; never by message. */
import * as v from "valibot";
import { err, ok, type Result } from "../../shared/result.ts";
import type { ConfigSource } from "./config.ts";
import { type Exchange, retryAfterMs } from "./failure.ts";
import { exchange, type Fetch, type HttpRequest } from "./http.ts";

export type CredentialError =
  | { readonly kind: "invalidCredentials" }
  | { readonly kind: "emailTaken" }
  | { readonly kind: "weakPassword"; readonly minLength: number }
  | { readonly kind: "longPassword" }
  | { readonly kind: "samePassword" }
  | { readonly kind: "invalidEmail" }
  | { readonly kind: "rateLimited"; readonly retryAfterMs: number | null }
  | { readonly kind: "offline" }
  | { readonly kind: "server" }
  /** The address has to be proven first: a letter with a code was sent. */
  | { readonly kind: "confirmEmail" }
  /** Wrong, used, too old, or tried too often. */
  | { readonly kind: "wrongCode" }
  /** No letter can be sent at the moment, to nobody. */
  | { readonly kind: "mailUnavailable" }
  /** E9: the session has to be a fresh one. */
  | { readonly kind: "notFresh" }
  /** The token is good for nothing any more. */
  | { readonly kind: "signedOut" };

/** As the host and `supabase/config.toml` have it: the API does not tell it. */
export const minPasswordLength = 8;
/** UTF-16 units; more is refused. */
export const maxPasswordLength = 72;

const byCode: ReadonlyMap<string, CredentialError> = new Map<string, CredentialError>([
  ["invalid_credentials", { kind: "invalidCredentials" }],
  ["user_not_found", { kind: "signedOut" }],
  ["session_not_found", { kind: "signedOut" }],
  ["bad_jwt", { kind: "signedOut" }],
  ["no_authorization", { kind: "signedOut" }],
  ["user_banned", { kind: "invalidCredentials" }],
  ["user_already_exists", { kind: "emailTaken" }],
  ["email_exists", { kind: "emailTaken" }],
  ["weak_password", { kind: "weakPassword", minLength: minPasswordLength }],
  ["same_password", { kind: "samePassword" }],
  ["email_address_invalid", { kind: "invalidEmail" }],
  ["email_address_not_authorized", { kind: "invalidEmail" }],
  ["validation_failed", { kind: "invalidEmail" }],
  ["email_not_confirmed", { kind: "confirmEmail" }],
  ["otp_expired", { kind: "wrongCode" }],
  ["mail_unavailable", { kind: "mailUnavailable" }],
  ["reauthentication_needed", { kind: "notFresh" }],
  // `delete_account`'s word for it.
  ["PT403", { kind: "notFresh" }],
]);

const refusal = v.object({ error_code: v.optional(v.string()), code: v.optional(v.union([v.string(), v.number()])) });

/** The API's word for a refusal: `error_code`, or `code` where that is a word; null when there is none. */
export function refusalCode(body: unknown): string | null {
  const parsed = v.safeParse(refusal, body);
  if (!parsed.success) return null;
  const { error_code, code } = parsed.output;
  return error_code ?? (typeof code === "string" ? code : null);
}

/** Of an exchange that was not what was hoped for. `now`: device clock, ms, for a `Retry-After` that is a date. */
export function credentialError(answer: Exchange, now: number): CredentialError {
  if (answer.kind === "unreachable") return { kind: "offline" };
  if (answer.kind === "timeout") return { kind: "server" };
  // Before the code: the API's own limits and a proxy's speak alike.
  if (answer.status === 429) return { kind: "rateLimited", retryAfterMs: retryAfterMs(answer.retryAfter, now) };
  return byCode.get(refusalCode(answer.body) ?? "") ?? { kind: "server" };
}

export interface AuthCallOptions {
  readonly config: ConfigSource;
  readonly fetch: Fetch;
  /** Device clock, ms. */
  readonly now: () => number;
  /** The app's language, for letters: `en`, `bn`. */
  readonly language: () => string;
  readonly deadlineMs?: number;
}
export interface AuthCall {
  readonly path: string;
  readonly method?: HttpRequest["method"];
  readonly body: unknown;
  readonly token?: string;
  /** Refusals that come to the same as success here. */
  readonly fine?: readonly string[];
}
/** ok: the body of an answer with 2xx; undefined where there is none. */
export type CallAuth = (call: AuthCall) => Promise<Result<unknown, CredentialError>>;

export function createAuthCall({ config, fetch, now, language, deadlineMs = 20_000 }: AuthCallOptions): CallAuth {
  return async ({ path, method = "POST", body, token, fine = [] }) => {
    const server = await config();
    if (server === null) return err({ kind: "offline" });
    const answer = await exchange(fetch, {
      url: server.supabaseUrl + path,
      method,
      headers: { apikey: server.publishableKey, "accept-language": language(), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body,
      deadlineMs,
    });
    if (answer.kind === "answered") {
      const { status, body: said } = answer;
      // A portal's page with 200 has done nothing.
      const done = status === 204 || (status >= 200 && status < 300 && said !== undefined);
      if (done || fine.includes(refusalCode(said) ?? "")) return ok(said);
    }
    return err(credentialError(answer, now()));
  };
}
