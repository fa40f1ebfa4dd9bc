/**
 * One client's socket: joins, broadcasts and presence.
 *
 * Guarantees: frames of one socket are handled one after another, the close last, so that a join in flight never
 * outlives its socket; nobody stays on a private topic past the expiry of the token that let them in.
 */
import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { WebSocket } from "ws";
import type { SocketLimits } from "../limits.ts";
import type { Claims, Tokens } from "../tokens.ts";
import type { Authorizer, Extension } from "./authorizer.ts";
import { decodeFrame } from "./frames.ts";
import type { Frame, FrameEncoder } from "./frames.ts";
import type { Hub, Member } from "./hub.ts";

export interface SocketServices {
  readonly hub: Hub;
  readonly tokens: Tokens;
  readonly authorizer: Authorizer;
  readonly limits: SocketLimits;
  readonly log: (line: string) => void;
}

const maxTimerMs = 2 ** 31 - 1;

const joinSchema = v.object({
  access_token: v.nullish(v.string()),
  config: v.optional(
    v.object({
      private: v.optional(v.boolean(), false),
      broadcast: v.optional(v.object({ ack: v.optional(v.boolean(), false), self: v.optional(v.boolean(), false) }), {}),
      presence: v.optional(v.object({ key: v.optional(v.string(), ""), enabled: v.optional(v.boolean(), false) }), {}),
      postgres_changes: v.optional(v.array(v.unknown()), []),
    }),
    {},
  ),
});
const tokenSchema = v.object({ access_token: v.nullish(v.string()) });
const presenceSchema = v.object({ event: v.string(), payload: v.optional(v.record(v.string(), v.unknown()), {}) });

interface Joined extends Member {
  readonly joinRef: string | null;
  /** Topic without the prefix, as the policies know it. */
  readonly name: string;
  readonly self: boolean;
  readonly ack: boolean;
  claims: Claims;
  /** Answers of the policies, kept until the token changes. */
  readonly mayWrite: Map<Extension, boolean>;
  expiry: NodeJS.Timeout | undefined;
}

class Refused extends Error {}

export class RealtimeSocket {
  readonly #ws: WebSocket;
  readonly #encode: FrameEncoder;
  /** The API key the socket was opened with; stands in where no access token is given. */
  readonly #key: string;
  readonly #services: SocketServices;
  readonly #joined = new Map<string, Joined>();
  #tail: Promise<void> = Promise.resolve();
  #second = 0;
  #framesInSecond = 0;
  /** ms, monotonic: when the client was last heard. */
  heardAt = performance.now();

  constructor(ws: WebSocket, encode: FrameEncoder, key: string, services: SocketServices) {
    this.#ws = ws;
    this.#encode = encode;
    this.#key = key;
    this.#services = services;
    const unjoined = setTimeout(() => {
      if (this.#joined.size === 0) ws.close(1008, "nothing joined");
    }, services.limits.joinMs);
    unjoined.unref();
    ws.on("close", () => clearTimeout(unjoined));
    ws.on("message", (data, binary) => this.#receive(data as Buffer, binary));
    ws.on("ping", () => void this.#counts());
    ws.on("close", () => this.#enqueue(async () => this.#leaveAll()));
    ws.on("error", () => ws.terminate());
  }

  /** Whether one more may be heard this second; a ping costs an answer as a frame does. */
  #counts(): boolean {
    this.heardAt = performance.now();
    const second = Math.floor(this.heardAt / 1000);
    this.#framesInSecond = second === this.#second ? this.#framesInSecond + 1 : 1;
    this.#second = second;
    if (this.#framesInSecond <= this.#services.limits.framesPerSecond) return true;
    this.#ws.close(1008, "too many messages");
    return false;
  }

  #receive(data: Buffer, binary: boolean): void {
    if (!this.#counts()) return;
    const frame = decodeFrame(data, binary);
    if (frame === null) return this.#ws.close(1003, "not a frame");
    this.#enqueue(() => this.#handle(frame));
  }

  #enqueue(work: () => Promise<void>): void {
    this.#tail = this.#tail.then(work).catch((error: unknown) => this.#services.log(`a realtime frame failed: ${String(error)}`));
  }

  async #handle(frame: Frame): Promise<void> {
    try {
      if (frame.topic === "phoenix" && frame.event === "heartbeat") return this.#reply(frame, "ok");
      if (frame.event === "phx_join") return await this.#join(frame);
      const member = this.#joined.get(frame.topic);
      if (member === undefined) return this.#reply(frame, "error", { reason: "unmatched topic" });
      if (frame.event === "phx_leave") return this.#leaveAsAsked(member, frame);
      if (frame.event === "access_token") return await this.#renew(member, frame);
      if (frame.event === "broadcast") return await this.#broadcast(member, frame);
      if (frame.event === "presence") return await this.#presence(member, frame);
      return this.#reply(frame, "error", { reason: "unknown event" });
    } catch (error) {
      if (!(error instanceof Refused) && !v.isValiError(error)) throw error;
      this.#reply(frame, "error", { reason: error instanceof Refused ? error.message : "malformed payload" });
    }
  }

  async #join(frame: Frame): Promise<void> {
    const { access_token, config } = v.parse(joinSchema, frame.payload);
    if (!frame.topic.startsWith("realtime:")) throw new Refused("unmatched topic");
    if (!this.#joined.has(frame.topic) && this.#joined.size >= this.#services.limits.topics) throw new Refused("too many channels");
    if (config.postgres_changes.length > 0) throw new Refused("postgres_changes is not offered here: use broadcasts from the database");
    const name = frame.topic.slice("realtime:".length);
    const claims = await this.#claims(access_token);
    if (config.private && !(await this.#services.authorizer.canRead(claims, name))) {
      throw new Refused(`Unauthorized: You do not have permissions to read from this Channel topic: ${name}`);
    }
    const before = this.#joined.get(frame.topic);
    if (before !== undefined) this.#leave(before);
    const member: Joined = {
      topic: frame.topic,
      name,
      joinRef: frame.joinRef,
      private: config.private,
      self: config.broadcast.self ?? false,
      ack: config.broadcast.ack ?? false,
      presenceKey: config.presence.key || randomUUID(),
      presence: null,
      claims,
      mayWrite: new Map(),
      expiry: undefined,
      deliver: (event, payload) => this.#send({ joinRef: frame.joinRef, ref: null, topic: frame.topic, event, payload: { ...payload } }),
    };
    this.#joined.set(frame.topic, member);
    this.#services.hub.add(member);
    this.#arm(member);
    this.#reply(frame, "ok", { postgres_changes: [] });
    if (config.presence.enabled) member.deliver("presence_state", this.#services.hub.presenceState(member.topic, member.private));
  }

  async #renew(member: Joined, frame: Frame): Promise<void> {
    try {
      const claims = await this.#claims(v.parse(tokenSchema, frame.payload).access_token);
      if (member.private && !(await this.#services.authorizer.canRead(claims, member.name))) throw new Refused("Unauthorized");
      member.claims = claims;
      member.mayWrite.clear();
      this.#arm(member);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#expel(member, error.message);
    }
  }

  async #broadcast(member: Joined, frame: Frame): Promise<void> {
    await this.#demandWrite(member, "broadcast");
    this.#services.hub.broadcast(member.topic, member.private, frame.payload, member.self ? null : member);
    if (member.ack) this.#reply(frame, "ok");
  }

  async #presence(member: Joined, frame: Frame): Promise<void> {
    const { event, payload } = v.parse(presenceSchema, frame.payload);
    await this.#demandWrite(member, "presence");
    this.#services.hub.track(member, event === "track" ? payload : null);
    this.#reply(frame, "ok");
  }

  async #demandWrite(member: Joined, extension: Extension): Promise<void> {
    if (!member.private) return;
    const known = member.mayWrite.get(extension);
    const may = known ?? (await this.#services.authorizer.canWrite(member.claims, member.name, extension));
    member.mayWrite.set(extension, may);
    if (!may) throw new Refused(`Unauthorized: You do not have permissions to write to this Channel topic: ${member.name}`);
  }

  async #claims(token: string | null | undefined): Promise<Claims> {
    const verified = await this.#services.tokens.verify(token || this.#key);
    if (!verified.ok) throw new Refused(verified.reason === "expired" ? "InvalidJWTToken: Token has expired" : "InvalidJWTToken: the token could not be verified");
    return verified.claims;
  }

  #arm(member: Joined): void {
    clearTimeout(member.expiry);
    if (member.claims.exp === undefined) return;
    const left = member.claims.exp * 1000 - Date.now();
    member.expiry = setTimeout(() => this.#expel(member, "Token has expired"), Math.min(maxTimerMs, Math.max(0, left)));
    member.expiry.unref();
  }

  #expel(member: Joined, message: string): void {
    member.deliver("system", { status: "error", extension: "system", channel: member.name, message });
    member.deliver("phx_close", {});
    this.#leave(member);
  }

  #leaveAsAsked(member: Joined, frame: Frame): void {
    this.#leave(member);
    this.#reply(frame, "ok");
    this.#send({ joinRef: frame.joinRef, ref: frame.ref, topic: frame.topic, event: "phx_close", payload: {} });
  }

  #leave(member: Joined): void {
    clearTimeout(member.expiry);
    if (this.#joined.get(member.topic) === member) this.#joined.delete(member.topic);
    this.#services.hub.remove(member);
  }

  #leaveAll(): void {
    for (const member of this.#joined.values()) this.#leave(member);
  }

  #reply(frame: Frame, status: "ok" | "error", response: Record<string, unknown> = {}): void {
    this.#send({ joinRef: frame.joinRef, ref: frame.ref, topic: frame.topic, event: "phx_reply", payload: { status, response } });
  }

  #send(frame: Frame): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (this.#ws.bufferedAmount > this.#services.limits.unsentBytes) return this.#ws.terminate();
    this.#ws.send(this.#encode(frame));
  }
}
