/** Guessing at passwords and codes: what is counted, against whom, and whom it never keeps out (DESIGN §7). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Host } from "../../../supabase/embedded/host.ts";
import { policies } from "../../../supabase/embedded/rate/policy.ts";
import { createHost } from "../../support/host-in-process.ts";
import { codesIn, newEmail, password } from "./client.ts";

const factor = 0.1;
const allowed = (points: number): number => Math.ceil(points * factor);
const pair = allowed(policies.password.pair?.points ?? 0);
const everywhere = allowed(policies.password.account?.points ?? 0);

let host: Host;
const printed: string[] = [];
beforeAll(async () => {
  host = await createHost({ env: { RATE_FACTOR: String(factor), TRUST_PROXY: "1" }, print: (line) => printed.push(line) });
});
afterAll(() => host.stop());

let lastAddress = 0;
/** Each test comes from addresses nobody else uses. */
const newAddress = (): string => `10.0.${Math.floor(++lastAddress / 250)}.${(lastAddress % 250) + 1}`;

interface Said {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;
}
async function post(address: string, path: string, body: unknown): Promise<Said> {
  const response = await fetch(`${host.url}${path}`, {
    method: "POST",
    headers: { apikey: host.publishableKey, "content-type": "application/json", "x-forwarded-for": address },
    body: JSON.stringify(body),
  });
  return { status: response.status, retryAfter: response.headers.get("retry-after"), body: await response.json() };
}
const signIn = (address: string, email: string, word: string) => post(address, "/auth/v1/token?grant_type=password", { email, password: word });
const account = async (): Promise<string> => {
  const email = newEmail();
  await post(newAddress(), "/auth/v1/signup", { email, password });
  return email;
};
const times = async (count: number, work: (index: number) => Promise<Said>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) statuses.push((await work(i)).status);
  return statuses;
};
const refusal = { code: 429, error_code: "over_request_rate_limit", msg: "Too many attempts. Try again later." };

describe("passwords", () => {
  test("[§7] the same refusals for an account that exists and one that does not", async () => {
    const heard: unknown[] = [];
    for (const email of [await account(), newEmail()]) {
      const address = newAddress();
      const answers: Said[] = [];
      for (let i = 0; i <= pair; i++) answers.push(await signIn(address, email, "wrong password"));
      expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: pair }, () => 400), 429]);
      expect(Number(answers.at(-1)?.retryAfter)).toBeGreaterThan(0);
      expect(Number(answers.at(-1)?.retryAfter)).toBeLessThanOrEqual(policies.password.pair?.seconds ?? 0);
      expect(answers.at(-1)?.body).toEqual(refusal);
      heard.push(answers.map(({ status, body }) => [status, body]));
    }
    expect(heard[0]).toEqual(heard[1]);
  });

  test("[§7] the right password is no way to learn that it is right once the limit is reached, and another address is unharmed", async () => {
    const email = await account();
    const address = newAddress();
    await times(pair, () => signIn(address, email, "wrong password"));
    expect((await signIn(address, email, password)).status).toBe(429);
    expect((await signIn(newAddress(), email, password)).status).toBe(200);
  });

  test("[§7] spelling the address or the path in another way is no new account", async () => {
    const email = await account();
    const address = newAddress();
    await times(pair, () => signIn(address, email, "wrong password"));
    const body = { email, password: "wrong password" };
    for (const path of ["/auth/v1/%74oken?grant_type=password", "/auth/v1/token?grant_type=%70assword", "/auth/v1/token?x=1&grant_type=password&grant_type=refresh_token"]) {
      expect([path, (await post(address, path, body)).status]).toEqual([path, 429]);
    }
    for (const spelt of [email.toUpperCase(), ` ${email} `]) expect([spelt, (await signIn(address, spelt, "wrong password")).status]).toEqual([spelt, 429]);
    for (const path of ["/auth/v1/token/?grant_type=password", "//auth/v1/token?grant_type=password", "/auth/v1/./token/../token?grant_type=password"]) {
      expect([path, (await post(address, path, { email, password })).status]).not.toEqual([path, 200]);
    }
  });

  test("[§7] guesses sent together are counted like guesses sent one by one", async () => {
    const email = await account();
    const address = newAddress();
    const statuses = (await Promise.all(Array.from({ length: 20 }, () => signIn(address, email, "wrong password")))).map(({ status }) => status);
    const through = statuses.filter((status) => status === 400).length;
    expect(through).toBeGreaterThanOrEqual(pair);
    expect(through).toBeLessThanOrEqual(pair + 3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20 - through);
  });

  test("[§7] what succeeds is never counted", async () => {
    const email = await account();
    const address = newAddress();
    const count = allowed(policies.password.address.points) + 3;
    expect(await times(count, () => signIn(address, email, password))).toEqual(Array.from({ length: count }, () => 200));
  });

  test("[§7] guessing from many addresses ends too, and never locks out the address the person signs in from", async () => {
    const email = await account();
    const home = newAddress();
    expect((await signIn(home, email, password)).status).toBe(200);
    let tried = 0;
    for (let refused = false; !refused && tried <= everywhere; tried++) refused = (await signIn(newAddress(), email, "wrong password")).status === 429;
    expect(tried).toBe(everywhere + 1);
    expect((await signIn(newAddress(), email, password)).status).toBe(429);
    expect((await signIn(home, email, password)).status).toBe(200);
    expect((await signIn(newAddress(), await account(), password)).status).toBe(200);
  });

  test("[§7] one address may fail only so often, whatever accounts it tries", async () => {
    const address = newAddress();
    const limit = allowed(policies.password.address.points);
    expect(await times(limit + 1, () => signIn(address, newEmail(), "wrong password"))).toEqual([...Array.from({ length: limit }, () => 400), 429]);
  });
});

describe("accounts, codes and refresh tokens", () => {
  test("[§7] one address makes only so many accounts", async () => {
    const address = newAddress();
    const limit = allowed(policies.signUp.address.points);
    const statuses = await times(limit + 1, () => post(address, "/auth/v1/signup", { email: newEmail(), password: "short" }));
    expect(statuses).toEqual([...Array.from({ length: limit }, () => 422), 429]);
    expect((await post(newAddress(), "/auth/v1/signup", { email: newEmail(), password })).status).toBe(200);
  });

  test("[§7] asking for a code tells nobody whether there is an account, and ends", async () => {
    const limit = allowed(policies.code.pair?.points ?? 0);
    for (const [path, more] of [["/auth/v1/recover", {}], ["/auth/v1/otp", { create_user: false }], ["/auth/v1/resend", { type: "signup" }]] as const) {
      const heard: unknown[] = [];
      for (const email of [await account(), newEmail()]) {
        const address = newAddress();
        const answers: Said[] = [];
        for (let i = 0; i <= limit; i++) answers.push(await post(address, path, { email, ...more }));
        heard.push(answers.map(({ status, body }) => [status, body]));
      }
      expect([path, heard[0]]).toEqual([path, [...Array.from({ length: limit }, () => [200, {}]), [429, refusal]]]);
      expect([path, heard[1]]).toEqual([path, heard[0]]);
    }
  });

  test("[§7] a code is tried only so often", async () => {
    const email = await account();
    const address = newAddress();
    await post(newAddress(), "/auth/v1/recover", { email });
    await host.lettersSettled();
    const limit = allowed(policies.verify.pair?.points ?? 0);
    const statuses = await times(limit + 1, (index) => post(address, "/auth/v1/verify", { type: "recovery", email, token: String(100_000 + index) }));
    expect(statuses.slice(0, -1).every((status) => status >= 400 && status < 429)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    const code = codesIn(printed, email).at(-1);
    expect((await post(newAddress(), "/auth/v1/verify", { type: "recovery", email, token: code })).status).toBe(200);
  });

  test("[§7] links and refresh tokens are not guessed at for ever", async () => {
    const links = newAddress();
    const limit = allowed(policies.verify.address.points);
    const get = async () => {
      const response = await fetch(`${host.url}/auth/v1/verify?type=recovery&token=guess`, { redirect: "manual", headers: { apikey: host.publishableKey, "x-forwarded-for": links } });
      return { status: response.status, retryAfter: null, body: null };
    };
    expect(await times(limit + 1, get)).toEqual([...Array.from({ length: limit }, () => 403), 429]);
    const tokens = newAddress();
    const refreshes = allowed(policies.refresh.address.points);
    const statuses = await times(refreshes + 1, () => post(tokens, "/auth/v1/token?grant_type=refresh_token", { refresh_token: "guess" }));
    expect([statuses.filter((status) => status === 400).length, statuses.at(-1)]).toEqual([refreshes, 429]);
  });
});

test("[§7] behind a proxy the address is the one the proxy wrote, not what the client wrote before it", async () => {
  const behind = newAddress();
  await times(pair, (index) => signIn(`198.51.100.${index}, ${behind}`, "somebody@example.org", "wrong password"));
  expect((await signIn(`203.0.113.9, ${behind}`, "somebody@example.org", "wrong password")).status).toBe(429);
});
