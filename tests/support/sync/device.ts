/** A device for tests: a store, a writer and an engine against the model server, with the network in the test's hand. */
import { redated } from "../../../src/domain/streak/redate.ts";
import { tables } from "../../../src/domain/tables.ts";
import { createEngine, type Engine } from "../../../src/sync/engine.ts";
import type { Limits } from "../../../src/sync/limits.ts";
import type { Answer, Failure, Follow, Row, Stamp, TableSpec, Transport } from "../../../src/sync/ports.ts";
import { newState } from "../../../src/sync/state.ts";
import { createWriter, type Writer } from "../../../src/sync/writer.ts";
import { FakeClock, FakeLocks, FakeNetwork, seededRandom } from "./fakes.ts";
import { MemoryStore } from "./memory-store.ts";
import { ModelServer, type ModelServerOptions } from "./model-server.ts";

export const specs: readonly TableSpec[] = tables;
export const schema = 1;

export type Call = keyof Transport;
/** Decides over one request: deliver it, answer a failure, or do something with its answer. */
export type Fault = (call: Call, deliver: () => Promise<Answer<unknown>>, signal: AbortSignal) => Promise<Answer<unknown>>;

/** Wraps every call of `transport` in `fault`. */
export function faulty(transport: Transport, fault: () => Fault): Transport {
  const wrap =
    <Q, A>(name: Call, call: (request: Q, signal: AbortSignal) => Promise<Answer<A>>) =>
    (request: Q, signal: AbortSignal): Promise<Answer<A>> =>
      // A fault passes on the answer it was given or a failure, so the type holds.
      fault()(name, () => call(request, signal), signal) as Promise<Answer<A>>;
  return {
    push: wrap("push", (request, signal) => transport.push(request, signal)),
    pull: wrap("pull", (request, signal) => transport.pull(request, signal)),
    bootstrap: wrap("bootstrap", (request, signal) => transport.bootstrap(request, signal)),
    history: wrap("history", (request, signal) => transport.history(request, signal)),
    rows: wrap("rows", (request, signal) => transport.rows(request, signal)),
    renew: wrap("renew", (request, signal) => transport.renew(request, signal)),
  };
}

export const delivered: Fault = (_call, deliver) => deliver();
export const failing =
  (failure: Failure): Fault =>
  async () => ({ ok: false, failure });
/** The request arrives, its answer does not. */
export const answerLost: Fault = async (_call, deliver) => {
  await deliver();
  return { ok: false, failure: { kind: "offline" } };
};
/** Nothing arrives and nothing is answered: a black hole. */
export const blackHole: Fault = () => new Promise(() => undefined);

export interface World {
  readonly clock: FakeClock;
  readonly server: ModelServer;
}

export function newWorld(options: Partial<ModelServerOptions> = {}): World {
  const clock = new FakeClock();
  return { clock, server: new ModelServer({ tables: specs, now: () => clock.now(), ...options }) };
}

export class Device {
  readonly store: MemoryStore;
  readonly locks = new FakeLocks();
  readonly network = new FakeNetwork();
  readonly random;
  readonly writer: Writer;
  readonly transport: Transport;
  fault: Fault = delivered;
  /** K4, in UTC. */
  readonly follow: Follow = (table, moved, before) => ({ ...moved, ...redated(table, moved, before, () => 0) });
  readonly engine: Engine;

  constructor(
    readonly world: World,
    seed: number,
    readonly limits: Partial<Limits> = {},
    readonly user = "user",
  ) {
    this.random = seededRandom(seed);
    this.store = new MemoryStore(newState(this.random));
    this.writer = createWriter({ store: this.store, clock: world.clock, random: this.random, tables: specs, schema });
    this.transport = faulty(world.server.transport(user), () => this.fault);
    this.engine = this.context();
  }

  /** Another tab or the worker of the same device, perhaps of another build: its own engine over the same store and locks. */
  context(tables = specs, idle?: () => Promise<void>): Engine {
    const { store, transport, random, locks, network, limits } = this;
    return createEngine({ store, transport, clock: this.world.clock, random, locks, network, tables, schema, database: "db", limits, follow: this.follow, ...(idle && { idle }) });
  }

  /** Writes one message; resolves to its id. */
  send(text: string): Promise<string> {
    return this.writer.write(["chat_messages"], async (tx) => {
      const row = message(this.random.uuid(), tx.stamp(), text, tx.now());
      await tx.put("chat_messages", row);
      return row.id;
    });
  }

  prefer(key: string, value: string): Promise<void> {
    return this.writer.write(["preferences"], async (tx) => {
      await tx.put("preferences", { id: `preference-${key}`, stamp: tx.stamp(), key, value });
    });
  }

  get state() {
    return this.store.data.state;
  }

  get pending(): number {
    return this.store.data.outbox.size;
  }

  texts(): string[] {
    return textsOf(this.store.table("chat_messages"));
  }
}

export const textsOf = (rows: readonly Row[]): string[] =>
  [...rows].sort((a, b) => (a.stamp < b.stamp ? -1 : 1)).map((row) => String(row["message_text"]));

export const message = (id: string, stamp: Stamp, text: string, at: number): Row => ({
  id,
  stamp,
  sender_type: "user",
  session_id: null,
  created_at: new Date(at).toISOString(),
  reply_to: null,
  reply_source: null,
  reply_attempt: null,
  message_text: text,
  mood_detected: null,
  sentiment_score: null,
  deleted_at: null,
});
