/** Plain HTTP to a host, as the app would send it. */
import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import type { SupabaseClient } from "@supabase/supabase-js";
import { vi } from "vitest";
import { WebSocket } from "ws";
import { signUp } from "../../support/host.ts";
import type { Tokens } from "../../support/host.ts";

export const password = "correct horse battery";
export const newEmail = (): string => `${randomUUID()}@example.org`;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Target {
  readonly url: string;
  readonly publishableKey: string;
}

/** JSON out and in, with the API key, and with a bearer token if there is one. */
export async function call(host: Target, path: string, options: { readonly token?: string | undefined; readonly key?: string; readonly body?: unknown } = {}): Promise<Answer> {
  const headers: Record<string, string> = { apikey: options.key ?? host.publishableKey };
  if (options.token !== undefined) headers["authorization"] = `Bearer ${options.token}`;
  if (options.body !== undefined) headers["content-type"] = "application/json";
  const init = options.body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(options.body) };
  const response = await fetch(`${host.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
}

/** The codes for an address that a host without a mail server has printed, oldest first. */
export const codesIn = (printed: readonly string[], email: string): readonly string[] =>
  printed.flatMap((line) => new RegExp(`^Code for ${email} .*: (\\d{6}) `).exec(line)?.[1] ?? []);

const clientId = "00000000000000aa";
/** One mutation holding one chat message, as sync_push takes it. */
export function pushOf(userId: string, text: string): { readonly messageId: string; readonly body: Record<string, unknown> } {
  const messageId = randomUUID();
  const now = Date.now();
  const row = {
    id: messageId,
    stamp: `${now.toString(16).padStart(12, "0")}-0000-${clientId}`,
    sender_type: "user",
    session_id: null,
    created_at: new Date(now).toISOString(),
    reply_to: null,
    reply_source: null,
    reply_attempt: null,
    message_text: text,
    mood_detected: null,
    sentiment_score: null,
    deleted_at: null,
  };
  const mutations = [{ id: randomUUID(), schema: 1, ops: [{ table: "chat_messages", row }] }];
  return { messageId, body: { p_user: userId, p_client: clientId, p_first_seq: 1, p_acked_seq: 0, p_mutations: mutations } };
}

// Node 20 has none of its own, and supabase-js looks for it when a client is made.
vi.stubGlobal("WebSocket", WebSocket);

export interface Person extends Tokens {
  readonly supabase: SupabaseClient;
}

/** A signed-up person with a supabase-js client of their own, its realtime token set. */
export async function newPerson(host: Target): Promise<Person> {
  const tokens = await signUp(host.url, newEmail(), password);
  const supabase = createClient(host.url, host.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    accessToken: () => Promise.resolve(tokens.accessToken),
  });
  await supabase.realtime.setAuth();
  return { ...tokens, supabase };
}
