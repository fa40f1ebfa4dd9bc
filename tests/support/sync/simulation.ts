/**
 * A seeded world: devices of one person, each with two tabs and a worker over one store and one lock, against the model server,
 * with a network that loses, doubles, delays and reorders, and with contexts that die between any two awaits.
 * Everything random comes from the seed, and time is virtual, so that a seed is a repeatable story.
 */
import { createEngine, type Engine, lockName } from "../../../src/sync/engine.ts";
import { type Answer, type Clock, type EngineState, type Failure, type Locks, LockStolen, type Random, type Row, type Store, type StoreTx, type Transport } from "../../../src/sync/ports.ts";
import { newState } from "../../../src/sync/state.ts";
import { createWriter, type WriteContext, type Writer } from "../../../src/sync/writer.ts";
import { message, schema, specs } from "./device.ts";
import { FakeClock, mulberry32, seededRandom } from "./fakes.ts";
import { MemoryStore } from "./memory-store.ts";
import { type Dump, ModelServer } from "./model-server.ts";

const user = "user";
const database = "db";
export const refusedText = "refused";
export const chokingText = "choking";

/** Everything that may go wrong, counted when it does. */
export const faults = [
  "lostRequest",
  "lostAnswer",
  "hungRequest",
  "doubledRequest",
  "delayedRequest",
  "delayedAnswer",
  "reorderedRequest",
  "deadSendersRequest",
  "busy",
  "retryAfter",
  "auth",
  "offlineSpell",
  "droppedPoke",
  "crash",
  "crashHoldingLock",
  "crashInTransaction",
  "crashAfterCommit",
  "rolledBack",
  "clockStep",
  "clockAhead",
  "clockBehind",
  "refusedAhead",
  "reset",
  "refused",
  "undeliverable",
  "elsewhere",
  "freeze",
  "frozenHoldingLock",
  "stolen",
  "dumped",
  "restored",
  "restoredUnannounced",
] as const;
export type Fault = (typeof faults)[number];
export type Tally = { [fault in Fault]: number };
export const emptyTally = (): Tally => Object.fromEntries(faults.map((fault) => [fault, 0])) as Tally;

/** A promise that its dead owner never hears of. */
const silence = <T>(): Promise<T> => new Promise(() => undefined);
class Crashed extends Error {}

/** What goes wrong in one run, drawn once: a story with one kind of trouble finds other bugs than one with all of them. */
interface Weather {
  readonly loss: number;
  readonly delay: number;
  readonly refusal: number;
  readonly crash: number;
  readonly transactionCrash: number;
}

export class Simulation {
  readonly clock = new FakeClock();
  readonly unit: () => number;
  readonly server: ModelServer;
  readonly devices: SimDevice[];
  readonly tally = emptyTally();
  readonly weather: Weather;
  /** Faults happen. */
  stormy = true;

  constructor(seed: number) {
    this.unit = mulberry32(seed);
    const some = (most: number): number => (this.unit() < 0.3 ? 0 : this.unit() * most);
    this.weather = { loss: some(0.35), delay: some(0.35), refusal: some(0.2), crash: some(0.03), transactionCrash: some(0.02) };
    this.server = new ModelServer({
      tables: specs,
      now: () => this.clock.now(),
      refuses: (row) => (row["message_text"] === refusedText ? "23514" : null),
      chokesOn: (row) => row["message_text"] === chokingText,
      bootstrapRows: 5,
    });
    this.server.onPoke = () => {
      for (const device of this.devices) device.poke();
    };
    this.devices = Array.from({ length: 2 + this.pick(2) }, (_, index) => new SimDevice(this, seed * 31 + index));
  }

  #dump: Dump | null = null;

  takeDump(): void {
    this.tally.dumped += 1;
    this.#dump = this.server.dump(user);
  }

  /**
   * The server comes back from its dump (L5). Whether a device can tell is a matter of what it knows: unless each of them has read
   * beyond the dump, and no profile may come back from before that, the operator gives everybody a new epoch.
   */
  restoreServer(): void {
    if (this.#dump === null) return;
    this.tally.restored += 1;
    const { head } = this.#dump;
    this.server.restore(user, this.#dump);
    this.#dump = null;
    if (this.devices.every((device) => device.knowsMoreThan(head))) this.tally.restoredUnannounced += 1;
    else this.server.renewAll(user);
  }

  pick(below: number): number {
    return Math.floor(this.unit() * below);
  }

  chance(probability: number): boolean {
    return this.stormy && this.unit() < probability;
  }

  /** Between now and later: a few ms mostly, sometimes long enough for everything else to overtake it. */
  delay(fault: Fault | null = null): number {
    if (!this.chance(this.weather.delay * 0.3)) return 1 + this.unit() * 40;
    if (fault) this.tally[fault] += 1;
    return 20_000 + this.unit() * 100_000;
  }

  later(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve));
  }

  /** Runs the world for `ms` of its time. */
  async run(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    for (let at = this.clock.nextAt; at !== null && at <= until; at = this.clock.nextAt) {
      this.clock.fireNext();
      // One turn: every promise in motion settles, since nothing in this world waits for real time.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await this.clock.advance(Math.max(0, until - this.clock.now()));
  }
}

/** Locks of one device, which lose their holder without a word when it dies. */
class SimLocks {
  #tenant: Tenant | null = null;
  #queue: { readonly tenant: Tenant; readonly go: () => void }[] = [];

  get holder(): SimContext | null {
    return this.#tenant?.owner ?? null;
  }

  of(owner: SimContext): Locks {
    return {
      run: async (name, { wait, steal = false, signal }, fn) => {
        if (name !== lockName(database)) throw new Error(`unknown lock ${name}`);
        if (!owner.alive) return silence();
        let rob: () => void = () => undefined;
        const robbed = new Promise<never>((_, reject) => (rob = () => void owner.warm().then(() => reject(new LockStolen(name)))));
        const tenant = { owner, rob };
        if (steal) {
          if (this.#tenant) owner.device.world.tally.stolen += 1;
          this.#tenant?.rob();
          this.#tenant = tenant;
        } else if (this.#tenant) {
          if (!wait) {
            owner.device.world.tally.elsewhere += 1;
            return { held: false };
          }
          await new Promise<void>((go, reject) => {
            this.#queue.push({ tenant, go });
            signal?.addEventListener("abort", () => {
              this.#queue = this.#queue.filter((waiting) => waiting.tenant !== tenant);
              reject(new Error("left the queue"));
            });
          });
          // It held the lock for a moment, and died of it.
          if (!owner.alive) return silence();
        } else this.#tenant = tenant;
        try {
          return { held: true, value: await Promise.race([owner.warm().then(fn), robbed]) };
        } finally {
          this.#release(tenant);
        }
      },
    };
  }

  died(owner: SimContext): void {
    this.#queue = this.#queue.filter((waiting) => waiting.tenant.owner !== owner);
    if (this.#tenant?.owner === owner) this.#release(this.#tenant);
  }

  #release(tenant: Tenant): void {
    if (this.#tenant !== tenant) return;
    const next = this.#queue.shift();
    // The next one holds it before anybody else can ask.
    this.#tenant = next?.tenant ?? null;
    next?.go();
  }
}

interface Tenant {
  readonly owner: SimContext;
  readonly rob: () => void;
}

interface Snapshot {
  readonly state: EngineState;
  readonly data: MemoryStore["data"];
}

export class SimDevice {
  readonly random: Random;
  readonly store: MemoryStore;
  readonly locks = new SimLocks();
  readonly contexts: SimContext[] = [];
  online = true;
  /** Device clock − true time, ms. */
  skew: number;
  /** Mutations whose command was told that it is durable. */
  readonly promised = new Set<string>();
  #snapshot: Snapshot | null = null;
  #sentLast = 0;

  constructor(
    readonly world: Simulation,
    seed: number,
  ) {
    this.random = seededRandom(seed);
    this.skew = Math.floor((this.random.unit() - 0.5) * 200_000);
    this.store = new MemoryStore(newState(this.random));
    for (let i = 0; i < 3; i++) this.contexts.push(new SimContext(this));
  }

  poke(): void {
    for (const context of this.contexts) {
      if (!this.online) continue;
      if (this.world.chance(0.3)) this.world.tally.droppedPoke += 1;
      else this.world.clock.after(this.world.delay(), () => void context.warm().then(() => context.alive && context.engine.wake("poke")));
    }
  }

  /** A context dies, and sooner or later the person opens another. */
  crash(context: SimContext): void {
    if (!context.alive) return;
    const { tally } = this.world;
    tally.crash += 1;
    if (this.locks.holder === context) tally.crashHoldingLock += 1;
    context.alive = false;
    this.locks.died(context);
    const place = this.contexts.indexOf(context);
    this.world.clock.after(this.world.unit() * 20_000, () => {
      this.contexts[place] = new SimContext(this);
    });
  }

  /** Somebody sets the clock wrong: by minutes or by years, ahead or behind (W4). */
  jumpClock(): void {
    const { world } = this;
    const size = 300_000 * 10 ** (world.unit() * 5);
    const ahead = world.unit() < 0.6;
    world.tally[ahead ? "clockAhead" : "clockBehind"] += 1;
    this.skew = Math.floor(ahead ? size : -size);
  }

  setOnline(online: boolean): void {
    if (this.online && !online) this.world.tally.offlineSpell += 1;
    this.online = online;
    if (online) for (const context of this.contexts) void context.warm().then(() => context.alive && context.engine.wake("online"));
  }

  /** It would notice a server that stands at `head`, whatever it does next. */
  knowsMoreThan(head: number): boolean {
    const { cursor } = this.store.data.state;
    return this.#snapshot === null && cursor !== null && cursor[0] > head;
  }

  /** The order in which requests left, to see which were overtaken. */
  nextOrder(): number {
    return ++this.#sentLast;
  }

  takeSnapshot(): void {
    const { state, rows, outbox, quarantine, side } = this.store.data;
    const copy = new Map([...rows].map(([table, of]) => [table, new Map(of)]));
    this.#snapshot = { state, data: { state, rows: copy, outbox: new Map(outbox), quarantine: new Map(quarantine), side: new Map(side) } };
  }

  /** The profile comes back from a backup: every context dies, and what was written since is forgotten here. */
  rollBack(): void {
    if (!this.#snapshot) return;
    this.world.tally.rolledBack += 1;
    for (const context of this.contexts) this.crash(context);
    const { state, data } = this.#snapshot;
    this.#snapshot = null;
    this.store.data.state = state;
    for (const key of ["rows", "outbox", "quarantine", "side"] as const) {
      const target: Map<unknown, unknown> = this.store.data[key];
      target.clear();
      for (const [id, value] of data[key]) target.set(id, value);
    }
    const { applied } = this.world.server.account(user);
    const kept = new Set([...this.store.data.outbox.values(), ...this.store.data.quarantine.values()].map(({ id }) => id));
    // No engine can bring back what existed only on a disk that was replaced.
    for (const id of this.promised) if (!kept.has(id) && !applied.has(id)) this.promised.delete(id);
  }
}

export class SimContext {
  alive = true;
  #frozen: Promise<void> | null = null;
  readonly engine: Engine;
  readonly writer: Writer;

  constructor(readonly device: SimDevice) {
    const { random, world } = device;
    const clock: Clock = {
      now: () => Math.floor(world.clock.now() + device.skew),
      after: (ms, callback) => {
        let cancelled = false;
        const cancel = world.clock.after(ms, () => {
          if (this.#frozen === null) return void (this.alive && callback());
          void this.warm().then(() => this.alive && !cancelled && callback());
        });
        return () => {
          cancelled = true;
          cancel();
        };
      },
    };
    const store = this.#mortalStore();
    this.writer = createWriter({ store, clock, random, tables: specs, schema });
    const network = { online: () => device.online };
    const limits = { batchMutations: 4, pageRows: 6, historyRows: 6, auditRows: 5 };
    this.engine = createEngine({ store, transport: this.#transport(), clock, random, locks: device.locks.of(this), network, tables: specs, schema, database, limits });
    this.engine.wake("start");
  }

  /** C4: the browser stops it between any two awaits, for a while: no timer fires, no promise of the outside settles. */
  freeze(ms: number): void {
    if (!this.alive || this.#frozen !== null) return;
    const { world, locks } = this.device;
    world.tally.freeze += 1;
    if (locks.holder === this) world.tally.frozenHoldingLock += 1;
    this.#frozen = world.later(ms).then(() => {
      this.#frozen = null;
    });
  }

  /** Resolves when it is not frozen (any more). */
  async warm(): Promise<void> {
    while (this.#frozen !== null) await this.#frozen;
  }

  /** Runs a command of the person, who sees nothing of a frozen page; resolves once it was told to be durable. */
  async command(run: (tx: WriteContext) => Promise<void>): Promise<void> {
    if (!this.alive || this.#frozen !== null) return;
    await this.writer.write(
      specs.map(({ name }) => name),
      run,
    );
    this.engine.wake("write");
  }

  #mortalStore(): Store {
    const { device } = this;
    const { world, store } = device;
    const queueing = async (): Promise<void> => {
      if (world.unit() >= 0.5) await world.later(world.unit() * 5);
      await this.warm();
    };
    return {
      read: async (tables, fn) => {
        await queueing();
        if (!this.alive) return silence();
        const result = await store.read(tables, fn);
        await this.warm();
        return this.alive ? result : silence();
      },
      write: async (tables, fn) => {
        await queueing();
        if (!this.alive) return silence();
        const fate = world.chance(world.weather.transactionCrash) ? (world.chance(0.5) ? "crashInTransaction" : "crashAfterCommit") : null;
        const queued: Queued[] = [];
        try {
          const result = await store.write(tables, async (tx) => {
            const value = await fn(watched(tx, store, queued));
            if (fate === "crashInTransaction") throw new Crashed();
            return value;
          });
          // W4 gives a mutation that it moves another id; the promise goes with it, whoever lives to hear of it.
          for (const { id, was } of queued) if (was !== undefined && device.promised.delete(was)) device.promised.add(id);
          if (fate === "crashAfterCommit") this.#die(fate);
          await this.warm();
          if (!this.alive) return await silence();
          for (const { id } of queued) device.promised.add(id);
          return result;
        } catch (error) {
          if (error instanceof Crashed) this.#die("crashInTransaction");
          if (!this.alive) return silence();
          throw error;
        }
      },
    };
  }

  #die(fault: Fault): void {
    this.device.world.tally[fault] += 1;
    this.device.crash(this);
  }

  #transport(): Transport {
    const { server } = this.device.world;
    return {
      push: (request, signal) => this.#exchange(signal, () => server.push(user, request), request),
      pull: (request, signal) => this.#exchange(signal, () => server.pull(user, request), request),
      bootstrap: (request, signal) => this.#exchange(signal, () => server.bootstrap(user, request), request),
      history: (request, signal) => this.#exchange(signal, () => server.history(user, request), request),
      rows: (request, signal) => this.#exchange(signal, () => server.rowsById(user, request), request),
      renew: (request, signal) => this.#exchange(signal, () => server.renew(user, request), request),
    };
  }

  #exchange<T>(signal: AbortSignal, arrive: () => Answer<T>, request: object): Promise<Answer<T>> {
    const { world } = this.device;
    const sent = JSON.stringify(request);
    const deliver = (): Answer<T> => {
      if (JSON.stringify(request) !== sent) throw new Error("a request was changed after it was sent");
      return arrive();
    };
    return new Promise((resolve) => {
      const answer = (value: Answer<T>): void => {
        void this.warm().then(() => {
          if (this.alive) resolve(value);
        });
      };
      signal.addEventListener("abort", () => answer({ ok: false, failure: { kind: "offline" } }));
      this.#travel(deliver, answer, (failure) => world.clock.after(world.delay(), () => answer({ ok: false, failure })));
    });
  }

  #travel<T>(deliver: () => Answer<T>, answer: (value: Answer<T>) => void, fail: (failure: Failure) => void): void {
    const { world } = this.device;
    const { tally, weather } = world;
    if (!this.device.online) return fail({ kind: "offline" });
    if (world.chance(weather.refusal)) return fail(this.#refusal());
    if (world.chance(weather.loss * 0.3)) {
      tally.lostRequest += 1;
      return fail({ kind: "offline" });
    }
    if (world.chance(weather.loss * 0.1)) {
      // A black hole: the engine's deadline has to end it.
      tally.hungRequest += 1;
      return;
    }
    const order = this.device.nextOrder();
    const arrive = (heard: boolean): void => {
      if (!this.alive) tally.deadSendersRequest += 1;
      if (order < arrivedLast.get(this.device)) tally.reorderedRequest += 1;
      arrivedLast.set(this.device, order);
      const value = deliver();
      if (!value.ok && value.failure.kind === "reset") tally.reset += 1;
      if (!value.ok && value.failure.kind === "clockAhead") tally.refusedAhead += 1;
      if (!heard) return;
      if (world.chance(weather.loss * 0.5)) {
        tally.lostAnswer += 1;
        fail({ kind: "offline" });
      } else world.clock.after(world.delay("delayedAnswer"), () => answer(value));
    };
    const both = world.chance(weather.loss * 0.4);
    if (both) {
      tally.doubledRequest += 1;
      // Either copy may be the one whose answer is heard.
      const first = world.unit() < 0.5;
      world.clock.after(world.delay("delayedRequest"), () => arrive(first));
      world.clock.after(world.delay("delayedRequest"), () => arrive(!first));
    } else world.clock.after(world.delay("delayedRequest"), () => arrive(true));
  }

  #refusal(): Failure {
    const { world } = this.device;
    const draw = world.unit();
    if (draw < 0.3) {
      world.tally.auth += 1;
      return { kind: "auth" };
    }
    if (draw < 0.5) {
      world.tally.retryAfter += 1;
      return { kind: "busy", retryAfterMs: 5_000, blame: false, status: 429 };
    }
    world.tally.busy += 1;
    return { kind: "busy", retryAfterMs: null, blame: draw < 0.7, status: draw < 0.7 ? 408 : 503 };
  }
}

class Orders {
  readonly #last = new WeakMap<SimDevice, number>();
  get(device: SimDevice): number {
    return this.#last.get(device) ?? 0;
  }
  set(device: SimDevice, order: number): void {
    this.#last.set(device, Math.max(order, this.get(device)));
  }
}
const arrivedLast = new Orders();

interface Queued {
  readonly id: string;
  /** The id that the mutation in this place had before. */
  readonly was: string | undefined;
}

/** Notes the ids of mutations that the transaction queues. */
function watched(tx: StoreTx, { data }: MemoryStore, queued: Queued[]): StoreTx {
  return new Proxy(tx, {
    get(target, name) {
      if (name === "putOutbox") {
        return (entries: Parameters<StoreTx["putOutbox"]>[0]) => {
          queued.push(...entries.map(({ id, seq }) => ({ id, was: data.outbox.get(seq)?.id })));
          return target.putOutbox(entries);
        };
      }
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** One random act of the person on one of the contexts. */
export function act(world: Simulation, context: SimContext): Promise<void> {
  const { random } = context.device;
  const messages = context.device.store.table("chat_messages");
  const chosen = messages[world.pick(messages.length)];
  const draw = world.unit();
  if (draw < 0.5 || !chosen) {
    const text = world.chance(0.04) ? refusedText : world.chance(0.03) ? chokingText : `message ${random.uuid()}`;
    return context.command(async (tx) => {
      await tx.put("chat_messages", message(random.uuid(), tx.stamp(), text, tx.now()));
      await tx.put("user_sessions", sessionOf(world, tx));
    });
  }
  if (draw < 0.62) return remove(context, chosen);
  if (draw < 0.78) {
    const reaction = world.unit() < 0.3 ? null : ["👍", "❤️", "🙂"][world.pick(3)] ?? null;
    return context.command(async (tx) => {
      await tx.put("message_reactions", { id: `reaction-${chosen.id}`, stamp: tx.stamp(), message_id: chosen.id, reaction });
    });
  }
  if (draw < 0.9) {
    const key = `key${world.pick(3)}`;
    return context.command(async (tx) => {
      await tx.put("preferences", { id: `preference-${key}`, stamp: tx.stamp(), key, value: world.pick(100) });
    });
  }
  // R1: every device that answers by rules derives the same id.
  return context.command(async (tx) => {
    const reply = message(`reply-${chosen.id}`, tx.stamp(), `answer ${world.pick(5)}`, tx.now());
    await tx.put("chat_messages", { ...reply, sender_type: "ai", reply_to: chosen.id, reply_source: "rules", reply_attempt: 1 });
  });
}

function sessionOf(world: Simulation, tx: WriteContext): Row {
  const start = new Date(Math.floor(tx.now() / 600_000) * 600_000).toISOString();
  return {
    id: `session-${world.pick(2)}`,
    stamp: tx.stamp(),
    session_start: start,
    created_at: start,
    session_end: new Date(tx.now()).toISOString(),
    total_duration_minutes: world.pick(30),
    activities: [["chat", "game", "music"][world.pick(3)] ?? "chat"],
    deleted_at: null,
  };
}

const remove = (context: SimContext, { id }: Row): Promise<void> =>
  context.command(async (tx) => {
    const [row] = await tx.rows("chat_messages", [id]);
    if (row) await tx.put("chat_messages", { ...row, deleted_at: new Date(tx.now()).toISOString() });
  });
