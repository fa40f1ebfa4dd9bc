/** Codes of a host without a mail server: what they open, how they die, and that asking for one tells nobody anything (supabase/embedded/letters/README.md). */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Host } from "../../../supabase/embedded/host.ts";
import { triesOfACode } from "../../../supabase/embedded/letters/tries.ts";
import { createHost } from "../../support/host-in-process.ts";
import { signUp } from "../../support/host.ts";
import { call, codesIn, newEmail, password, pushOf } from "./client.ts";

let host: Host;
const printed: string[] = [];
const logged: string[] = [];
beforeAll(async () => {
  host = await createHost({ print: (line) => printed.push(line), log: (line) => logged.push(line) });
});
afterAll(() => host.stop());

interface Said {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
async function send(method: "POST" | "PUT" | "GET", path: string, body?: unknown, token?: string): Promise<Said> {
  const response = await fetch(`${host.url}${path}`, {
    method,
    redirect: "manual",
    headers: { apikey: host.publishableKey, "content-type": "application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
}
const post = (path: string, body: unknown, token?: string) => send("POST", path, body, token);
const verify = (email: string, token: string | undefined, type = "email") => post("/auth/v1/verify", { type, email, token });
const signIn = (email: string, word: string) => post("/auth/v1/token?grant_type=password", { email, password: word });
const refresh = (token: string) => post("/auth/v1/token?grant_type=refresh_token", { refresh_token: token });
const tokenOf = ({ body }: Said): string => String(body["access_token"]);

async function account() {
  const email = newEmail();
  return { email, ...(await signUp(host.url, email, password)) };
}
/** Asks for a code and reads it in the window. */
async function codeFor(email: string, path = "/auth/v1/otp"): Promise<string> {
  expect(await post(path, { email })).toEqual({ status: 200, body: {} });
  await host.lettersSettled();
  const code = codesIn(printed, email).at(-1);
  if (code === undefined) throw new Error("no code was printed");
  return code;
}
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
const sql = (text: string, ...values: string[]) => host.database.transaction((tx) => tx.query(text, values));
const refused = { status: 403, body: { code: 403, error_code: "otp_expired", msg: "Email link is invalid or has expired" } };
/** In this process the API's own console is the test's; a host in a process of its own keeps refusals out of it. */
const quietly = () => vi.spyOn(console, "error").mockImplementation(() => undefined);
/** The session this token belongs to began long ago. */
const grow = async (token: string): Promise<void> => {
  const { session_id: session } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { session_id: string };
  await sql("update auth.sessions set created_at = now() - interval '11 minutes' where id = $1::uuid", session);
};

test("[E1] a code signs in, and only once", async () => {
  const { email, userId } = await account();
  const code = await codeFor(email);
  expect(code).toMatch(/^\d{6}$/);
  const granted = await verify(email.toUpperCase(), code);
  expect(granted.status).toBe(200);
  expect(granted.body["user"]).toMatchObject({ id: userId, email });
  expect(await verify(email, code)).toEqual(refused);
});

test("[E1] after five wrong tries a code is dead, and the next one is alive", async () => {
  const { email } = await account();
  const code = await codeFor(email);
  for (let tried = 0; tried < triesOfACode; tried++) expect(await verify(email, wrong(code))).toEqual(refused);
  expect(await verify(email, code)).toEqual(refused);
  // Not only in memory: another host on this database, or this one after a restart, does not know it either.
  expect(await sql("select recovery_token from auth.users where email = $1", email)).toEqual([{ recovery_token: null }]);
  expect((await verify(email, await codeFor(email))).status).toBe(200);
});

test("[E1] guesses sent together are counted like guesses sent one by one", async () => {
  const { email } = await account();
  const code = await codeFor(email);
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => verify(email, index === 11 ? code : wrong(code))));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 403));
});

test("[E1] a newer code replaces the older one, whatever either is for", async () => {
  const { email } = await account();
  const first = await codeFor(email);
  const second = await codeFor(email, "/auth/v1/recover");
  expect(await verify(email, first)).toEqual(refused);
  expect((await verify(email, second, "recovery")).status).toBe(200);
});

test("[E1] a code lives for a quarter of an hour", async () => {
  const { email } = await account();
  const age = (minutes: number) => sql("update auth.users set recovery_sent_at = now() - make_interval(mins => $2::int) where email = $1", email, String(minutes));
  const young = await codeFor(email);
  await age(14);
  expect((await verify(email, young)).status).toBe(200);
  const old = await codeFor(email);
  await age(16);
  expect(await verify(email, old)).toEqual(refused);
});

test("[E1] there is no way around the count by a link", async () => {
  const { email } = await account();
  const code = await codeFor(email);
  const hash = createHash("sha256").update(email + code).digest("hex");
  expect(await post("/auth/v1/verify", { type: "magiclink", token_hash: hash })).toEqual(refused);
  expect(await send("GET", `/auth/v1/verify?type=magiclink&token=${hash}`)).toEqual(refused);
  expect((await verify(email, code)).status).toBe(200);
});

test("[E2] asking is answered alike, before anybody has looked whether there is an account", async () => {
  const { email } = await account();
  const stranger = newEmail();
  for (const path of ["/auth/v1/otp", "/auth/v1/magiclink", "/auth/v1/recover", "/auth/v1/resend"]) {
    const said: unknown[] = [];
    for (const address of [email, stranger]) {
      // Nothing can be read in the database meanwhile: an answer that waited for it would never come.
      await host.database.transaction(async (tx) => {
        await tx.query("lock table auth.users in access exclusive mode");
        const response = await fetch(`${host.url}${path}`, {
          method: "POST",
          headers: { apikey: host.publishableKey, "content-type": "application/json" },
          body: JSON.stringify({ email: address, create_user: true, type: "signup" }),
        });
        said.push([response.status, await response.text(), [...response.headers].filter(([name]) => name !== "date")]);
      });
    }
    expect([path, said[1]]).toEqual([path, said[0]]);
    expect(said[0]).toEqual([200, "{}", expect.anything()]);
    await host.lettersSettled();
  }
  expect(codesIn(printed, email)).toHaveLength(4);
  expect(codesIn(printed, stranger)).toEqual([]);
  // Nor does asking make an account of an address that nobody has proven.
  expect(await sql("select 1 from auth.users where email = $1", stranger)).toEqual([]);
  // A wrong guess at the code is told alike too.
  expect(await verify(stranger, "123456")).toEqual(await verify(email, wrong(codesIn(printed, email).at(-1) ?? "")));
});

test("[E2] what is no address is refused, and what is no code too", async () => {
  expect((await post("/auth/v1/otp", { email: "no address" })).body["error_code"]).toBe("validation_failed");
  const { email } = await account();
  await codeFor(email);
  for (const token of ["", "12345", "1234567", "abcdef"]) expect([token, (await verify(email, token)).status]).toEqual([token, 403]);
});

test("[E5] an account moves to another address by a code that only this address gets", async () => {
  const { email, accessToken, userId } = await account();
  const wanted = newEmail();
  const asked = await send("PUT", "/auth/v1/user", { email: wanted }, accessToken);
  expect(asked).toMatchObject({ status: 200, body: { id: userId, email, new_email: wanted } });
  await host.lettersSettled();
  expect(codesIn(printed, email)).toEqual([]);
  const code = codesIn(printed, wanted).at(-1);
  expect(await verify(wanted, wrong(code ?? ""), "email_change")).toEqual(refused);
  expect((await signIn(wanted, password)).status).toBe(400);
  expect(await verify(wanted, code, "email_change")).toMatchObject({ status: 200, body: { user: { id: userId, email: wanted } } });
  expect((await signIn(wanted, password)).status).toBe(200);
  expect((await signIn(email, password)).status).toBe(400);
  expect(await verify(wanted, code, "email_change")).toEqual(refused);
});

test("[E5] a code for another address dies after five wrong tries as well", async () => {
  const { accessToken } = await account();
  const wanted = newEmail();
  await send("PUT", "/auth/v1/user", { email: wanted }, accessToken);
  await host.lettersSettled();
  const code = codesIn(printed, wanted).at(-1) ?? "";
  for (let tried = 0; tried < triesOfACode; tried++) await verify(wanted, wrong(code), "email_change");
  expect(await verify(wanted, code, "email_change")).toEqual(refused);
  expect(await sql("select email_change_token_new from auth.users where email_change = $1", wanted)).toEqual([{ email_change_token_new: null }]);
});

test("[E5] moving to an address that has an account is answered as to any other", async () => {
  const { email, accessToken } = await account();
  const taken = await account();
  const free = newEmail();
  const said: Record<string, unknown>[] = [];
  for (const wanted of [taken.email, free]) {
    const { status, body } = await send("PUT", "/auth/v1/user", { email: wanted }, accessToken);
    said.push({ status, ...body, new_email: body["new_email"] === wanted, email_change_sent_at: typeof body["email_change_sent_at"], updated_at: null });
    await host.lettersSettled();
  }
  expect(said[0]).toEqual(said[1]);
  expect(codesIn(printed, taken.email)).toEqual([]);
  expect((await signIn(email, password)).status).toBe(200);
});

test("[E5] an address that somebody else took while the code was on its way stays theirs", async () => {
  const errors = quietly();
  const { accessToken, email } = await account();
  const wanted = newEmail();
  await send("PUT", "/auth/v1/user", { email: wanted }, accessToken);
  await host.lettersSettled();
  await signUp(host.url, wanted, "another good password");
  expect(await verify(wanted, codesIn(printed, wanted).at(-1), "email_change")).toMatchObject({ status: 422, body: { error_code: "email_exists" } });
  expect((await signIn(email, password)).status).toBe(200);
  errors.mockClear();
});

test("[E6] a new password signs every other session out, and its own goes on", async () => {
  const { email, refreshToken: elsewhere } = await account();
  const here = await signIn(email, password);
  const changed = await send("PUT", "/auth/v1/user", { password: "a new good password" }, tokenOf(here));
  expect(changed.status).toBe(200);
  expect((await refresh(elsewhere)).body["error_code"]).toBe("refresh_token_not_found");
  expect((await refresh(String(here.body["refresh_token"]))).status).toBe(200);
  expect((await signIn(email, password)).status).toBe(400);
  expect((await signIn(email, "a new good password")).status).toBe(200);
});

test("[E6] a forgotten password is replaced with a code, and the old sessions end", async () => {
  const { email, refreshToken: elsewhere } = await account();
  const granted = await verify(email, await codeFor(email, "/auth/v1/recover"), "recovery");
  expect((await send("PUT", "/auth/v1/user", { password: "short" }, tokenOf(granted))).body["error_code"]).toBe("weak_password");
  expect((await send("PUT", "/auth/v1/user", { password: "x".repeat(73) }, tokenOf(granted))).body["error_code"]).toBe("validation_failed");
  expect((await send("PUT", "/auth/v1/user", { password: null }, tokenOf(granted))).body["error_code"]).toBe("validation_failed");
  expect((await send("PUT", "/auth/v1/user", { password: "remembered this time", email: newEmail() }, tokenOf(granted))).body["error_code"]).toBe("validation_failed");
  expect((await send("PUT", "/auth/v1/user", { password: "remembered this time" }, tokenOf(granted))).status).toBe(200);
  expect((await refresh(elsewhere)).status).toBe(400);
  expect((await signIn(email, "remembered this time")).status).toBe(200);
});

test("[E9] password and address change only in a session that began minutes ago", async () => {
  const { email, accessToken } = await account();
  await grow(accessToken);
  const wanted = newEmail();
  for (const body of [{ password: "a new good password" }, { email: wanted }]) {
    expect(await send("PUT", "/auth/v1/user", body, accessToken)).toMatchObject({ status: 400, body: { error_code: "reauthentication_needed" } });
  }
  await host.lettersSettled();
  expect(codesIn(printed, wanted)).toEqual([]);
  // Other words about oneself ask for nothing of the kind.
  expect((await send("PUT", "/auth/v1/user", { data: { locale: "bn" } }, accessToken)).status).toBe(200);
  expect((await send("PUT", "/auth/v1/user", { password: "a new good password" }, tokenOf(await signIn(email, password)))).status).toBe(200);
});

test("[E9] a code that a session asks for itself proves nothing, so there is none", async () => {
  const { accessToken } = await account();
  expect((await send("GET", "/auth/v1/reauthenticate", undefined, accessToken)).status).toBe(404);
});

test("[E7] an account is deleted with everything in it, and its address is free again", async () => {
  const errors = quietly();
  const { email, userId, accessToken, refreshToken } = await account();
  expect((await call(host, "/rest/v1/rpc/sync_push", { token: accessToken, body: pushOf(userId, "all of it").body })).status).toBe(200);
  expect((await post("/rest/v1/rpc/account_exists", { p_user: userId })).body).toBe(true);
  await grow(accessToken);
  expect(await post("/rest/v1/rpc/delete_account", {}, accessToken)).toMatchObject({ status: 403, body: { code: "PT403", details: "reauthenticate" } });
  const fresh = tokenOf(await signIn(email, password));
  expect((await post("/rest/v1/rpc/delete_account", {}, fresh)).status).toBeLessThan(300);
  const left = await sql(
    `select (select count(*)::int from auth.users where id::text = $1) as users, (select count(*)::int from auth.refresh_tokens where user_id::text = $1) as tokens,
      (select count(*)::int from auth.identities where user_id::text = $1) as identities, (select count(*)::int from public.chat_messages where user_id::text = $1) as messages,
      (select count(*)::int from auth.audit_log_entries where payload ->> 'actor_id' = $1 or payload ->> 'actor_username' = $2) as notes`,
    userId,
    email,
  );
  expect(left).toEqual([{ users: 0, tokens: 0, identities: 0, messages: 0, notes: 0 }]);
  expect((await refresh(refreshToken)).body["error_code"]).toBe("refresh_token_not_found");
  expect(await post("/rest/v1/rpc/sync_pull", { p_user: userId, p_client: "00000000000000aa", p_acked_seq: 0, p_tables: [], p_epoch: null, p_cursor: null, p_limit: 1 }, fresh)).toMatchObject({
    status: 401,
    body: { code: "PT401", details: "account_gone" },
  });
  expect((await post("/rest/v1/rpc/account_exists", { p_user: userId })).body).toBe(false);
  expect((await signUp(host.url, email, password)).userId).not.toBe(userId);
  errors.mockClear();
});

test("[E4] the app hears where codes are to be seen, and no log does", async () => {
  expect((await (await fetch(`${host.url}/config.json`)).json()) as unknown).toMatchObject({ letters: "console" });
  const codes = printed.flatMap((line) => /: (\d{6}) /.exec(line)?.[1] ?? []);
  expect(codes.length).toBeGreaterThan(10);
  expect(logged.filter((line) => codes.some((code) => line.includes(code)))).toEqual([]);
});
