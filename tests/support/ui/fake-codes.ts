/** Codes without a server: 123456 and the password "correct horse battery" are right, everything else is wrong. */
import type { AuthError, Codes } from "../../../src/runtime/api.ts";
import { err, ok, type Result } from "../../../src/shared/result.ts";

export interface FakeCodesSeed {
  readonly shown: Codes["shown"];
  readonly gone: boolean;
}

export function fakeCodes({ shown, gone }: FakeCodesSeed, call: (name: string, ...args: readonly unknown[]) => void): Codes {
  const done: Result<void, never> = ok(undefined);
  const right = (code: string): Result<void, AuthError> => (code === "123456" ? done : err({ kind: "wrongCode" }));
  return {
    shown,
    async ask(purpose, email) {
      call("ask", purpose, email);
      return email.includes("@") ? done : err({ kind: "invalidEmail" });
    },
    signIn: async (_email, code) => (code === "123456" ? ok("known") : err({ kind: "wrongCode" })),
    checkReset: async (_email, code) => right(code),
    choosePassword: async (password) => (password.length < 8 ? err({ kind: "weakPassword", minLength: 8 }) : done),
    leaveReset: () => call("leaveReset"),
    prove: async (proof) => (proof.kind === "code" ? right(proof.code) : proof.password === "correct horse battery" ? done : err({ kind: "invalidCredentials" })),
    changePassword: async (password) => (password.length < 8 ? err({ kind: "weakPassword", minLength: 8 }) : done),
    askToMove: async (email) => (email.includes("@") ? done : err({ kind: "invalidEmail" })),
    move: async (_email, code) => right(code),
    deleteAccount: async () => done,
    isGone: async () => gone,
    keepAsGuest: async () => call("keepAsGuest"),
  };
}
