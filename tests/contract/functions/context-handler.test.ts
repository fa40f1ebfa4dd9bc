import { beforeEach, describe, expect, it } from "vitest";
import { contextBuild } from "@edge/personality/context-build.ts";
import { createHandler as createChat } from "../../../supabase/functions/chat/handler.ts";
import { ContextCache, type KeptContext } from "../../../supabase/functions/personality-context/cache.ts";
import { createHandler } from "../../../supabase/functions/personality-context/handler.ts";
import { versionIn } from "../../../supabase/functions/personality-context/read.ts";
import { claimed, contextAnswer, FakePostgrest, message, pgError, token, user } from "./fake-postgrest.ts";

const other = "0198b3c4-0000-7000-8000-00000000000b";
let postgrest: FakePostgrest;
let handler: (request: Request) => Promise<Response>;
let chat: (request: Request) => Promise<Response>;

beforeEach(() => {
  postgrest = new FakePostgrest();
  const environment = { supabaseUrl: "http://api.test", publishableKey: "pk", fetch: postgrest.fetch, get: () => undefined };
  handler = createHandler(environment);
  chat = createChat(environment);
});

const get = (headers: Record<string, string> = {}, of = user, method = "GET") =>
  handler(new Request("http://edge.test/functions/v1/personality-context", { method, headers: { authorization: `Bearer ${token({ sub: of })}`, ...headers } }));
const expectError = async (response: Response, status: number, error: string) => {
  expect(await response.json()).toEqual({ error });
  expect(response.status).toBe(status);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
};
const etag = (version: string) => `"${contextBuild}.${version}"`;

describe("personality-context function", () => {
  it("[X4] answers the caller's own context with an ETag that nothing between keeps", async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).toBe(etag("3.2.1.0"));
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    const body: unknown = await response.json();
    expect(body).toMatchObject({ user, etag: etag("3.2.1.0"), context: { schema: 1, traits: [{ trait: "extraversion", band: "high" }], facts: [{ text: "My cat is called Mishti" }] } });
    expect(postgrest.calls.map(({ name, args }) => [name, args])).toEqual([["personality_context", { p_user: user, p_known: [] }]]);
    expect(postgrest.calls[0]?.headers.get("authorization")).toBe(`Bearer ${token({ sub: user })}`);
  });

  it("[X4] while the version is the same none is made anew, and the token is asked about each time", async () => {
    const first = await (await get()).text();
    postgrest.context = Response.json(contextAnswer("3.2.1.0", null));
    expect(await (await get()).text()).toBe(first);
    expect(postgrest.calls.map(({ args }) => args["p_known"])).toEqual([[], ["3.2.1.0"]]);
    postgrest.context = pgError(403, "PT403", "wrong_account");
    await expectError(await get(), 403, "wrong_account");
    postgrest.context = pgError(401, "PGRST301", null);
    await expectError(await get(), 401, "unauthorized");
  });

  it("[X4] If-None-Match with the version gets 304, kept here or not; with another the context", async () => {
    postgrest.context = Response.json(contextAnswer("3.2.1.0", null));
    const known = await get({ "if-none-match": etag("3.2.1.0") });
    expect([known.status, await known.text(), known.headers.get("etag")]).toEqual([304, "", etag("3.2.1.0")]);
    postgrest.context = Response.json(contextAnswer("3.2.1.1"));
    expect((await get({ "if-none-match": etag("3.2.1.0") })).status).toBe(200);
    expect((await get({ "if-none-match": `W/${etag("3.2.1.1")}, "x"` })).status).toBe(304);
    expect(postgrest.calls.at(-1)?.args["p_known"]).toEqual(["3.2.1.1", "3.2.1.1"]);
  });

  it.each(["*", "garbage", '"0.3.2.1.0"', `"${contextBuild}.3.2.1"`, `"${contextBuild}.3.2.1.x"`, `"${contextBuild}.${"9".repeat(5000)}"`, ""])("[X4] the If-None-Match %j is none", async (header) => {
    expect(versionIn(header)).toBeNull();
    expect((await get(header === "" ? {} : { "if-none-match": header })).status).toBe(200);
    expect(postgrest.calls[0]?.args["p_known"]).toEqual([]);
  });

  it("[X4] two people at once, many times: nobody gets what is another's", async () => {
    postgrest.context = ({ args }) => {
      const who = String(args["p_user"]);
      const known = (args["p_known"] as string[]).includes("1.1.1.1");
      return Response.json(contextAnswer("1.1.1.1", known ? null : { facts: [{ id: who, text: `I am ${who}`, created_at: "2026-11-22T08:00:00.000Z" }] }));
    };
    const people = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? user : other));
    const bodies = await Promise.all(people.map(async (who) => (await (await get({}, who)).json()) as { user: string; context: { facts: { text: string }[] } }));
    expect(bodies.map(({ user: of, context }) => [of, context.facts[0]?.text])).toEqual(people.map((who) => [who, `I am ${who}`]));
  });

  it("[X4] what was kept of an account that is gone goes too", async () => {
    await get();
    postgrest.context = pgError(401, "PT401", "account_gone");
    await expectError(await get(), 401, "unauthorized");
    postgrest.context = Response.json(contextAnswer());
    await get();
    expect(postgrest.calls.at(-1)?.args["p_known"]).toEqual([]);
  });

  it.each([
    [401, "PGRST301", null, 401, "unauthorized"],
    [403, "42501", null, 403, "forbidden"],
    [429, "PT429", "rate_limited", 429, "rate_limited"],
    [404, "PGRST202", null, 502, "bad_upstream"],
    [500, "XX000", null, 502, "bad_upstream"],
    [503, "PGRST002", null, 503, "unavailable"],
  ] as const)("[X4] maps upstream %i %s to its own words", async (status, code, details, expected, error) => {
    postgrest.context = pgError(status, code, details);
    await expectError(await get(), expected, error);
  });

  it("[X4] an answer that is none is a bad upstream, no answer is unavailable; what was kept stays", async () => {
    await get();
    for (const odd of [null, [], "x", {}, { version: 3, rows: null }, { version: "9.9.9.9" }, { version: "9.9.9.9", rows: [] }, { version: "9.9.9.9", rows: null }]) {
      postgrest.context = Response.json(odd);
      await expectError(await get(), 502, "bad_upstream");
    }
    postgrest.context = new TypeError("connect ECONNREFUSED");
    await expectError(await get(), 503, "unavailable");
    postgrest.context = Response.json(contextAnswer("3.2.1.0", null));
    expect((await get()).status).toBe(200);
  });

  it("[X4] odd rows make a context of what is sound in them", async () => {
    postgrest.context = Response.json(contextAnswer("1.1.1.1", { answers: null, facts: [null, {}, { id: 3 }, { id: "a", text: null, created_at: "x" }], messages: [7, { text: null, score: "1" }], locale: '"x', use_personality: "no" }));
    expect(await (await get()).json()).toMatchObject({ context: { traits: [], facts: [], mood: null, locale: "en" } });
  });

  it.each(["", "Bearer", "Bearer x", "Basic abc", "Bearer a.!!.c", "Bearer e30.bnVsbA.x"])("[X4] refuses the authorization %j before asking anybody", async (authorization) => {
    await expectError(await get({ authorization }), 401, "unauthorized");
    expect(postgrest.calls).toEqual([]);
  });

  it("[X4] refuses other methods, and answers a preflight that lets If-None-Match through", async () => {
    for (const method of ["POST", "PUT", "DELETE", "HEAD"]) expect((await get({}, user, method)).status).toBe(405);
    const preflight = await get({}, user, "OPTIONS");
    expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([204, "GET, OPTIONS"]);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("if-none-match");
  });
});

describe("contexts kept", () => {
  const kept = (version: string, size = 10): KeptContext => ({ version, json: "x".repeat(size), context: { schema: 1, locale: "en", style: { length: "usual", directness: "usual", warmth: "usual", questions: "usual" }, traits: [], facts: [], mood: null, text: "" } });

  it("[X4] of so many people, of so much, those used last", () => {
    const cache = new ContextCache({ people: 3, size: 35 });
    for (const who of ["a", "b", "c"]) cache.set(who, kept("1"));
    cache.get("a");
    cache.set("d", kept("1"));
    expect(["a", "b", "c", "d"].map((who) => cache.get(who) !== null)).toEqual([true, false, true, true]);
    cache.set("a", kept("2", 12));
    expect([cache.people, cache.size]).toEqual([3, 32]);
    cache.set("e", kept("1", 20));
    expect([cache.get("e") !== null, cache.size <= 35]).toEqual([true, true]);
    cache.set("f", kept("1", 36));
    expect([cache.people, cache.size]).toEqual([0, 0]);
  });

  it("[X4] nobody's for longer than half an hour without use", () => {
    let now = 0;
    const cache = new ContextCache({}, () => now);
    cache.set("a", kept("1"));
    cache.set("b", kept("1"));
    now = 29 * 60_000;
    cache.get("a");
    now = 31 * 60_000;
    expect([cache.get("b"), cache.get("a")?.version]).toEqual([null, "1"]);
  });
});

describe("chat with a context", () => {
  const ask = () =>
    chat(new Request("http://edge.test/functions/v1/chat", { method: "POST", headers: { authorization: `Bearer ${token()}` }, body: JSON.stringify({ message_id: message, attempt: 0 }) }));

  it("[X6] answers in the person's style, and keeps what shaped it, with two calls as ever", async () => {
    postgrest.claim = Response.json(claimed("I feel sad", { context: contextAnswer() }));
    await ask();
    expect(postgrest.calls.map(({ name }) => name)).toEqual(["claim_reply", "finish_reply"]);
    expect(postgrest.calls[1]?.args["p_shaped_by"]).toEqual({ traits: [["extraversion", "high"]], facts: [] });
    postgrest.claim = Response.json(claimed("I feel sad", { context: contextAnswer("3.2.1.0", null) }));
    await ask();
    expect(postgrest.calls[2]?.args["p_context"]).toEqual(["3.2.1.0"]);
    expect(postgrest.calls[3]?.args).toEqual(postgrest.calls[1]?.args);
  });

  it("[X4] shares what the context function keeps", async () => {
    await get();
    postgrest.claim = Response.json(claimed("I feel sad", { context: contextAnswer("3.2.1.0", null) }));
    await ask();
    expect(postgrest.calls[2]?.args["p_shaped_by"]).toMatchObject({ traits: [["extraversion", "high"]] });
  });

  it.each([undefined, null, "x", { version: "1.1.1.1" }, { version: "1.1.1.1", rows: null }])("[X4] without a context (%j) it answers as it always has", async (context) => {
    postgrest.claim = Response.json(claimed("I feel sad", context === undefined ? {} : { context }));
    expect(await (await ask()).json()).toMatchObject({ status: "stored" });
    expect(postgrest.calls[1]?.args["p_shaped_by"]).toBeNull();
  });
});
