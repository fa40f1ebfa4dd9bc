/** What goes by a six-digit code, and what needs a fresh session: the ordinary GoTrue endpoints, and two functions of ours. */
import * as v from "valibot";
import { err, ok, type Result } from "../../shared/result.ts";
import { passwordFault } from "./auth.ts";
import { type AuthCallOptions, createAuthCall, type CredentialError } from "./auth-call.ts";
import { type StoredSession, storedSession } from "./session.ts";

/** What a code is for: to sign in (a new account's first one too), to set a new password, to move to the address it was sent to. */
export type Purpose = "signIn" | "reset" | "changeEmail";

export interface Granted {
  readonly session: StoredSession;
  /** This very code proved the address for the first time: the account is new. */
  readonly newcomer: boolean;
}

export interface Letters {
  /** Says the same whether the address has an account or not. */
  ask(purpose: "signIn" | "reset", email: string): Promise<Result<void, CredentialError>>;
  open(purpose: Purpose, email: string, code: string): Promise<Result<Granted, CredentialError>>;
  setPassword(accessToken: string, password: string): Promise<Result<void, CredentialError>>;
  /** A code goes to the new address. */
  askToMove(accessToken: string, email: string): Promise<Result<void, CredentialError>>;
  /** Ok also when it was gone already. */
  deleteAccount(accessToken: string): Promise<Result<void, CredentialError>>;
  exists(userId: string): Promise<Result<boolean, CredentialError>>;
}

const paths = { signIn: "/auth/v1/otp", reset: "/auth/v1/recover" } as const;
const types = { signIn: "email", reset: "recovery", changeEmail: "email_change" } as const;
/** Between proving the address and the session that this opened, ms. */
const newcomerMs = 1_000;

const proven = v.object({ user: v.object({ email_confirmed_at: v.string(), last_sign_in_at: v.string() }) });
function isNewcomer(body: unknown): boolean {
  const parsed = v.safeParse(proven, body);
  if (!parsed.success) return false;
  const { email_confirmed_at, last_sign_in_at } = parsed.output.user;
  return Date.parse(last_sign_in_at) - Date.parse(email_confirmed_at) < newcomerMs;
}

export function createLetters(options: AuthCallOptions): Letters {
  const call = createAuthCall(options);
  const done = async (answer: ReturnType<typeof call>): Promise<Result<void, CredentialError>> => {
    const result = await answer;
    return result.ok ? ok(undefined) : result;
  };
  return {
    ask: (purpose, email) => done(call({ path: paths[purpose], body: { email, create_user: false }, fine: ["otp_disabled"] })),
    async open(purpose, email, code) {
      const answer = await call({ path: "/auth/v1/verify", body: { type: types[purpose], email, token: code } });
      if (!answer.ok) return answer;
      const session = storedSession(answer.value, options.now());
      return session === null ? err({ kind: "server" }) : ok({ session, newcomer: isNewcomer(answer.value) });
    },
    async setPassword(token, password) {
      const fault = passwordFault(password);
      return fault === null ? done(call({ path: "/auth/v1/user", method: "PUT", body: { password }, token })) : err(fault);
    },
    askToMove: (token, email) => done(call({ path: "/auth/v1/user", method: "PUT", body: { email }, token })),
    deleteAccount: (token) => done(call({ path: "/rest/v1/rpc/delete_account", body: {}, token, fine: ["PT401"] })),
    async exists(userId) {
      const answer = await call({ path: "/rest/v1/rpc/account_exists", body: { p_user: userId } });
      if (!answer.ok) return answer;
      return typeof answer.value === "boolean" ? ok(answer.value) : err({ kind: "server" });
    },
  };
}
