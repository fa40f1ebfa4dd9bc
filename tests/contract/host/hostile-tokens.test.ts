/** Tokens that are forged, old, of another kind, or of nobody any more: refused in every place that takes one. */
import { readFileSync } from "node:fs";
import { resolve as pathTo } from "node:path";
import { CompactSign, generateKeyPair, SignJWT } from "jose";
import { WebSocket } from "ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningHost } from "../../support/host.ts";
import { call } from "./client.ts";
import { Friend, pushBody, rssMb, startAttacked, tellsNothing } from "./hostile.ts";

let host: RunningHost;
let mina: Friend;
let secret: Uint8Array;
let ownSecretText: string;
beforeAll(async () => {
  host = await startAttacked();
  mina = await Friend.at(host);
  ownSecretText = (JSON.parse(readFileSync(pathTo(host.dataDir, "secrets.json"), "utf8")) as { jwtSecret: string }).jwtSecret;
  secret = new TextEncoder().encode(ownSecretText);
});
afterAll(async () => {
  console.log(`RSS after hostile tokens: ${rssMb(host.pid)} MB`);
  await host.stop();
});

const wrong = new TextEncoder().encode("another secret of the right length, but not the host's own");
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const soon = (): number => Math.floor(Date.now() / 1000) + 3600;
type Claims = Readonly<Record<string, unknown>>;
const claims = (more: Claims = {}): Record<string, unknown> => ({ role: "authenticated", sub: mina.tokens.userId, exp: soon(), ...more });
const sign = (payload: Claims, header: Claims = {}, key: Uint8Array = secret): Promise<string> =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(payload))).setProtectedHeader({ alg: "HS256", ...header }).sign(key);

/** What a person's own token is used for, and what it looks like when it is not accepted. */
async function refusedEverywhere(what: string, token: string): Promise<void> {
  const pulls = { p_user: mina.tokens.userId, p_client: "00000000000000cc", p_tables: ["chat_messages"] };
  const asked = [
    await call(host, "/rest/v1/chat_messages?select=id", { token }),
    await call(host, "/rest/v1/rpc/sync_push", { token, body: pushBody(mina.tokens.userId) }),
    await call(host, "/rest/v1/rpc/sync_bootstrap", { token, body: pulls }),
    await call(host, "/auth/v1/user", { token }),
    await call(host, "/functions/v1/chat", { token, body: { message_id: mina.tokens.userId, attempt: 0 } }),
  ];
  expect([what, asked.map(({ status }) => status)]).toEqual([what, [401, 401, 401, expect.toSatisfy((status) => status === 401 || status === 403), 401]]);
  for (const { body } of asked) tellsNothing(JSON.stringify(body));
}

/** "ok", or why a socket with this token may not join the person's topic. */
function join(token: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${host.url.replace("http", "ws")}/realtime/v1/websocket?apikey=${encodeURIComponent(host.publishableKey)}&vsn=2.0.0`);
    socket.once("open", () => socket.send(JSON.stringify(["1", "1", `realtime:sync:${mina.tokens.userId}`, "phx_join", { access_token: token, config: { private: true } }])));
    socket.once("message", (data: Buffer) => {
      const [, , , , payload] = JSON.parse(data.toString()) as [null, null, null, null, { status: string; response: { reason?: string } }];
      socket.close();
      resolve(payload.response.reason ?? payload.status);
    });
  });
}

describe("a bearer token", () => {
  test("[§7] the person's own is good: what follows fails for the reason it names", async () => {
    const token = await sign(claims());
    expect((await call(host, "/rest/v1/chat_messages?select=id", { token })).status).toBe(200);
    expect(await join(mina.tokens.accessToken)).toBe("ok");
    expect(await join(token)).toBe("ok");
  });

  test("[§7] forged, unsigned, of another key or kind of key: 401", async () => {
    const [header = "", payload = "", signature = ""] = mina.tokens.accessToken.split(".");
    const { privateKey } = await generateKeyPair("RS256");
    const tokens: Readonly<Record<string, string>> = {
      garbage: "garbage",
      "three dots": "a.b.c",
      empty: "..",
      "another secret": await sign(claims(), {}, wrong),
      "service_role by another secret": await sign(claims({ role: "service_role" }), {}, wrong),
      "alg none": `${part({ alg: "none", typ: "JWT" })}.${part(claims())}.`,
      "alg None with a signature": `${part({ alg: "None" })}.${part(claims())}.${signature}`,
      "no alg": `${part({ typ: "JWT" })}.${part(claims())}.${signature}`,
      "alg HS512 by the right secret": await new SignJWT(claims()).setProtectedHeader({ alg: "HS512" }).sign(secret),
      "alg RS256": await new SignJWT(claims()).setProtectedHeader({ alg: "RS256" }).sign(privateKey),
      "payload of another signature": `${header}.${part(claims({ role: "service_role" }))}.${signature}`,
      "header of another signature": `${part({ alg: "HS256", typ: "JWT", kid: "x" })}.${payload}.${signature}`,
      "signature cut": `${header}.${payload}.${signature.slice(0, -2)}`,
      "signature doubled": `${header}.${payload}.${signature}${signature}`,
      "no signature": `${header}.${payload}.`,
      "five parts": `${header}.${payload}.${signature}.${signature}.${signature}`,
      "a publishable key of elsewhere": "sb_publishable_other",
      "a secret key of elsewhere": "sb_secret_other",
      "a megabyte less": "x".repeat(8_000),
    };
    for (const [what, token] of Object.entries(tokens)) await refusedEverywhere(what, token);
    expect(await join(tokens["alg none"] ?? "")).toContain("could not be verified");
    expect(await join(tokens["service_role by another secret"] ?? "")).toContain("could not be verified");
    await mina.isWell("forged tokens");
  });

  test("[§7] claims that are none, although the signature is right: 401", async () => {
    const bad: Readonly<Record<string, string>> = {
      "unknown critical header": `${part({ alg: "HS256", crit: ["x"], x: 1 })}.${part(claims())}.${(await sign(claims())).split(".")[2] ?? ""}`,
      "no role": await sign(claims({ role: undefined })),
      "a role of Postgres": await sign(claims({ role: "postgres" })),
      "a role by injection": await sign(claims({ role: 'authenticated"; set role postgres; --' })),
      "a role in a list": await sign(claims({ role: ["authenticated"] })),
      "sub no uuid": await sign(claims({ sub: "1 or 1=1" })),
      "sub a number": await sign(claims({ sub: 7 })),
      "exp in words": await sign(claims({ exp: "never" })),
      "not before later": await sign(claims({ nbf: soon() })),
      "a list as payload": await sign([] as unknown as Claims),
      expired: await sign(claims({ exp: soon() - 7_200 })),
    };
    for (const [what, token] of Object.entries(bad)) await refusedEverywhere(what, token);
    expect(await join(bad["expired"] ?? "")).toContain("expired");
    expect(await join(bad["a role of Postgres"] ?? "")).toContain("could not be verified");
    await mina.isWell("wrong claims");
  });

  test("[§7] a header the host does not know (kid, typ, jku) changes nothing: the one secret decides", async () => {
    for (const header of [{ kid: "../../../../dev/null" }, { kid: "' union select 'x" }, { typ: "at+jwt" }, { jku: "http://127.0.0.1:1/keys" }, { jwk: { kty: "oct", k: Buffer.from(wrong).toString("base64url") } }]) {
      await refusedEverywhere(JSON.stringify(header), await sign(claims(), header, wrong));
    }
    await mina.isWell("unknown headers");
  });

  test("[§7] a key in the token's place is anon, and anon may nothing; the scheme is Bearer and no other", async () => {
    const token = host.publishableKey;
    expect(await call(host, "/rest/v1/chat_messages?select=id", { token })).toEqual({ status: 200, body: [] });
    expect((await call(host, "/rest/v1/rpc/sync_push", { token, body: pushBody(mina.tokens.userId) })).status).toBe(401);
    expect((await call(host, "/auth/v1/user", { token })).status).toBeGreaterThanOrEqual(401);
    expect((await call(host, "/functions/v1/chat", { token, body: { message_id: mina.tokens.userId, attempt: 0 } })).status).toBe(401);
    expect(await join(token)).toContain("Unauthorized");
    for (const authorization of ["Basic YTpi", "Bearer", "Bearer  ", `Bearer ${mina.tokens.accessToken} x`, `Token ${mina.tokens.accessToken}`, mina.tokens.accessToken]) {
      const response = await fetch(`${host.url}/rest/v1/chat_messages`, { headers: { apikey: host.publishableKey, authorization } });
      expect([authorization.slice(0, 12), response.status]).toEqual([authorization.slice(0, 12), 401]);
    }
    for (const key of [undefined, "", "sb_secret_", ownSecretText, mina.tokens.accessToken]) {
      const response = await fetch(`${host.url}/rest/v1/chat_messages`, { headers: key === undefined ? {} : { apikey: key } });
      expect([key?.slice(0, 9), response.status]).toEqual([key?.slice(0, 9), 401]);
    }
    await mina.isWell("keys as tokens");
  });
});

describe("a token that was good once", () => {
  test("[P6] of an account that is not there any more it opens nothing and makes nothing: 401", async () => {
    const stranger = "00000000-0000-4000-8000-000000000000";
    const token = await sign(claims({ sub: stranger }));
    const p_client = "00000000000000cc";
    for (const [name, body] of [
      ["sync_push", pushBody(stranger)],
      ["sync_bootstrap", { p_user: stranger, p_client, p_tables: ["chat_messages"] }],
      ["claim_reply", { p_user: stranger, p_message_id: stranger, p_attempt: 0 }],
    ] as const) {
      expect([name, await call(host, `/rest/v1/rpc/${name}`, { token, body })]).toEqual([name, { status: 401, body: expect.objectContaining({ code: "PT401", details: "account_gone" }) }]);
    }
    expect((await call(host, "/functions/v1/chat", { token, body: { message_id: stranger, attempt: 0 } })).status).toBe(401);
    expect((await call(host, "/auth/v1/user", { token })).status).toBeGreaterThanOrEqual(401);
    expect((await call(host, "/rest/v1/chat_messages?select=id", { token })).body).toEqual([]);
    expect((await call(host, "/rest/v1/chat_messages", { token, body: { sender_type: "user", message_text: "from nobody" } })).status).toBeGreaterThanOrEqual(400);
    await mina.isWell("the token of nobody");
  });

  test("[§7] after signing out the refresh token is dead", async () => {
    const rafi = await Friend.at(host);
    const out = await fetch(`${host.url}/auth/v1/logout`, { method: "POST", headers: { apikey: host.publishableKey, authorization: `Bearer ${rafi.tokens.accessToken}` } });
    expect(out.status).toBe(204);
    expect((await call(host, "/auth/v1/token?grant_type=refresh_token", { body: { refresh_token: rafi.tokens.refreshToken } })).status).toBe(400);
    await mina.isWell("a dead refresh token");
  });
});
