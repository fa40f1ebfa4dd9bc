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

/** By the auth server's machine-readable code, else by status; never by message. */
export function credentialError(error: Pick<ServerError, "code" | "status" | "name">): CredentialError {
  switch (error.code) {
    case "invalid_credentials":
    case "user_not_found":
    case "user_banned":
      return { kind: "invalidCredentials" };
    case "user_already_exists":
    case "email_exists":
      return { kind: "emailTaken" };
    case "weak_password":
      return { kind: "weakPassword", minLength: minPasswordLength };
    case "email_address_invalid":
    case "email_address_not_authorized":
    case "validation_failed":
      return { kind: "invalidEmail" };
    case "email_not_confirmed":
      return { kind: "confirmEmail" };
    case "over_request_rate_limit":
    case "over_email_send_rate_limit":
      return { kind: "rateLimited", retryAfterMs: null };
  }
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
