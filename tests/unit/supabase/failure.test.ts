import { describe, expect, it } from "vitest";
import { classify, type Exchange, retryAfterMs } from "../../../src/adapters/supabase/failure.ts";
import { createTransport } from "../../../src/adapters/supabase/transport.ts";
import { createAuthorized } from "../../../src/adapters/supabase/authorized.ts";
import type { Failure } from "../../../src/sync/ports.ts";

const now = Date.parse("2026-11-22T10:00:00Z");
const busy = (status: number | null, blame: boolean, retryAfter: number | null = null): Failure => ({
  kind: "busy",
  status,
  blame,
  retryAfterMs: retryAfter,
});
const error = (code: string, details: string | null = null): string => JSON.stringify({ code, details, hint: null, message: "anything" });
const page = "<!doctype html><title>Sign in to Hotel Wi-Fi</title>";

type Case = readonly [name: string, status: number, headers: Record<string, string>, body: string, expected: Failure];
const cases: readonly Case[] = [
  ["400 of the API", 400, {}, error("22P02"), busy(400, true)],
  ["400 malformed batch", 422, {}, error("PT422"), busy(422, true)],
  ["401 twice", 401, {}, error("PGRST303"), { kind: "auth" }],
  ["401 of a proxy, in HTML", 401, {}, page, busy(401, true)],
  ["403 another account", 403, {}, error("PT403", "wrong_account"), { kind: "wrongAccount" }],
  ["403 of a firewall", 403, {}, page, busy(403, true)],
  ["403 missing right", 403, {}, error("42501"), busy(403, true)],
  ["404 of the API", 404, {}, error("PGRST202"), busy(404, true)],
  ["404 of a web server", 404, {}, page, busy(404, true)],
  ["408", 408, {}, "", busy(408, true)],
  ["409 client reset", 409, {}, error("PT409", "client_reset"), { kind: "reset" }],
  ["409 gap", 409, {}, error("PT409", "gap"), { kind: "reset" }],
  ["409 clock ahead", 409, {}, error("PT409", "clock_ahead"), { kind: "clockAhead", serverTime: null }],
  ["409 behind", 409, {}, error("PT409", "behind"), { kind: "behind" }],
  ["409 of something else", 409, {}, error("23505"), busy(409, true)],
  ["409 serialization failure", 409, {}, error("40001"), busy(409, false)],
  ["409 deadlock", 409, {}, error("40P01"), busy(409, false)],
  ["413 of the API", 413, {}, error("PT413"), { kind: "tooLarge" }],
  ["413 of a proxy, in HTML", 413, {}, page, { kind: "tooLarge" }],
  ["426", 426, {}, error("PT426"), { kind: "outdated" }],
  ["429 without Retry-After", 429, {}, "{}", busy(429, false)],
  ["429 with seconds", 429, { "retry-after": "7" }, "{}", busy(429, false, 7000)],
  ["429 with a date", 429, { "retry-after": "Sun, 22 Nov 2026 10:01:00 GMT" }, "slow down", busy(429, false, 60_000)],
  ["500 of the API", 500, {}, error("XX000"), busy(500, false)],
  ["500 deadlock", 500, {}, error("40P01"), busy(500, false)],
  ["500 statement timeout", 500, {}, error("57014"), busy(500, true)],
  ["502 in HTML", 502, {}, page, busy(502, false)],
  ["503 with Retry-After", 503, { "retry-after": "120" }, "", busy(503, false, 120_000)],
  ["504", 504, {}, page, busy(504, true)],
  ["200 of a captive portal", 200, {}, page, busy(200, false)],
  ["200 with an empty body", 200, {}, "", busy(200, false)],
  ["200 with other JSON", 200, {}, '{"welcome":true}', busy(200, false)],
  ["200 with a torn answer", 200, {}, '{"server_time":1,"epoch":"e","rows":[{"ta', busy(200, false)],
  ["302 to a portal", 302, { location: "https://portal.invalid/" }, "", busy(302, false)],
];

const pull = { client: "c", ackedSeq: 0, tables: ["chat_messages"], epoch: null, cursor: null, limit: 500 };

function transport(fetch: (input: string, init: RequestInit) => Promise<Response>, deadlineMs = 5000) {
  const call = createAuthorized({
    config: async () => ({ supabaseUrl: "https://api.invalid", publishableKey: "k", llm: false, letters: "mail", build: "" }),
    session: { accessToken: async () => ({ ok: true, value: "token" }) },
    fetch,
  });
  return createTransport({ userId: "u", call, now: () => now, deadlineMs });
}

describe("[P6] every failure maps to one class and none is an answer", () => {
  it.each(cases)("[P6] %s", async (_name, status, headers, body, expected) => {
    const answer = await transport(async () => new Response(body, { status, headers })).pull(pull, new AbortController().signal);
    expect(answer).toEqual({ ok: false, failure: expected });
  });

  it("[P6] no connection is offline", async () => {
    const answer = await transport(() => Promise.reject(new TypeError("Failed to fetch"))).pull(pull, new AbortController().signal);
    expect(answer).toEqual({ ok: false, failure: { kind: "offline" } });
  });

  it("[P6] a connection cut inside the body is offline", async () => {
    const cut = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"server_time":'));
        controller.error(new TypeError("network error"));
      },
    });
    const answer = await transport(async () => new Response(cut)).pull(pull, new AbortController().signal);
    expect(answer).toEqual({ ok: false, failure: { kind: "offline" } });
  });

  it("[P6] a server that never answers is busy, and may blame the batch", async () => {
    const silent = (_: string, init: RequestInit): Promise<Response> =>
      new Promise((_resolve, reject) => {
        init.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      });
    const answer = await transport(silent, 5).pull(pull, new AbortController().signal);
    expect(answer).toEqual({ ok: false, failure: busy(null, true) });
  });

  it("[P6] the message text decides nothing", () => {
    const lying: Exchange = {
      kind: "answered",
      status: 400,
      retryAfter: null,
      body: { code: "22023", details: null, message: "client_reset PT409 offline 401" },
    };
    expect(classify(lying, now)).toEqual(busy(400, true));
  });

  it("[P6] Retry-After: nonsense is none, a past date is now, an hour is the most", () => {
    expect(retryAfterMs("soon", now)).toBe(null);
    expect(retryAfterMs("Sun, 22 Nov 2026 09:00:00 GMT", now)).toBe(0);
    expect(retryAfterMs("999999", now)).toBe(3_600_000);
  });
});

describe("wire", () => {
  const full = {
    server_time: 5,
    epoch: "e",
    head: 9,
    rows: [{ table: "chat_messages", row: { id: "i", stamp: "s", message_text: "hi", version: 9 } }],
    cursor: [9, "~", ""],
    more: false,
  };
  const sent: { url: string; body: unknown; headers: unknown }[] = [];
  const server = transport(async (url, init) => {
    sent.push({ url, body: JSON.parse(String(init.body)) as unknown, headers: init.headers });
    return Response.json({ ...full, history: [10, "", ""], before: null, last_seq: 3, verdicts: [{ id: "m", seq: 3, code: null }], head_before: 8 });
  });
  const signal = new AbortController().signal;

  it("[L1] pull carries the account, the cursor and the names of its tables", async () => {
    sent.length = 0;
    const answer = await server.pull(pull, signal);
    expect(answer).toEqual({ ok: true, value: { serverTime: 5, epoch: "e", head: 9, rows: full.rows, cursor: [9, "~", ""], more: false } });
    expect(sent).toEqual([
      {
        url: "https://api.invalid/rest/v1/rpc/sync_pull",
        body: { p_user: "u", p_client: "c", p_acked_seq: 0, p_tables: ["chat_messages"], p_epoch: null, p_cursor: null, p_limit: 500 },
        headers: { "content-type": "application/json", apikey: "k", authorization: "Bearer token" },
      },
    ]);
  });

  it("[P4] push gives back each verdict with its id", async () => {
    const answer = await server.push({ client: "c", firstSeq: 3, ackedSeq: 2, seen: 0, mutations: [{ id: "m", schema: 1, ops: [] }] }, signal);
    expect(answer).toEqual({
      ok: true,
      value: { serverTime: 5, epoch: "e", lastSeq: 3, verdicts: [{ id: "m", seq: 3, code: null }], headBefore: 8, head: 9 },
    });
  });

  it("[L4] bootstrap and history give their second cursor", async () => {
    const first = await server.bootstrap({ client: "c", tables: ["chat_messages"] }, signal);
    expect(first.ok && first.value.history).toEqual([10, "", ""]);
    const older = await server.history({ client: "c", tables: ["chat_messages"], epoch: "e", before: [10, "", ""], limit: 500 }, signal);
    expect(older.ok && older.value.before).toBe(null);
  });
});
