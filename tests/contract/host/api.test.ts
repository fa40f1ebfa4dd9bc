/** Accounts, REST and the sync call, the same on PGlite and on PostgreSQL. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Host } from "../../../supabase/embedded/host.ts";
import { createHost } from "../../support/host-in-process.ts";
import { signUp } from "../../support/host.ts";
import { call, newEmail, newPerson, password, pushOf } from "./client.ts";
import { startPostgres } from "./postgres-server.ts";
import type { PostgresServer } from "./postgres-server.ts";

/** The API itself prints the database errors it answers with; in the host's own process they are taken out of its log (process.test.ts). */
const databaseErrorsAreExpected = (): void => vi.mocked(console.error).mockRestore();

describe.each(["pglite", "postgres"] as const)("the API on %s", (kind) => {
  let server: PostgresServer | null = null;
  let host: Host;
  beforeAll(async () => {
    server = kind === "postgres" ? await startPostgres() : null;
    host = await createHost(server === null ? {} : { env: { DATABASE_URL: server.url } });
    await host.database.transaction((tx) =>
      tx.script(`
        create table public.guarded (id int primary key, tags text[]);
        alter table public.guarded enable row level security;
        insert into public.guarded values (1, '{a}'), (2, '{b}');
        create table public.documents (id int primary key, doc jsonb);
        create function public.kind_of(p_doc jsonb) returns text language sql as $$ select jsonb_typeof(p_doc) $$;
      `),
    );
    await host.database.connection.clearSchemaCache();
  });
  afterAll(async () => {
    await host.stop();
    await server?.stop();
  });

  test("sign up, sign in, refresh, and a refresh token used twice", async () => {
    const email = newEmail();
    const { userId, refreshToken } = await signUp(host.url, email, password);
    const signedIn = await call(host, "/auth/v1/token?grant_type=password", { body: { email, password } });
    expect(signedIn).toMatchObject({ status: 200, body: { user: { id: userId } } });
    const refreshed = await call(host, "/auth/v1/token?grant_type=refresh_token", { body: { refresh_token: refreshToken } });
    expect(refreshed).toMatchObject({ status: 200, body: { user: { id: userId } } });
    const forged = await call(host, "/auth/v1/token?grant_type=refresh_token", { body: { refresh_token: "nobody's" } });
    expect(forged.status).toBe(400);
    const wrong = await call(host, "/auth/v1/token?grant_type=password", { body: { email, password: "another password" } });
    expect(wrong).toMatchObject({ status: 400, body: { error_code: "invalid_credentials" } });
    const short = await call(host, "/auth/v1/signup", { body: { email: newEmail(), password: "short" } });
    expect(short).toMatchObject({ status: 422, body: { error_code: "weak_password" } });
  });

  test("[V6] [K2] [N1] an activity added by its session's id is a day, a streak of one, and in the numbers, by supabase-js too", async () => {
    databaseErrorsAreExpected();
    const [mina, rafi] = await Promise.all([newPerson(host), newPerson(host)]);
    const session = randomUUID();
    const at = new Date().toISOString();
    const row = { id: session, stamp: `${Date.now().toString(16).padStart(12, "0")}-0000-00000000000000aa`, session_start: at, created_at: at, activities: [] };
    const body = { ...pushOf(mina.userId, "").body, p_mutations: [{ id: randomUUID(), schema: 1, ops: [{ table: "user_sessions", row }] }] };
    expect(await call(host, "/rest/v1/rpc/sync_push", { token: mina.accessToken, body })).toMatchObject({ status: 200, body: { verdicts: [{ code: null }] } });
    const added = await mina.supabase.rpc("add_session_activity", { session_id: session, activity_type: "music" });
    expect([added.error, added.data]).toEqual([null, ["music"]]);
    expect((await mina.supabase.rpc("calculate_streak")).data).toBe(1);
    expect((await mina.supabase.rpc("calculate_streak", { user_id: mina.userId, rest_days: true })).data).toBe(1);
    const { data: numbers } = await mina.supabase.from("user_activity_stats").select("sessions, music_minutes, active_days, current_streak_days, current_session_id").single();
    expect(numbers).toEqual({ sessions: 1, music_minutes: 0, active_days: 1, current_streak_days: 1, current_session_id: session });
    const { data: theirs } = await rafi.supabase.from("user_activity_stats").select("user_id, sessions");
    expect(theirs).toEqual([{ user_id: rafi.userId, sessions: 0 }]);
    expect((await rafi.supabase.rpc("add_session_activity", { session_id: session, activity_type: "music" })).status).toBe(404);
    expect((await rafi.supabase.rpc("calculate_streak", { user_id: mina.userId })).status).toBe(403);
  });

  test("a person reads back what they pushed, nobody else does", async () => {
    databaseErrorsAreExpected();
    const [mina, rafi] = await Promise.all([newPerson(host), newPerson(host)]);
    const { messageId, body } = pushOf(mina.userId, "শুভ সকাল 🌅");
    const pushed = await call(host, "/rest/v1/rpc/sync_push", { token: mina.accessToken, body });
    expect(pushed).toMatchObject({ status: 200, body: { last_seq: 1, verdicts: [{ seq: 1, code: null }] } });
    const path = "/rest/v1/chat_messages?select=id,message_text";
    expect((await call(host, path, { token: mina.accessToken })).body).toEqual([{ id: messageId, message_text: "শুভ সকাল 🌅" }]);
    expect((await call(host, path, { token: rafi.accessToken })).body).toEqual([]);
    expect((await call(host, "/rest/v1/rpc/sync_push", { token: rafi.accessToken, body })).status).toBe(403);
  });

  test("[fault 1] requests in parallel never see each other's role", async () => {
    // In process: a socket between the requests spaces them out enough to hide it.
    const rows = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const apikey = index % 2 === 0 ? host.publishableKey : host.secretKey;
        const response = await host.fetch(new Request(`${host.url}/rest/v1/guarded?select=id&order=id`, { headers: { apikey } }));
        return { index, body: (await response.json()) as unknown };
      }),
    );
    for (const { index, body } of rows) expect(body).toEqual(index % 2 === 0 ? [] : [{ id: 1 }, { id: 2 }]);
  });

  test("[fault 2] a request that Postgres cannot bind leaves the next ones unharmed", async () => {
    databaseErrorsAreExpected();
    for (let round = 0; round < 3; round++) {
      const broken = await call(host, "/rest/v1/guarded?tags=cs.{}", { key: host.secretKey });
      expect(broken.status).toBeGreaterThanOrEqual(200);
      const next = await Promise.all(Array.from({ length: 5 }, () => call(host, "/rest/v1/guarded?select=id&order=id", { key: host.secretKey })));
      for (const answer of next) expect(answer).toEqual({ status: 200, body: [{ id: 1 }, { id: 2 }] });
    }
  });

  test("[fault 3] jsonb arrives as what it is, in rows and in calls", async () => {
    const doc = { list: [1, { deep: "ঢেউ" }], text: "\"quoted\"" };
    expect((await call(host, "/rest/v1/documents", { key: host.secretKey, body: { id: 1, doc } })).status).toBe(201);
    expect((await call(host, "/rest/v1/documents?select=doc,deep:doc->list->1->>deep", { key: host.secretKey })).body).toEqual([{ doc, deep: "ঢেউ" }]);
    expect((await call(host, "/rest/v1/rpc/kind_of", { key: host.secretKey, body: { p_doc: doc } })).body).toBe("object");
    expect((await call(host, "/rest/v1/rpc/kind_of", { key: host.secretKey, body: { p_doc: [doc] } })).body).toBe("array");
  });

  test("[L6] a push pokes the person's own topic", async () => {
    const person = await newPerson(host);
    const poke = new Promise<unknown>((resolve, reject) => {
      person.supabase
        .channel(`sync:${person.userId}`, { config: { private: true } })
        .on("broadcast", { event: "*" }, (message) => resolve(message["payload"]))
        .subscribe((status, error) => {
          if (status === "CHANNEL_ERROR") reject(error ?? new Error(status));
          if (status === "SUBSCRIBED") {
            call(host, "/rest/v1/rpc/sync_push", { token: person.accessToken, body: pushOf(person.userId, "hello").body }).then(
              ({ status: code }) => code === 200 || reject(new Error(`push: ${code}`)),
              reject,
            );
          }
        });
    });
    expect(await poke).toMatchObject({ version: expect.any(Number) as number });
    await person.supabase.removeAllChannels();
  });

  test("schemas that are not public stay closed over REST", async () => {
    const { accessToken } = await newPerson(host);
    for (const [schema, table] of [["auth", "users"], ["realtime", "messages"], ["bondhu_host", "bootstrap"], ["supabase_migrations", "schema_migrations"]]) {
      const headers = { apikey: host.publishableKey, authorization: `Bearer ${accessToken}`, "accept-profile": schema ?? "" };
      const response = await fetch(`${host.url}/rest/v1/${table}`, { headers });
      expect(await response.json()).toMatchObject({ code: "PGRST106" });
    }
  });
});
