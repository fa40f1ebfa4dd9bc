/** The database's words as the adapter reads them over HTTP: status, code and details (P6), and SEED.md's REST rows. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Host } from "../../../supabase/embedded/host.ts";
import { createHost } from "../../support/host-in-process.ts";
import { signUp } from "../../support/host.ts";
import { call, newEmail, password, pushOf } from "../host/client.ts";

let host: Host;
let token: string;
let user: string;
beforeAll(async () => {
  host = await createHost({});
  const signedUp = await signUp(host.url, newEmail(), password);
  token = signedUp.accessToken;
  user = signedUp.userId;
});
afterAll(() => host.stop());

const rpc = (name: string, body: unknown) => call(host, `/rest/v1/rpc/${name}`, { token, body });
/** The embedded API prints every database error it answers with. */
const databaseErrorsAreExpected = (): void => vi.mocked(console.error).mockRestore();

test.each([
  ["[P1] wrong_account", "sync_push", { p_user: randomUUID() }, 403, "PT403", "wrong_account"],
  ["[P3] gap", "sync_push", { p_first_seq: 7 }, 409, "PT409", "gap"],
  ["[L5] behind", "sync_push", { p_first_seq: 12, p_acked_seq: 11 }, 409, "PT409", "behind"],
  ["[P2] too_large", "sync_push", { p_mutations: Array.from({ length: 201 }, () => ({ id: randomUUID(), schema: 1, ops: [] })) }, 413, "PT413", "too_large"],
  ["malformed", "sync_push", { p_client: "me" }, 422, "PT422", "malformed"],
])("[P6] %s is told by status, code and details", async (_, name, change, status, code, details) => {
  databaseErrorsAreExpected();
  const answer = await rpc(name, { ...pushOf(user, "hello").body, ...change });
  expect(answer).toEqual({ status, body: expect.objectContaining({ code, details }) as unknown });
});

test("[R2] a message that is not here is 404 message_not_synced", async () => {
  databaseErrorsAreExpected();
  const answer = await rpc("claim_reply", { p_user: user, p_message_id: randomUUID(), p_attempt: 0 });
  expect(answer).toEqual({ status: 404, body: expect.objectContaining({ code: "PT404", details: "message_not_synced" }) as unknown });
});

test("[L4] push, pull, bootstrap and history answer over HTTP", async () => {
  const { messageId, body } = pushOf(user, "hello");
  const at = { p_user: user, p_client: "00000000000000aa" };
  const pushed = await rpc("sync_push", body);
  expect(pushed).toMatchObject({ status: 200, body: { last_seq: 1, verdicts: [{ seq: 1, code: null }], head_before: 0 } });
  const row = { table: "chat_messages", row: expect.objectContaining({ id: messageId, message_text: "hello" }) as unknown };
  const { epoch, head } = pushed.body as { epoch: string; head: number };
  const pulled = await rpc("sync_pull", { ...at, p_acked_seq: 1, p_tables: ["chat_messages"], p_epoch: null, p_cursor: null, p_limit: 500 });
  expect(pulled).toMatchObject({ status: 200, body: { epoch, head, rows: [row], cursor: [head, "~", ""], more: false } });
  const first = await rpc("sync_bootstrap", { ...at, p_tables: ["chat_messages"] });
  expect(first).toMatchObject({ status: 200, body: { epoch, rows: [row], history: null } });
  const older = await rpc("sync_history", { ...at, p_tables: ["chat_messages"], p_epoch: epoch, p_before: [head + 1, "", ""], p_limit: 500 });
  expect(older).toMatchObject({ status: 200, body: { epoch, rows: [row], before: null } });
});

test("a person inserts a message over REST and reads the newest first", async () => {
  const id = randomUUID();
  const inserted = await call(host, "/rest/v1/chat_messages", { token, body: { id, message_text: "over rest", sender_type: "user" } });
  expect(inserted.status).toBe(201);
  const read = await call(host, "/rest/v1/chat_messages?select=id,message_text&order=created_at.desc&limit=1", { token });
  expect(read).toEqual({ status: 200, body: [{ id, message_text: "over rest" }] });
});

test("[K2] calculate_streak, [V6] add_session_activity and [N1] user_activity_stats answer over HTTP as SEED.md spells them", async () => {
  const session = randomUUID();
  const now = new Date().toISOString();
  const row = { id: session, stamp: `${Date.now().toString(16).padStart(12, "0")}-0000-00000000000000dd`, session_start: now, created_at: now, activities: [] };
  const begun = await rpc("sync_push", { ...pushOf(user, "").body, p_client: "00000000000000dd", p_mutations: [{ id: randomUUID(), schema: 1, ops: [{ table: "user_sessions", row }] }] });
  expect(begun).toMatchObject({ status: 200, body: { verdicts: [{ code: null }] } });
  expect(await rpc("calculate_streak", {})).toEqual({ status: 200, body: 0 });
  expect(await rpc("add_session_activity", { session_id: session, activity_type: "game" })).toEqual({ status: 200, body: ["game"] });
  for (const body of [{}, { user_id: user }, { rest_days: true }, { user_id: user, today: now.slice(0, 10), rest_days: false }]) {
    expect(await rpc("calculate_streak", body)).toEqual({ status: 200, body: 1 });
  }
  const stats = await call(host, "/rest/v1/user_activity_stats", { token });
  expect(stats).toMatchObject({
    status: 200,
    body: [{ user_id: user, sessions: 1, games: 1, game_minutes: 0, total_minutes: 0, active_days: 1, current_streak_days: 1, longest_streak_days: 1, current_session_id: session }],
  });
  const some = await call(host, `/rest/v1/user_activity_stats?select=current_streak_days,last_activity_date&user_id=eq.${user}`, { token });
  expect(some).toEqual({ status: 200, body: [{ current_streak_days: 1, last_activity_date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown }] });
});

test.each([
  ["another's streak", "calculate_streak", { user_id: randomUUID() }, 403, "PT403", "wrong_account"],
  ["an unknown kind", "add_session_activity", { session_id: randomUUID(), activity_type: "work" }, 400, "22023", "unknown_activity"],
  ["a session that is not here", "add_session_activity", { session_id: randomUUID(), activity_type: "chat" }, 404, "PT404", "session_not_found"],
  ["no session", "add_session_activity", { session_id: null, activity_type: "chat" }, 422, "PT422", "malformed"],
])("[V6] %s is refused by status, code and details", async (_, name, body, status, code, details) => {
  databaseErrorsAreExpected();
  expect(await rpc(name, body)).toEqual({ status, body: expect.objectContaining({ code, details }) as unknown });
});

test("[§7] without a token there are no numbers and no streak", async () => {
  databaseErrorsAreExpected();
  for (const answer of [
    await call(host, "/rest/v1/user_activity_stats"),
    await call(host, "/rest/v1/rpc/calculate_streak", { body: { user_id: user } }),
    await call(host, "/rest/v1/rpc/add_session_activity", { body: { session_id: user, activity_type: "chat" } }),
    await call(host, "/rest/v1/rpc/activity_stats", { body: {} }),
  ]) {
    expect([401, 403]).toContain(answer.status);
    expect(answer.body).toMatchObject({ code: "42501" });
  }
});
