import { beforeEach, describe, expect, it } from "vitest";
import { answerMessage } from "@edge/companion/answer.ts";
import { replyId } from "@edge/reply-id.ts";
import { createHandler } from "../../../supabase/functions/chat/handler.ts";
import { claimed, FakePostgrest, message, pgError, token, user } from "./fake-postgrest.ts";

let postgrest: FakePostgrest;
let handler: (request: Request) => Promise<Response>;

beforeEach(() => {
  postgrest = new FakePostgrest();
  handler = createHandler({ supabaseUrl: "http://api.test", publishableKey: "pk", fetch: postgrest.fetch, get: () => undefined });
});

const ask = (body: unknown = { message_id: message, attempt: 0 }, headers: Record<string, string> = { authorization: `Bearer ${token()}` }) =>
  handler(
    new Request("http://edge.test/functions/v1/chat", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
const expectError = async (response: Response, status: number, error: string) => {
  expect(await response.json()).toEqual({ error });
  expect(response.status).toBe(status);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
};

describe("chat function", () => {
  it("[R2] claims with the person's own token and stores the rules' words under the derived id", async () => {
    const history = [{ sender_type: "user", message_text: "hi" }, { sender_type: "ai", message_text: "Hello there." }];
    postgrest.claim = Response.json(claimed("I feel sad", { history }));
    const response = await ask({ message_id: message, attempt: 2 });

    const id = replyId(message, "rules", 2);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "stored", reply_id: id, source: "rules" });
    expect(postgrest.calls.map((call) => call.name)).toEqual(["claim_reply", "finish_reply"]);
    for (const call of postgrest.calls) {
      expect(call.headers.get("authorization")).toBe(`Bearer ${token()}`);
      expect(call.headers.get("apikey")).toBe("pk");
    }
    expect(postgrest.calls[0]?.args).toEqual({ p_user: user, p_message_id: message, p_attempt: 2, p_context: [] });
    const words = answerMessage({
      text: "I feel sad",
      history: [{ sender: "user", text: "hi" }, { sender: "ai", text: "Hello there." }],
      locale: null,
      messageId: message,
      attempt: 2,
    });
    expect(postgrest.calls[1]?.args).toEqual({
      p_user: user,
      p_message_id: message,
      p_attempt: 2,
      p_lease: "0198b3c4-2222-7abc-8def-000000000002",
      p_reply_id: id,
      p_source: "rules",
      p_text: words.text,
      p_shaped_by: null,
    });
  });

  it("[R1] gives the same words and the same id when asked again", async () => {
    await ask();
    await ask();
    expect(postgrest.calls[3]?.args).toEqual(postgrest.calls[1]?.args);
  });

  it.each(["running", "done"])("[R2] attaches to a %s job without finishing anything", async (status) => {
    postgrest.claim = Response.json(status === "done" ? { status, reply_id: "r" } : { status, leased_until: "2026-11-22T08:01:00.000Z" });
    const response = await ask();
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status, reply_id: status === "done" ? "r" : replyId(message, "rules", 0), source: "rules" });
    expect(postgrest.calls).toHaveLength(1);
  });

  it.each(["stored", "skipped", "lost"])("[R4] passes on that the write was %s", async (status) => {
    postgrest.finish = Response.json({ status });
    expect(await (await ask()).json()).toMatchObject({ status });
  });

  it("[R2] answers 404 message_not_synced, and only for our own PT404", async () => {
    postgrest.claim = pgError(404, "PT404", "message_not_synced");
    await expectError(await ask(), 404, "message_not_synced");
    postgrest.claim = pgError(404, "PGRST202", "Searched for the function");
    await expectError(await ask(), 502, "bad_upstream");
  });

  it.each([
    [401, "PGRST301", null, 401, "unauthorized"],
    [403, "PT403", "wrong_account", 403, "wrong_account"],
    [403, "42501", null, 403, "forbidden"],
    [429, "PT429", "rate_limited", 429, "rate_limited"],
    [500, "XX000", null, 502, "bad_upstream"],
    [502, "x", null, 502, "bad_upstream"],
    [503, "PGRST002", null, 503, "unavailable"],
  ] as const)("[R2] maps upstream %i %s to its own words", async (status, code, details, expected, error) => {
    postgrest.claim = pgError(status, code, details);
    await expectError(await ask(), expected, error);
    postgrest.claim = Response.json(claimed("hello"));
    postgrest.finish = pgError(status, code, details);
    await expectError(await ask(), expected, error);
  });

  it("[R2] who asks for too many replies is told when there is room again", async () => {
    for (const [hint, seconds] of [["17", "17"], [null, "5"], ["any words", "5"]] as const) {
      postgrest.claim = Response.json({ code: "PT429", message: "too many", details: "rate_limited", hint }, { status: 429 });
      expect((await ask()).headers.get("retry-after")).toBe(seconds);
    }
  });

  it("[R2] says unavailable when there is no answer, bad upstream when the answer is no JSON of ours", async () => {
    postgrest.claim = new TypeError("connect ECONNREFUSED 10.0.0.7:5432");
    await expectError(await ask(), 503, "unavailable");
    postgrest.claim = new Response("<html>portal</html>", { status: 200 });
    await expectError(await ask(), 503, "unavailable");
    postgrest.claim = new Response("<html>proxy</html>", { status: 500 });
    await expectError(await ask(), 502, "bad_upstream");
    for (const odd of [null, [], "claimed", { status: "claimed" }, { status: "claimed", lease: "x", message: {} }, { status: "other" }]) {
      postgrest.claim = Response.json(odd);
      await expectError(await ask(), 502, "bad_upstream");
    }
    postgrest.claim = Response.json(claimed("hello"));
    postgrest.finish = Response.json({ status: "maybe" });
    await expectError(await ask(), 502, "bad_upstream");
  });

  it.each(["", "Bearer", "Bearer x", "Basic abc", `Bearer ${token({ role: "anon" })}`, "Bearer a.!!.c", "Bearer e30.bnVsbA.x"])(
    "[R2] refuses the authorization %j before asking anybody",
    async (authorization) => {
      await expectError(await ask(undefined, authorization === "" ? {} : { authorization }), 401, "unauthorized");
      expect(postgrest.calls).toEqual([]);
    },
  );

  it.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["a list", "[]"],
    ["no id", { attempt: 0 }],
    ["no attempt", { message_id: message }],
    ["an id that is no UUID", { message_id: "x", attempt: 0 }],
    ["a negative attempt", { message_id: message, attempt: -1 }],
    ["a broken attempt", { message_id: message, attempt: 0.5 }],
    ["a textual attempt", { message_id: message, attempt: "0" }],
    ["a huge attempt", { message_id: message, attempt: 1e9 }],
  ])("[R2] refuses a body with %s", async (_name, body) => {
    await expectError(await ask(body), 400, "invalid_request");
    expect(postgrest.calls).toEqual([]);
  });

  it("[R2] refuses other methods and oversized bodies, and answers a preflight", async () => {
    await expectError(await ask("x".repeat(5000)), 413, "too_large");
    await expectError(await handler(new Request("http://edge.test/functions/v1/chat")), 405, "method_not_allowed");
    const preflight = await handler(new Request("http://edge.test/functions/v1/chat", { method: "OPTIONS" }));
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
    expect(preflight.headers.get("access-control-allow-methods")).toContain("POST");
  });
});
