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
