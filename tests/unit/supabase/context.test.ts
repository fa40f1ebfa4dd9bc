import { describe, expect, it } from "vitest";
import { buildContext } from "@edge/personality/context.ts";
import { scoresOf } from "@edge/personality/score.ts";
import type { AuthorizedCall } from "../../../src/adapters/supabase/authorized.ts";
import { fetchContext } from "../../../src/adapters/supabase/context.ts";
import type { Exchange } from "../../../src/adapters/supabase/failure.ts";
import { answersFor } from "../../support/personality.ts";

const user = "0198b3c4-0000-7000-8000-00000000000a";
const context = buildContext({
  scores: scoresOf(answersFor({ openness: 1 })),
  facts: [{ id: "0198b3c4-3333-7abc-8def-000000000003", text: "My cat is called Mishti", createdAt: "2026-11-22T08:00:00.000Z" }],
  messages: [1, 2, 3].map(() => ({ text: "hi", mood: "sad", score: -0.5 })),
  locale: "bn",
  usePersonality: true,
});
const body = { user, etag: '"1.2"', context };

async function ask(exchange: Exchange | "no server", etag: string | null = null) {
  const calls: AuthorizedCall[] = [];
  const answer = await fetchContext(
    async (call) => (calls.push(call), exchange === "no server" ? { ok: false, failure: { kind: "offline" } } : { ok: true, value: exchange }),
    user,
    etag,
    new AbortController().signal,
  );
  return { answer, calls };
}
const answered = (status: number, of: unknown): Exchange => ({ kind: "answered", status, retryAfter: null, body: of });

describe("the context from the server", () => {
  it("[X4] is asked for with the ETag that is here", async () => {
    const { answer, calls } = await ask(answered(200, body), '"1.1"');
    expect(answer).toEqual({ kind: "context", etag: '"1.2"', context });
    expect(calls[0]).toMatchObject({ path: "/functions/v1/personality-context", method: "GET", headers: { "if-none-match": '"1.1"' } });
    expect(calls[0]).not.toHaveProperty("body");
  });

  it("[X4] 304 says that it is right, unless nobody told what is here", async () => {
    expect((await ask(answered(304, undefined), '"1.1"')).answer).toEqual({ kind: "same" });
    expect((await ask(answered(304, undefined))).answer).toEqual({ kind: "none" });
  });

  it.each<[string, Exchange | "no server"]>([
    ["another person's", answered(200, { ...body, user: "0198b3c4-0000-7000-8000-00000000000b" })],
    ["nobody's", answered(200, { etag: body.etag, context })],
    ["garbage", answered(200, undefined)],
    ["a portal's JSON", answered(200, { status: "ok" })],
    ["another schema", answered(200, { ...body, context: { ...context, schema: 2 } })],
    ["a half one", answered(200, { ...body, context: { schema: 1, locale: "en" } })],
    ["an unknown trait", answered(200, { ...body, context: { ...context, traits: [{ trait: "bravery", band: "high", words: "x" }] } })],
    ["too long", answered(200, { ...body, context: { ...context, text: "x".repeat(6001) } })],
    ["too many facts", answered(200, { ...body, context: { ...context, facts: Array.from({ length: 41 }, () => context.facts[0]) } })],
    ["500", answered(500, { error: "bad_upstream" })],
    ["401", answered(401, { error: "unauthorized" })],
    ["a context with a 500", answered(500, body)],
    ["nobody there", { kind: "unreachable" }],
    ["a black hole", { kind: "timeout" }],
    ["no server", "no server"],
  ])("[X3] %s is none", async (_name, exchange) => {
    expect((await ask(exchange, '"1.1"')).answer).toEqual({ kind: "none" });
  });
});
