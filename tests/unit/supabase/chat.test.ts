import { describe, expect, it } from "vitest";
import { createChat } from "../../../src/adapters/supabase/chat.ts";
import type { Exchange } from "../../../src/adapters/supabase/failure.ts";

const asked = (exchange: Exchange) => createChat({ call: async () => ({ ok: true, value: exchange }), now: () => 0 }).ask("id", 1);
const answered = (status: number, body: unknown): Exchange => ({ kind: "answered", status, retryAfter: null, body });

describe("[R2] asking the chat function", () => {
  it.each(["stored", "done", "running", "skipped", "lost"])("[R2] takes %s for an answer", async (status) => {
    expect(await asked(answered(200, { status, reply_id: "r", source: "rules" }))).toEqual({ ok: true, value: "answered" });
  });

  it.each([
    ["a portal's page", undefined],
    ["a portal's JSON", { login: "https://portal.example" }],
    ["another status", { status: "ok" }],
    ["a list", []],
    ["nothing", null],
  ])("[P6] does not take %s with a 200 for an answer", async (_, body) => {
    expect(await asked(answered(200, body))).toMatchObject({ ok: false, failure: { kind: "busy" } });
  });

  it("[R2] tells a message that the server does not have from a failure", async () => {
    expect(await asked(answered(404, { error: "message_not_synced" }))).toEqual({ ok: true, value: "notSynced" });
    expect(await asked(answered(404, undefined))).toMatchObject({ ok: false });
  });
});
