/** The context function where people meet it: on a real host, with real tokens and the real database. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildContext } from "@edge/personality/context.ts";
import { scoresOf } from "@edge/personality/score.ts";
import type { Host } from "../../../supabase/embedded/host.ts";
import { createHost } from "../../support/host-in-process.ts";
import { signUp } from "../../support/host.ts";
import { answersFor } from "../../support/personality.ts";
import { call, newEmail, password, pushOf } from "../host/client.ts";

type Op = { readonly table: string; readonly row: Record<string, unknown> };

describe("personality-context on the embedded host", () => {
  let host: Host;
  beforeAll(async () => {
    host = await createHost();
  });
  afterAll(() => host.stop());

  const path = "/functions/v1/personality-context";
  const read = (token: string, headers: Record<string, string> = {}) => fetch(`${host.url}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  const stamp = (at: number): string => `${at.toString(16).padStart(12, "0")}-0000-${"a".repeat(16)}`;
  const fact = (text: string, at: number): Op => ({ table: "memory_facts", row: { id: randomUUID(), stamp: stamp(at), text, created_at: "2026-11-22T08:00:00.000Z" } });
  const answers = (at: number): Op[] =>
    [...answersFor({ extraversion: -1, agreeableness: 1 })].map(([item, answer]) => ({
      table: "personality_answers",
      row: { id: randomUUID(), stamp: stamp(at), run: 1, item, answer, answered_at: "2026-11-22T08:00:00.000Z" },
    }));

  async function person() {
    const { userId, accessToken } = await signUp(host.url, newEmail(), password);
    let seq = 0;
    const push = async (...ops: Op[]) => {
      const { body } = pushOf(userId, "x");
      seq += 1;
      const pushed = await call(host, "/rest/v1/rpc/sync_push", { token: accessToken, body: { ...body, p_first_seq: seq, p_mutations: [{ id: randomUUID(), schema: 1, ops }] } });
      expect([pushed.status, JSON.stringify(pushed.body)]).toEqual([200, expect.stringContaining('"code":null')]);
    };
    return { userId, accessToken, push };
  }

  it("[X1] is what the device would make of the same rows; [X4] 304 until something of it changes", async () => {
    const { userId, accessToken, push } = await person();
    const first = await read(accessToken);
    expect(await first.json()).toMatchObject({ user: userId, context: { traits: [], facts: [], text: "" } });
    const cat = fact("My cat is called Mishti", 1000);
    await push(cat, ...answers(1000));
    const second = await read(accessToken, { "if-none-match": first.headers.get("etag") ?? "" });
    const body = await second.text();
    const here = buildContext({
      scores: scoresOf(answersFor({ extraversion: -1, agreeableness: 1 })),
      facts: [{ id: String(cat.row["id"]), text: String(cat.row["text"]), createdAt: String(cat.row["created_at"]) }],
      messages: [],
      locale: null,
      usePersonality: true,
    });
    expect(body).toContain(JSON.stringify(here));
    const etag = second.headers.get("etag") ?? "";
    expect(etag).not.toBe(first.headers.get("etag"));
    expect(second.headers.get("cache-control")).toBe("private, no-store");
    const known = await read(accessToken, { "if-none-match": etag });
    expect([known.status, await known.text()]).toEqual([304, ""]);
    await push({ ...cat, row: { ...cat.row, stamp: stamp(2000), text: null } });
    const third = await read(accessToken, { "if-none-match": etag });
    expect([third.status, ((await third.json()) as { context: { facts: unknown[] } }).context.facts]).toEqual([200, []]);
  });

  it("[X4] two people reading at once, each their own; a stranger with the other's ETag gets their own", async () => {
    const [ana, ben] = [await person(), await person()];
    await ana.push(fact("I am Ana", 1000));
    await ben.push(fact("I am Ben", 1000));
    const both = [ana, ben];
    const all = await Promise.all(Array.from({ length: 20 }, async (_, n) => {
      const who = both[n % 2] ?? ana;
      return [who.userId, ((await (await read(who.accessToken)).json()) as { user: string; context: { facts: { text: string }[] } })] as const;
    }));
    for (const [userId, { user, context }] of all) expect([user, context.facts.map(({ text }) => text)]).toEqual([userId, [userId === ana.userId ? "I am Ana" : "I am Ben"]]);
    const tag = (await read(ana.accessToken)).headers.get("etag") ?? "";
    expect(await (await read(ben.accessToken, { "if-none-match": tag })).json()).toMatchObject({ user: ben.userId });
  });

  it("[X4] no token, a broken one, another method, an account that is gone: nothing", async () => {
    // The API tells of every refusal.
    vi.mocked(console.error).mockRestore();
    const { userId, accessToken, push } = await person();
    await push(fact("I was here", 1000));
    expect((await read(accessToken)).status).toBe(200);
    const parts = accessToken.split(".");
    for (const broken of ["x", `${parts[0] ?? ""}.${parts[1] ?? ""}.AAAA`, `${Buffer.from('{"alg":"none"}').toString("base64url")}.${parts[1] ?? ""}.`]) {
      const answer = await read(broken);
      expect([answer.status, (await answer.text()).includes("I was here")]).toEqual([401, false]);
    }
    expect((await fetch(`${host.url}${path}`)).status).toBe(401);
    expect((await call(host, path, { token: accessToken, body: {} })).status).toBe(405);
    await host.database.transaction(async (tx) => void (await tx.query("delete from auth.users where id = $1", [userId])));
    const gone = await read(accessToken);
    expect([gone.status, await gone.json()]).toEqual([401, { error: "unauthorized" }]);
  });
});
