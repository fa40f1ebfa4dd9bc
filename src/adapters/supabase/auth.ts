/** Sign-up, sign-in and sign-out with e-mail and password. Codes are in `letters.ts`. */
import * as v from "valibot";
import { err, ok, type Result } from "../../shared/result.ts";
import { type AuthCallOptions, createAuthCall, type CredentialError, maxPasswordLength, minPasswordLength } from "./auth-call.ts";
import { type StoredSession, storedSession } from "./session.ts";

export interface Auth {
  signUp(email: string, password: string): Promise<Result<StoredSession, CredentialError>>;
  signIn(email: string, password: string): Promise<Result<StoredSession, CredentialError>>;
  /** Ends the session on the server. False when the server was not reached: the tokens then simply lapse. */
  signOut(accessToken: string): Promise<boolean>;
}

/** A user without a session: the address has to be proven. Of a taken one Supabase tells no identities, and writes no letter. */
const unproven = v.object({ id: v.string(), identities: v.optional(v.array(v.unknown())) });

/** What the app refuses before anybody is asked. */
export function passwordFault(password: string): CredentialError | null {
  if (password.length < minPasswordLength) return { kind: "weakPassword", minLength: minPasswordLength };
  return password.length > maxPasswordLength ? { kind: "longPassword" } : null;
}

export function createAuth(options: AuthCallOptions): Auth {
  const call = createAuthCall(options);
  const granted = (body: unknown): Result<StoredSession, CredentialError> => {
    const stored = storedSession(body, options.now());
    return stored === null ? err({ kind: "server" }) : ok(stored);
  };

  return {
    async signUp(email, password) {
      const fault = passwordFault(password);
      if (fault !== null) return err(fault);
      const answer = await call({ path: "/auth/v1/signup", body: { email, password, data: { locale: options.language() } } });
      if (!answer.ok) return answer;
      const parsed = v.safeParse(unproven, answer.value);
      if (!parsed.success) return granted(answer.value);
      // E3: who has an account hears it by letter, with a code that signs in, and not here.
      if (parsed.output.identities?.length === 0) await call({ path: "/auth/v1/otp", body: { email, create_user: false } });
      return err({ kind: "confirmEmail" });
    },
    async signIn(email, password) {
      const answer = await call({ path: "/auth/v1/token?grant_type=password", body: { email, password } });
      return answer.ok ? granted(answer.value) : answer;
    },
    signOut: async (accessToken) => (await call({ path: "/auth/v1/logout?scope=local", body: {}, token: accessToken })).ok,
  };
}
