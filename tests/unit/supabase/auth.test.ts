/** C5, E2, E9: what the auth API says, in this app's words, told apart by code and status alone. */
import { describe, expect, it } from "vitest";
import { createAuth } from "../../../src/adapters/supabase/auth.ts";
import { type AuthCallOptions, createAuthCall, credentialError } from "../../../src/adapters/supabase/auth-call.ts";
import { createLetters } from "../../../src/adapters/supabase/letters.ts";

const answered = (status: number, body: unknown, retryAfter: string | null = null) => ({ kind: "answered", status, body, retryAfter }) as const;

describe("refusals", () => {
  it.each([
    ["invalid_credentials", 400, { kind: "invalidCredentials" }],
    ["user_already_exists", 422, { kind: "emailTaken" }],
    ["weak_password", 422, { kind: "weakPassword", minLength: 8 }],
    ["same_password", 422, { kind: "samePassword" }],
    ["validation_failed", 422, { kind: "invalidEmail" }],
    ["email_not_confirmed", 400, { kind: "confirmEmail" }],
    ["otp_expired", 403, { kind: "wrongCode" }],
    ["mail_unavailable", 503, { kind: "mailUnavailable" }],
    ["reauthentication_needed", 400, { kind: "notFresh" }],
    ["session_not_found", 403, { kind: "signedOut" }],
    ["over_request_rate_limit", 429, { kind: "rateLimited", retryAfterMs: null }],
    [undefined, 429, { kind: "rateLimited", retryAfterMs: null }],
    ["something_new", 400, { kind: "server" }],
    [undefined, 502, { kind: "server" }],
  ] as const)("[C5] %s with %s is told apart by code and status alone", (code, status, expected) => {
    expect(credentialError(answered(status, { error_code: code, msg: "words" }), 0)).toEqual(expected);
    // Newer versions of the API have the word in `code`.
    expect(credentialError(answered(status, { code, message: "words" }), 0)).toEqual(expected);
  });

  it("[C5] a server that was not reached is offline, one that was silent is not", () => {
    expect(credentialError({ kind: "unreachable" }, 0)).toEqual({ kind: "offline" });
    expect(credentialError({ kind: "timeout" }, 0)).toEqual({ kind: "server" });
    expect(credentialError(answered(502, undefined), 0)).toEqual({ kind: "server" });
  });

  it("[E1] who is to wait is told how long", () => {
    expect(credentialError(answered(429, {}, "840"), 0)).toEqual({ kind: "rateLimited", retryAfterMs: 840_000 });
    expect(credentialError(answered(429, {}, "Thu, 01 Jan 1970 00:01:40 GMT"), 40_000)).toEqual({ kind: "rateLimited", retryAfterMs: 60_000 });
  });
});

interface Call {
  readonly path: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}
/** A server that answers in this order. */
function server(...answers: readonly (readonly [status: number, body: unknown])[]) {
  const calls: Call[] = [];
  const left = [...answers];
  const options: AuthCallOptions = {
    config: async () => ({ supabaseUrl: "https://x.invalid", publishableKey: "key", llm: false, letters: "mail", build: "" }),
    now: () => 1_000,
    language: () => "bn",
    fetch: async (url, init) => {
      calls.push({ path: url.slice("https://x.invalid".length), method: init.method, headers: new Headers(init.headers), body: JSON.parse(String(init.body)) as unknown });
      const [status, body] = left.shift() ?? [500, null];
      return status === 204 ? new Response(null, { status }) : Response.json(body, { status });
    },
  };
  return { calls, options };
}
const user = { id: "u1", email: "ana@example.org", email_confirmed_at: "2026-11-22T10:00:00Z", last_sign_in_at: "2026-11-22T12:00:00Z" };
const grant = { access_token: "a", refresh_token: "r", expires_in: 3600, user };
const session = { userId: "u1", email: "ana@example.org", accessToken: "a", refreshToken: "r", expiresAt: 3_601_000 };

describe("signing up and in", () => {
  it("[E3] a new account is there at once, or proves its address first, in the app's language", async () => {
    const { calls, options } = server([200, grant], [200, { ...user, identities: [{}] }]);
    const auth = createAuth(options);
    expect(await auth.signUp("ana@example.org", "long enough")).toEqual({ ok: true, value: session });
    expect(await auth.signUp("ana@example.org", "long enough")).toEqual({ ok: false, error: { kind: "confirmEmail" } });
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatchObject({ path: "/auth/v1/signup", body: { email: "ana@example.org", password: "long enough", data: { locale: "bn" } } });
    expect(calls[0]?.headers.get("accept-language")).toBe("bn");
  });

  it("[E3] on Supabase a taken address is answered like a new one, and its owner gets a code to sign in", async () => {
    const { calls, options } = server([200, { ...user, identities: [] }], [200, {}]);
    expect(await createAuth(options).signUp("ana@example.org", "long enough")).toEqual({ ok: false, error: { kind: "confirmEmail" } });
    expect(calls[1]).toMatchObject({ path: "/auth/v1/otp", body: { email: "ana@example.org", create_user: false } });
  });

  it("[E3] a password that would be refused is not sent", async () => {
    const { calls, options } = server();
    expect(await createAuth(options).signUp("ana@example.org", "7 chars")).toEqual({ ok: false, error: { kind: "weakPassword", minLength: 8 } });
    expect(await createAuth(options).signUp("ana@example.org", "x".repeat(73))).toEqual({ ok: false, error: { kind: "longPassword" } });
    expect(calls).toEqual([]);
  });

  it("[C5] offline without a known server, and signing in and out of one", async () => {
    const { calls, options } = server([200, grant], [204, null]);
    expect(await createAuth({ ...options, config: async () => null }).signIn("a@b.c", "x")).toEqual({ ok: false, error: { kind: "offline" } });
    const auth = createAuth(options);
    expect(await auth.signIn("ana@example.org", "word")).toEqual({ ok: true, value: session });
    expect(await auth.signOut("a")).toBe(true);
    expect(calls.map(({ path }) => path)).toEqual(["/auth/v1/token?grant_type=password", "/auth/v1/logout?scope=local"]);
    expect(calls[1]?.headers.get("authorization")).toBe("Bearer a");
  });
});

describe("codes", () => {
  it("[E2] asking never makes an account, and says the same where Supabase has none", async () => {
    const { calls, options } = server([200, {}], [422, { error_code: "otp_disabled" }], [200, {}]);
    const letters = createLetters(options);
    expect(await letters.ask("signIn", "ana@example.org")).toEqual({ ok: true, value: undefined });
    expect(await letters.ask("signIn", "nobody@example.org")).toEqual({ ok: true, value: undefined });
    expect(await letters.ask("reset", "ana@example.org")).toEqual({ ok: true, value: undefined });
    expect(calls.map(({ path, body }) => [path, (body as { create_user: boolean }).create_user])).toEqual([
      ["/auth/v1/otp", false],
      ["/auth/v1/otp", false],
      ["/auth/v1/recover", false],
    ]);
  });

  it("[E3] a code opens a session, and tells whether it has just proven the address", async () => {
    const fresh = { ...grant, user: { ...user, email_confirmed_at: "2026-11-22T11:59:59.990Z" } };
    const { calls, options } = server([200, grant], [200, fresh], [403, { code: 403, error_code: "otp_expired" }], [200, { no: "grant" }]);
    const letters = createLetters(options);
    expect(await letters.open("signIn", "ana@example.org", "123456")).toEqual({ ok: true, value: { session, newcomer: false } });
    expect(await letters.open("reset", "ana@example.org", "123456")).toEqual({ ok: true, value: { session, newcomer: true } });
    expect(await letters.open("changeEmail", "ana@example.org", "123456")).toEqual({ ok: false, error: { kind: "wrongCode" } });
    expect(await letters.open("signIn", "ana@example.org", "123456")).toEqual({ ok: false, error: { kind: "server" } });
    expect(calls.map(({ body }) => (body as { type: string }).type)).toEqual(["email", "recovery", "email_change", "email"]);
  });

  it("[E9] password, address and account change with the session's token", async () => {
    const { calls, options } = server([200, user], [400, { error_code: "reauthentication_needed" }], [204, null], [401, { code: "PT401", details: "account_gone" }], [403, { code: "PT403" }]);
    const letters = createLetters(options);
    expect(await letters.setPassword("token", "short")).toEqual({ ok: false, error: { kind: "weakPassword", minLength: 8 } });
    expect(await letters.setPassword("token", "long enough")).toEqual({ ok: true, value: undefined });
    expect(await letters.askToMove("token", "new@example.org")).toEqual({ ok: false, error: { kind: "notFresh" } });
    expect(await letters.deleteAccount("token")).toEqual({ ok: true, value: undefined });
    expect(await letters.deleteAccount("token")).toEqual({ ok: true, value: undefined });
    expect(await letters.deleteAccount("token")).toEqual({ ok: false, error: { kind: "notFresh" } });
    expect(calls.map(({ method, path }) => [method, path])).toEqual([
      ["PUT", "/auth/v1/user"],
      ["PUT", "/auth/v1/user"],
      ["POST", "/rest/v1/rpc/delete_account"],
      ["POST", "/rest/v1/rpc/delete_account"],
      ["POST", "/rest/v1/rpc/delete_account"],
    ]);
    expect(calls.every(({ headers }) => headers.get("authorization") === "Bearer token")).toBe(true);
  });

  it("[E8] an account is there, or gone, or not to be asked about now", async () => {
    const letters = createLetters(server([200, true], [200, false], [200, { portal: "login" }]).options);
    expect(await letters.exists("u1")).toEqual({ ok: true, value: true });
    expect(await letters.exists("u1")).toEqual({ ok: true, value: false });
    expect(await letters.exists("u1")).toEqual({ ok: false, error: { kind: "server" } });
  });
});

it("[C5] a redirect or a page of somebody else's is no success", async () => {
  const { options } = server([302, { any: "thing" }]);
  expect(await createAuthCall(options)({ path: "/auth/v1/otp", body: {} })).toEqual({ ok: false, error: { kind: "server" } });
});
