/** What every attack is followed by: somebody healthy is still served, nothing leaked, nothing grew without end. */
import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { join } from "node:path";
import { expect } from "vitest";
import { root } from "../../../supabase/embedded/build.mjs";
import { signUp, startHost } from "../../support/host.ts";
import type { RunningHost, Tokens } from "../../support/host.ts";
import { call, newEmail, password } from "./client.ts";

/** MB: several times what a host of one person needs, far below what any of these attacks would take unbounded. */
const rssBoundMb = 1_200;

export const startAttacked = (env: Readonly<Record<string, string>> = {}): Promise<RunningHost> =>
  startHost({ appDir: join(root, "tests/support/stub-app"), env });

/** Resident memory of a process, MB. */
export function rssMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kb) / 1024);
}

/** One message as a mutation of a device that is new each time, so that pushes do not depend on one another. */
export function pushBody(userId: string, row: Readonly<Record<string, unknown>> = {}, table = "chat_messages"): Record<string, unknown> {
  const client = randomBytes(8).toString("hex");
  const now = Date.now();
  const message = {
    id: randomUUID(),
    stamp: `${now.toString(16).padStart(12, "0")}-0000-${client}`,
    sender_type: "user",
    session_id: null,
    created_at: new Date(now).toISOString(),
    reply_to: null,
    reply_source: null,
    reply_attempt: null,
    message_text: "hello",
    mood_detected: null,
    sentiment_score: null,
    deleted_at: null,
    ...row,
  };
  return { p_user: userId, p_client: client, p_first_seq: 1, p_acked_seq: 0, p_mutations: [{ id: randomUUID(), schema: 1, ops: [{ table, row: message }] }] };
}

/** Somebody who goes on using the app while others attack. */
export class Friend {
  readonly #host: RunningHost;
  readonly tokens: Tokens;
  readonly email: string;
  readonly #texts: string[] = [];

  private constructor(host: RunningHost, email: string, tokens: Tokens) {
    this.#host = host;
    this.email = email;
    this.tokens = tokens;
  }

  static async at(host: RunningHost): Promise<Friend> {
    const email = newEmail();
    return new Friend(host, email, await signUp(host.url, email, password));
  }

  /** Pushes one more message and returns its id. */
  async says(text: string): Promise<string> {
    const id = randomUUID();
    const body = pushBody(this.tokens.userId, { id, message_text: text });
    const pushed = await call(this.#host, "/rest/v1/rpc/sync_push", { token: this.tokens.accessToken, body });
    expect(pushed).toMatchObject({ status: 200, body: { verdicts: [{ code: null }] } });
    this.#texts.push(text);
    return id;
  }

  /** A push is taken, everything said before is there as it was said, and the host's memory and log are as they should be. */
  async isWell(after: string): Promise<void> {
    await this.says(`well after ${after}`);
    const own = await call(this.#host, "/rest/v1/chat_messages?select=user_id,message_text&sender_type=eq.user&order=stamp,id", { token: this.tokens.accessToken });
    expect(own.body).toEqual(expect.arrayContaining(this.#texts.map((text) => ({ user_id: this.tokens.userId, message_text: text }))));
    expect(own.body).toHaveLength(this.#texts.length);
    expect(this.#host.output()).not.toMatch(/unhandled|uncaught/i);
    expect(rssMb(this.#host.pid), "MB of the host").toBeLessThan(rssBoundMb);
  }
}

/** Bodies tell no stack, no path and no SQL of ours. */
export function tellsNothing(text: string): void {
  expect(text).not.toMatch(/\n\s*at |node_modules|\.[cm]?[jt]s:\d|file:\/\/|\/tmp\/|\/work\/|PL\/pgSQL function/);
}

export interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sent as it is: no normalised path, any method and headers. */
export async function raw(
  host: RunningHost,
  path: string,
  options: { readonly method?: string; readonly headers?: Readonly<Record<string, string | readonly string[]>>; readonly body?: string | Buffer } = {},
): Promise<Raw> {
  return await new Promise((resolve, reject) => {
    const headers = Object.fromEntries(Object.entries(options.headers ?? {}).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]));
    const request = httpRequest({ host: "127.0.0.1", port: host.port, path, method: options.method ?? "GET", headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on("error", reject);
    request.end(options.body);
  });
}

/** A bare connection, and what the host says on it until it closes it. */
export function bare(host: RunningHost, bytes: string): { readonly socket: Socket; readonly said: Promise<string> } {
  const socket = connect(host.port, "127.0.0.1", () => socket.write(bytes));
  const said = new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (data) => (text += data.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
  });
  return { socket, said };
}

export const statusesIn = (said: string): number[] => [...said.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map((found) => Number(found[1]));
