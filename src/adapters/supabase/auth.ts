/** Sign-up, sign-in and sign-out with e-mail and password, in a page. */
import type { AuthError as ServerError, Session } from "@supabase/supabase-js";
import { err, ok, type Result } from "../../shared/result.ts";
import { loadClient } from "./client.ts";
import type { ConfigSource } from "./config.ts";
import { type StoredSession, storedSession } from "./session.ts";

export type CredentialError =
  | { readonly kind: "invalidCredentials" }
  | { readonly kind: "emailTaken" }
  | { readonly kind: "weakPassword"; readonly minLength: number }
  | { readonly kind: "invalidEmail" }
  | { readonly kind: "rateLimited"; readonly retryAfterMs: number | null }
  | { readonly kind: "offline" }
  | { readonly kind: "server" }
  | { readonly kind: "confirmEmail" };

export interface Auth {
  signUp(email: string, password: string): Promise<Result<StoredSession, CredentialError>>;
  signIn(email: string, password: string): Promise<Result<StoredSession, CredentialError>>;
  /** Ends the session on the server. False when the server was not reached: the tokens then simply lapse. */
  signOut(accessToken: string): Promise<boolean>;
}

const minPasswordLength = 6;

const byCode: ReadonlyMap<string, CredentialError> = new Map<string, CredentialError>([
  ["invalid_credentials", { kind: "invalidCredentials" }],
  ["user_not_found", { kind: "invalidCredentials" }],
  ["user_banned", { kind: "invalidCredentials" }],
  ["user_already_exists", { kind: "emailTaken" }],
  ["email_exists", { kind: "emailTaken" }],
  ["weak_password", { kind: "weakPassword", minLength: minPasswordLength }],
  ["email_address_invalid", { kind: "invalidEmail" }],
  ["email_address_not_authorized", { kind: "invalidEmail" }],
  ["validation_failed", { kind: "invalidEmail" }],
  ["email_not_confirmed", { kind: "confirmEmail" }],
  ["over_request_rate_limit", { kind: "rateLimited", retryAfterMs: null }],
  ["over_email_send_rate_limit", { kind: "rateLimited", retryAfterMs: null }],
]);

/** By the auth server's machine-readable code, else by status; never by message. */
export function credentialError(error: Pick<ServerError, "code" | "status" | "name">): CredentialError {
  const known = error.code === undefined ? undefined : byCode.get(error.code);
  if (known !== undefined) return known;
  if (error.status === 429) return { kind: "rateLimited", retryAfterMs: null };
  // supabase-js answers status 0 or none when fetch itself failed.
  if (error.name === "AuthRetryableFetchError" && (error.status === undefined || error.status === 0)) return { kind: "offline" };
  return { kind: "server" };
}

export function createAuth(config: ConfigSource, now: () => number): Auth {
  const granted = (session: Session): Result<StoredSession, CredentialError> => {
    const stored = storedSession(session, now());
    return stored === null ? err({ kind: "server" }) : ok(stored);
  };

  return {
    async signUp(email, password) {
      const server = await config();
      if (server === null) return err({ kind: "offline" });
      if (password.length < minPasswordLength) return err({ kind: "weakPassword", minLength: minPasswordLength });
      const client = await loadClient(server);
      const { data, error } = await client.auth.signUp({ email, password });
      if (error !== null) return err(credentialError(error));
      if (data.session !== null) return granted(data.session);
      // With confirmation on, a taken address is answered by a made-up user without identities.
      return err({ kind: data.user?.identities?.length === 0 ? "emailTaken" : "confirmEmail" });
    },
    async signIn(email, password) {
      const server = await config();
      if (server === null) return err({ kind: "offline" });
      const client = await loadClient(server);
      const { data, error } = await client.auth.signInWithPassword({ email, password });
      return error === null ? granted(data.session) : err(credentialError(error));
    },
    async signOut(accessToken) {
      const server = await config();
      if (server === null) return false;
      const client = await loadClient(server);
      const { error } = await client.auth.admin.signOut(accessToken, "local");
      return error === null;
    },
  };
}
