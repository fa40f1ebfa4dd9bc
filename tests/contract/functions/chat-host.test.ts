/** The chat function where people meet it: on a real host, with real tokens and the real database. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { replyId } from "@edge/reply-id.ts";
import type { Host } from "../../../supabase/embedded/host.ts";
import { createHost } from "../../support/host-in-process.ts";
import { signUp } from "../../support/host.ts";
import { call, newEmail, password, pushOf } from "../host/client.ts";

describe("chat on the embedded host", () => {
  let host: Host;
  beforeAll(async () => {
    host = await createHost();
  });
  afterAll(() => host.stop());

  const ask = (token: string | undefined, messageId: string, attempt = 0) =>
    call(host, "/functions/v1/chat", { token, body: { message_id: messageId, attempt } });
  const replies = (token: string) => call(host, "/rest/v1/chat_messages?sender_type=eq.ai&select=id,reply_to,reply_source,reply_attempt,message_text,stamp", { token });

  it("[R4] answers a synced message once, however often it is asked", async () => {
    const { userId, accessToken } = await signUp(host.url, newEmail(), password);
    const { messageId, body } = pushOf(userId, "আমার মন খারাপ");
    expect((await call(host, "/rest/v1/rpc/sync_push", { token: accessToken, body })).status).toBe(200);

    const id = replyId(messageId, "rules", 0);
    const answers = await Promise.all([ask(accessToken, messageId), ask(accessToken, messageId), ask(accessToken, messageId)]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(answers.filter((answer) => (answer.body as { status: string }).status === "stored")).toHaveLength(1);
    expect(await ask(accessToken, messageId)).toEqual({ status: 200, body: { status: "done", reply_id: id, source: "rules" } });
    expect(await ask(accessToken, messageId, 1)).toMatchObject({ status: 200, body: { status: "stored", reply_id: replyId(messageId, "rules", 1) } });

    const stored = await replies(accessToken);
    expect(stored.body).toHaveLength(2);
    expect(stored.body).toContainEqual(
      expect.objectContaining({ id, reply_to: messageId, reply_source: "rules", reply_attempt: 0, message_text: expect.stringMatching(/[\u0980-\u09ff]/) }),
    );
  });

  it("[R2] knows no message that is not synced, is another's, or comes without a token", async () => {
    vi.mocked(console.error).mockRestore();
    const owner = await signUp(host.url, newEmail(), password);
    const stranger = await signUp(host.url, newEmail(), password);
    const { messageId, body } = pushOf(owner.userId, "hello");
    expect(await ask(owner.accessToken, messageId)).toEqual({ status: 404, body: { error: "message_not_synced" } });
    await call(host, "/rest/v1/rpc/sync_push", { token: owner.accessToken, body });
    expect(await ask(stranger.accessToken, messageId)).toEqual({ status: 404, body: { error: "message_not_synced" } });
    expect(await ask(undefined, messageId)).toEqual({ status: 401, body: { error: "unauthorized" } });
    expect((await replies(stranger.accessToken)).body).toEqual([]);
  });
});
