/** Other people's ids in every place that takes one: nothing of theirs is read, written or heard. */
import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningHost } from "../../support/host.ts";
import { call } from "./client.ts";
import type { Answer } from "./client.ts";
import { Friend, pushBody, rssMb, startAttacked, tellsNothing } from "./hostile.ts";

let host: RunningHost;
let mina: Friend;
/** Who attacks, with a good token of their own. */
let rafi: Friend;
let message: string;
/** Mina's. */
const session = randomUUID();
beforeAll(async () => {
  host = await startAttacked();
  mina = await Friend.at(host);
  rafi = await Friend.at(host);
  message = await mina.says("only mine");
  const preference = { id: "0199aaaa-0000-7000-8000-000000000001", stamp: undefined, key: "locale", value: "bn" };
  const pushed = await call(host, "/rest/v1/rpc/sync_push", { token: mina.tokens.accessToken, body: rowPush(mina.tokens.userId, preference) });
  expect(pushed).toMatchObject({ status: 200, body: { verdicts: [{ code: null }] } });
  const at = new Date().toISOString();
  const begun = rowPush(mina.tokens.userId, { id: session, session_start: at, created_at: at, activities: ["chat"] }, "00000000000000ee", "user_sessions");
  expect(await call(host, "/rest/v1/rpc/sync_push", { token: mina.tokens.accessToken, body: begun })).toMatchObject({ status: 200, body: { verdicts: [{ code: null }] } });
});
afterAll(async () => {
  console.log(`RSS after other people's ids: ${rssMb(host.pid)} MB`);
  await host.stop();
});

function rowPush(userId: string, row: Readonly<Record<string, unknown>>, client = "00000000000000bb", table = "preferences"): Record<string, unknown> {
  const stamp = `${Date.now().toString(16).padStart(12, "0")}-0000-${client}`;
  return { p_user: userId, p_client: client, p_first_seq: 1, p_acked_seq: 0, p_mutations: [{ id: randomUUID(), schema: 1, ops: [{ table, row: { ...row, stamp } }] }] };
}

const asRafi = (path: string, body?: unknown): Promise<Answer> => call(host, path, { token: rafi.tokens.accessToken, ...(body === undefined ? {} : { body }) });
const rest = async (method: string, path: string, body?: unknown): Promise<Answer> => {
  const headers = { apikey: host.publishableKey, authorization: `Bearer ${rafi.tokens.accessToken}`, "content-type": "application/json", prefer: "return=representation" };
  const response = await fetch(`${host.url}/rest/v1/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  tellsNothing(text);
  return { status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
};
const tables = ["chat_messages", "user_sessions", "activities", "streak_days", "user_activity_stats", "message_reactions", "preferences", "sync_heads", "sync_clients", "sync_answers", "reply_jobs"];

describe("calls", () => {
  test("[P1] every call that names another account is 403 wrong_account and consumes nothing", async () => {
    const p_user = mina.tokens.userId;
    const p_client = "00000000000000cc";
    const calls: readonly (readonly [string, Record<string, unknown>])[] = [
      ["sync_push", pushBody(p_user)],
      ["sync_push", { ...pushBody(p_user), p_mutations: [] }],
      ["sync_pull", { p_user, p_client, p_acked_seq: 0, p_tables: ["chat_messages"], p_epoch: null, p_cursor: null, p_limit: 500 }],
      ["sync_bootstrap", { p_user, p_client, p_tables: ["chat_messages"] }],
      ["sync_history", { p_user, p_client, p_tables: ["chat_messages"], p_epoch: null, p_before: [1, "", ""], p_limit: 10 }],
      ["sync_rows", { p_user, p_client, p_rows: [{ table: "chat_messages", id: message }] }],
      ["sync_renew", { p_user, p_client, p_epoch: randomUUID() }],
      ["calculate_streak", { user_id: p_user }],
      ["claim_reply", { p_user, p_message_id: message, p_attempt: 0 }],
      ["finish_reply", { p_user, p_message_id: message, p_attempt: 0, p_lease: randomUUID(), p_reply_id: randomUUID(), p_source: "rules", p_text: "mine now" }],
    ];
    for (const [name, body] of calls) {
      const answer = await asRafi(`/rest/v1/rpc/${name}`, body);
      expect([name, answer.status, answer.body]).toEqual([name, 403, expect.objectContaining({ code: "PT403", details: "wrong_account" })]);
    }
    await mina.isWell("calls for another account");
  });

  test("[P1] ids of another's rows find nothing in one's own account", async () => {
    const p_user = rafi.tokens.userId;
    const rows = await asRafi("/rest/v1/rpc/sync_rows", { p_user, p_client: "00000000000000cc", p_rows: [{ table: "chat_messages", id: message }, { table: "sync_heads", id: mina.tokens.userId }] });
    expect(rows).toMatchObject({ status: 200, body: { rows: [] } });
    expect((await asRafi("/rest/v1/rpc/claim_reply", { p_user, p_message_id: message, p_attempt: 0 })).status).toBe(404);
    // Hers is told from none by nobody.
    for (const session_id of [session, randomUUID()]) {
      const answer = await asRafi("/rest/v1/rpc/add_session_activity", { session_id, activity_type: "chat" });
      expect(answer).toEqual({ status: 404, body: expect.objectContaining({ code: "PT404", details: "session_not_found" }) as unknown });
    }
    const finish = { p_user, p_message_id: message, p_attempt: 0, p_lease: randomUUID(), p_reply_id: randomUUID(), p_source: "model", p_text: "a reply for another" };
    expect(await asRafi("/rest/v1/rpc/finish_reply", finish)).toEqual({ status: 200, body: { status: "lost", reply_id: null } });
    expect(await asRafi("/functions/v1/chat", { message_id: message, attempt: 0 })).toEqual({ status: 404, body: { error: "message_not_synced" } });
    await mina.isWell("ids of her rows");
  });

  test("[P1] a row pushed under another's id is one's own row, and says nothing of whose id it is", async () => {
    const own = pushBody(rafi.tokens.userId, { id: message, message_text: "same id" });
    expect(await asRafi("/rest/v1/rpc/sync_push", own)).toMatchObject({ status: 200, body: { verdicts: [{ code: null }] } });
    expect((await asRafi(`/rest/v1/chat_messages?id=eq.${message}&select=user_id,message_text`)).body).toEqual([{ user_id: rafi.tokens.userId, message_text: "same id" }]);
    await mina.isWell("a row of her id");
  });

  test("[P3] operations that smuggle an owner, another table or a prototype are refused one by one", async () => {
    const hostile: readonly (readonly [string, string | undefined, string, Record<string, unknown>])[] = [
      ["user_id", undefined, "22023", { user_id: mina.tokens.userId }],
      ["USER_ID", undefined, "22023", { USER_ID: mina.tokens.userId }],
      ["version", undefined, "22P02", { version: "1; drop table chat_messages" }],
      ["constructor", undefined, "22023", { constructor: { prototype: { admin: true } } }],
      ["auth.users", "auth.users", "22023", {}],
      ["quoted table", 'chat_messages"; drop table chat_messages; --', "22023", {}],
      ["prototype as table", "__proto__", "22023", {}],
      ["null character", undefined, "22P05", { message_text: "a\u0000b" }],
    ];
    for (const [what, table, code, row] of hostile) {
      const answer = await asRafi("/rest/v1/rpc/sync_push", pushBody(rafi.tokens.userId, row, table));
      if (answer.status === 200) expect([what, answer.body]).toEqual([what, expect.objectContaining({ verdicts: [expect.objectContaining({ code })] })]);
      else expect([what, answer.status]).toEqual([what, 400]);
    }
    // JSON.stringify would lose it: written by hand, in the row and beside it.
    for (const [from, to] of [['"row":{', '"row":{"__proto__":{"user_id":"x"},'], ['"schema":1', '"schema":1,"__proto__":{"ops":[]}'], ['"p_user":', '"__proto__":{"p_user":"x"},"p_user":']] as const) {
      const body = JSON.stringify(pushBody(rafi.tokens.userId)).replace(from, to);
      const headers = { apikey: host.publishableKey, authorization: `Bearer ${rafi.tokens.accessToken}`, "content-type": "application/json" };
      const response = await fetch(`${host.url}/rest/v1/rpc/sync_push`, { method: "POST", headers, body });
      tellsNothing(await response.text());
      expect([to, response.status < 500]).toEqual([to, true]);
    }
    await mina.isWell("smuggled operations");
  });
});

describe("REST", () => {
  test("[§7] reads by another's id give nothing, in every table and by every operator", async () => {
    const id = mina.tokens.userId;
    for (const table of tables) {
      const { status, body } = await rest("GET", `${table}?user_id=eq.${id}`);
      expect([table, status === 200 ? body : status]).toEqual([table, status === 200 ? [] : expect.any(Number)]);
      expect([table, status < 500]).toEqual([table, true]);
    }
    const filters = [`user_id=in.(${id})`, `or=(user_id.eq.${id},id.eq.${message})`, `and=(user_id.eq.${id})`, `not.and=(user_id.neq.${id})`, `user_id=not.eq.${rafi.tokens.userId}`, `message_text=like.*mine*`, `id=eq.${message}&user_id=neq.${rafi.tokens.userId}`];
    for (const filter of filters) {
      const { status, body } = await rest("GET", `chat_messages?${filter}`);
      expect([filter, status < 500, JSON.stringify(body).includes("only mine"), JSON.stringify(body).includes(`"user_id":"${id}"`)]).toEqual([filter, true, false, false]);
    }
    await mina.isWell("reads of her rows");
  });

  test("[§7] writes under another's id are refused, and touch nothing", async () => {
    const row = { id: randomUUID(), user_id: mina.tokens.userId, sender_type: "user", message_text: "put into her mouth" };
    expect((await rest("POST", "chat_messages", row)).status).toBe(403);
    expect((await rest("POST", "chat_messages", [{ ...row, user_id: rafi.tokens.userId }, row])).status).toBe(403);
    expect((await rest("POST", `chat_messages?on_conflict=user_id,id`, { ...row, id: message })).status).toBeGreaterThanOrEqual(400);
    for (const table of tables) {
      for (const [method, body] of [["PATCH", { user_id: rafi.tokens.userId }], ["DELETE", undefined]] as const) {
        const { status, body: answered } = await rest(method, `${table}?user_id=eq.${mina.tokens.userId}`, body);
        expect([method, table, status < 300 ? answered : status >= 400 && status < 500]).toEqual([method, table, status < 300 ? [] : true]);
      }
    }
    // Their own rows neither: everything but an own message goes through sync_push.
    expect((await rest("PATCH", `chat_messages?id=eq.${message}`, { message_text: "edited" })).body).not.toEqual([expect.objectContaining({ message_text: "edited" })]);
    await mina.isWell("writes under her id");
  });

  test("[§7] nothing that looks like SQL is read as SQL", async () => {
    const queries = [
      "select=*,user_id;drop table chat_messages", "select=(select encrypted_password from auth.users)", "select=message_text::text;--", "select=users(*)", "select=auth.users(*)",
      "select=id,x:auth.uid()", "or=(id.eq.1)or(1=1)", "or=(message_text.eq.'') or '1'='1", "id=eq.1' or '1'='1", "order=id;select pg_sleep(10)", "order=(select 1)",
      "limit=1;drop table chat_messages", "limit=-1", "offset=99999999999999999999", "message_text=fts(english'); drop table x; --).a", "message_text=cs.{}", "created_at=cs.{}", "id=in.()", "message_text=like.%25' --",
      "\"message_text\"=eq.x", "user_id=is.null);--", "select=message_text->>'a'||(select 1)", "columns=user_id",
    ];
    for (const query of queries) {
      const { status, body } = await rest("GET", `chat_messages?${query.replaceAll(" ", "%20").replaceAll("'", "%27")}`);
      const text = JSON.stringify(body);
      expect([query, text.includes("only mine"), text.includes("$2a$") || text.includes("$2b$"), text.includes(mina.email)]).toEqual([query, false, false, false]);
      expect([query, status < 500]).toEqual([query, true]);
    }
    for (const name of ["pg_sleep", "set_config", "sync.apply", "pg_read_file", "lo_import", "query_to_xml"]) {
      const { status } = await asRafi(`/rest/v1/rpc/${name}`, { p_user: mina.tokens.userId });
      expect([name, status]).toEqual([name, 404]);
    }
    await mina.isWell("SQL in operators");
  });

  test("[§7] [fault 2] a request that Postgres cannot bind stops nobody", async () => {
    for (const value of ["cs.{}", "cd.{}", "ov.{}", "cs.{\u0000}"]) {
      for (const column of ["message_text", "sentiment_score", "user_id"]) {
        const response = await fetch(`${host.url}/rest/v1/chat_messages?${column}=${encodeURIComponent(value)}`, { headers: { apikey: host.publishableKey } });
        tellsNothing(await response.text());
      }
      await mina.isWell(`the unbindable ${value.slice(0, 3)}`);
    }
  });
});

test("[R2] replies without end are not asked for: one claim over sixty a minute is 429 with Retry-After, and attaching stays free", async () => {
  const greedy = await Friend.at(host);
  const id = await greedy.says("answer me");
  const ask = async (attempt: number): Promise<readonly [number, string | null]> => {
    const headers = { apikey: host.publishableKey, authorization: `Bearer ${greedy.tokens.accessToken}`, "content-type": "application/json" };
    const response = await fetch(`${host.url}/functions/v1/chat`, { method: "POST", headers, body: JSON.stringify({ message_id: id, attempt }) });
    tellsNothing(await response.text());
    return [response.status, response.headers.get("retry-after")];
  };
  const answers: (readonly [number, string | null])[] = [];
  // Slow machines may take longer than a minute for sixty: then there is room again, and more are asked for.
  for (let attempt = 0; attempt < 300 && answers.at(-1)?.[0] !== 429; attempt++) answers.push(await ask(attempt));
  const [status, retryAfter] = answers.at(-1) ?? [];
  expect(status).toBe(429);
  // Until the oldest of the minute's sixty is a minute old.
  expect(Number(retryAfter)).toBeGreaterThan(0);
  expect(Number(retryAfter)).toBeLessThanOrEqual(60);
  expect(answers.slice(0, -1).every(([status]) => status === 200)).toBe(true);
  expect(answers.length).toBeGreaterThan(60);
  expect((await ask(0))[0]).toBe(200);
  await mina.isWell("somebody greedy");
});

describe("realtime", () => {
  type Frame = [joinRef: string | null, ref: string | null, topic: string, event: string, payload: { readonly status?: string }];

  test("[L6] [§7] another's topic is neither joined nor spoken on, however it is written", async () => {
    const socket = new WebSocket(`${host.url.replace("http", "ws")}/realtime/v1/websocket?apikey=${encodeURIComponent(host.publishableKey)}&vsn=2.0.0`);
    await new Promise((resolve) => socket.once("open", resolve));
    const heard: Frame[] = [];
    const waiting = new Map<string, (frame: Frame) => void>();
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      heard.push(frame);
      waiting.get(frame[1] ?? "")?.(frame);
    });
    let ref = 0;
    const ask = (topic: string, event: string, payload: unknown): Promise<Frame> =>
      new Promise((resolve) => {
        const own = String(++ref);
        waiting.set(own, resolve);
        socket.send(JSON.stringify([own, own, topic, event, payload]));
      });
    const config = { private: true };
    const topics = [`sync:${mina.tokens.userId}`, `sync:${mina.tokens.userId.toUpperCase()}`, `sync:${mina.tokens.userId} `, `sync:${rafi.tokens.userId}' or '1'='1`, "sync:*", "sync:%", ""];
    for (const topic of topics) {
      const [, , , , payload] = await ask(`realtime:${topic}`, "phx_join", { access_token: rafi.tokens.accessToken, config });
      expect([topic, payload.status]).toEqual([topic, "error"]);
      const spoken = await ask(`realtime:${topic}`, "broadcast", { type: "broadcast", event: "poke", payload: { version: 1 } });
      expect([topic, spoken[4].status]).toEqual([topic, "error"]);
    }
    // A public channel of the same name is another room: it hears nothing private.
    expect((await ask(`realtime:sync:${mina.tokens.userId}`, "phx_join", { access_token: rafi.tokens.accessToken, config: { private: false } }))[4].status).toBe("ok");
    // Joined to their own, they change to a token of nobody.
    expect((await ask(`realtime:sync:${rafi.tokens.userId}`, "phx_join", { access_token: rafi.tokens.accessToken, config }))[4].status).toBe("ok");
    const expelled = new Promise<void>((resolve) => {
      socket.on("message", (data: Buffer) => {
        const frame = JSON.parse(data.toString()) as Frame;
        if (frame[2] === `realtime:sync:${rafi.tokens.userId}` && frame[3] === "phx_close") resolve();
      });
    });
    socket.send(JSON.stringify([null, "t", `realtime:sync:${rafi.tokens.userId}`, "access_token", { access_token: "a.b.c" }]));
    await expelled;
    heard.length = 0;
    await mina.isWell("her topic");
    await ask("phoenix", "heartbeat", {});
    expect(heard.filter(([, , topic, event]) => topic.includes(mina.tokens.userId) && event === "broadcast")).toEqual([]);
    const gone = new Promise((resolve) => socket.once("close", resolve));
    socket.close();
    await gone;
  });
});
