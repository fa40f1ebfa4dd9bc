import { describe, expect, it } from "vitest";
import { credentialError } from "../../../src/adapters/supabase/auth.ts";

describe("sign-in errors", () => {
  it.each([
    ["invalid_credentials", 400, { kind: "invalidCredentials" }],
    ["user_already_exists", 422, { kind: "emailTaken" }],
    ["weak_password", 422, { kind: "weakPassword", minLength: 6 }],
    ["validation_failed", 422, { kind: "invalidEmail" }],
    ["email_not_confirmed", 400, { kind: "confirmEmail" }],
    ["over_request_rate_limit", 429, { kind: "rateLimited", retryAfterMs: null }],
    [undefined, 429, { kind: "rateLimited", retryAfterMs: null }],
    ["something_new", 400, { kind: "server" }],
    [undefined, 502, { kind: "server" }],
  ] as const)("[C5] %s with %s is told apart by code and status alone", (code, status, expected) => {
    expect(credentialError({ code, status, name: "AuthApiError" })).toEqual(expected);
  });

  it("[C5] a server that was not reached is offline", () => {
    expect(credentialError({ code: undefined, status: 0, name: "AuthRetryableFetchError" })).toEqual({ kind: "offline" });
    expect(credentialError({ code: undefined, status: 502, name: "AuthRetryableFetchError" })).toEqual({ kind: "server" });
  });
});
