/** A tab or the worker: an engine and a writer that may die or freeze between any two awaits. */
import { redated } from "../../../../src/domain/streak/redate.ts";
import { createEngine, type Engine } from "../../../../src/sync/engine.ts";
import { type Clock, DatabaseGone, type Follow, type OutboxEntry, type QuarantinedEntry, QuotaExceeded, type Random, type Store, type StoreTx, type Transport } from "../../../../src/sync/ports.ts";
import { createWriter, type WriteContext, type Writer, type WriterDeps } from "../../../../src/sync/writer.ts";
import { upgradeDevice } from "../../../../src/sync/upgrade.ts";
import type { MemoryStore } from "../memory-store.ts";
import { type Build, mutationSchema, tablesOf, upcasts } from "./builds.ts";
import type { SimDevice } from "./device.ts";
import { transportOf } from "./network.ts";
import type { Profile } from "./profile.ts";
import { silence } from "./silence.ts";
import { randomOf, stream } from "./streams.ts";

/** Small, so that a short story has many batches and pages. */
const limits = { batchMutations: 4, pageRows: 6, historyRows: 6, auditRows: 5 };

class Crashed extends Error {}

export class SimContext {
  alive = true;
  #frozen: Promise<void> | null = null;
  readonly #store: MemoryStore;
  /** Its own luck. */
  readonly unit: () => number;
  readonly deps: WriterDeps;
  readonly transport: Transport;
  readonly engine: Engine;
  readonly writer: Writer;

  constructor(
    readonly device: SimDevice,
    readonly profile: Profile,
    readonly build: Build,
    name: string,
  ) {
    const { world } = device;
    this.#store = profile.store;
    this.unit = stream(world.seed, `luck of ${name}`);
    const random: Random = randomOf(world.seed, name);
    this.deps = { store: this.#mortalStore(), clock: this.#clock(), random, tables: tablesOf(build), schema: mutationSchema(build) };
    this.transport = transportOf(this);
    this.writer = createWriter(this.deps);
    const network = { online: () => device.online };
    const follow: Follow = (table, moved, before) => ({ ...moved, ...redated(table, moved, before, () => device.offset) });
    this.engine = createEngine({ ...this.deps, transport: this.transport, locks: profile.locks.of(this), network, database: profile.name, limits, follow });
    this.engine.wake("start");
  }

  chance(probability: number): boolean {
    return this.device.world.stormy && this.unit() < probability;
  }

  /** C4: the browser stops it between any two awaits, for a while: no timer fires, no promise of the outside settles. */
  freeze(ms: number): void {
    if (!this.isUp) return;
    const { world } = this.device;
    world.tally.freeze += 1;
    if (this.profile.locks.isHeldBy(this)) world.tally.frozenHoldingLock += 1;
    this.#frozen = world.later(ms).then(() => {
      this.#frozen = null;
    });
  }

  /** Resolves when it is not frozen (any more). */
  async warm(): Promise<void> {
    while (this.#frozen !== null) await this.#frozen;
  }

  /** Neither dead nor frozen. */
  get isUp(): boolean {
    return this.alive && this.#frozen === null;
  }

  /** Runs a command of the person; resolves once it was told to be durable. */
  async command(run: (tx: WriteContext) => Promise<void>): Promise<void> {
    await this.writer.write(
      this.#tableNames,
      run,
    );
    this.engine.wake("write");
  }

  get #tableNames(): readonly string[] {
    return this.deps.tables.map(({ name }) => name);
  }

  #clock(): Clock {
    const { device } = this;
    return {
      now: () => Math.floor(device.world.clock.now() + device.skew),
      after: (ms, callback) => {
        let cancelled = false;
        const cancel = device.world.clock.after(ms, () => {
          if (this.#frozen === null) return void (this.alive && callback());
          void this.warm().then(() => this.alive && !cancelled && callback());
        });
        return () => {
          cancelled = true;
          cancel();
        };
      },
    };
  }

  #mortalStore(): Store {
    const { world } = this.device;
    const store = this.#store;
    const queueing = async (): Promise<void> => {
      if (this.unit() >= 0.5) await world.later(this.unit() * 5);
      await this.warm();
      if (this.alive && this.profile.build < this.build) await this.#upgrade();
    };
    return {
      read: async (tables, fn) => {
        await queueing();
        if (!this.alive) return silence();
        const result = await store.read(tables, (tx) => {
          this.#checkBuild();
          return fn(tx);
        });
        await this.warm();
        return this.alive ? result : silence();
      },
      write: async (tables, fn) => {
        await queueing();
        return this.#write(tables, (tx) => {
          this.#checkBuild();
          return fn(tx);
        });
      },
    };
  }

  /** T3, as the door of the accounts does it: one transaction when a newer build enters. */
  async #upgrade(): Promise<void> {
    const { profile } = this;
    const lift = async (tx: StoreTx): Promise<void> => {
      if (profile.build >= this.build) return;
      if ((await tx.outboxSize()).count > 0) this.device.world.tally.upgradedQueue += 1;
      await upgradeDevice({ ...this.deps, upcasts }, tx);
    };
    await this.#write(this.#tableNames, lift, this.build);
  }

  /** T3: no tab of another build reads or writes here. */
  #checkBuild(): void {
    if (this.profile.build === this.build) return;
    this.device.world.tally.oldTabRefused += 1;
    throw new DatabaseGone("another build has entered");
  }

  /** `build`: what the database is of from the commit on. */
  async #write<T>(tables: readonly string[], fn: (tx: StoreTx) => Promise<T>, build: Build = this.profile.build): Promise<T> {
    const { world } = this.device;
    const store = this.#store;
    if (!this.alive) return silence();
    const fate = this.chance(world.weather.transactionCrash) ? (this.chance(0.5) ? "crashInTransaction" : "crashAfterCommit") : null;
    const seen: Seen = { changed: false, queued: [], kept: [], given: [] };
    try {
      const result = await store.write(tables, async (tx) => {
        const value = await fn(watched(tx, store, seen));
        if (fate === "crashInTransaction") throw new Crashed();
        if (seen.changed && this.device.full) {
          world.tally.quota += 1;
          throw new QuotaExceeded("the disk is full");
        }
        return value;
      });
      this.#committed(seen, build);
      if (fate === "crashAfterCommit") this.#die(fate);
      await this.warm();
      if (!this.alive) return await silence();
      for (const { entry } of seen.queued) this.profile.person.promise(entry.id, entry.ops);
      return result;
    } catch (error) {
      if (error instanceof Crashed) this.#die("crashInTransaction");
      if (!this.alive) return silence();
      throw error;
    }
  }

  /** What holds from now on, whoever lives to hear of it. */
  #committed({ queued, kept, given }: Seen, build: Build): void {
    const { person } = this.profile;
    if (build > this.profile.build) this.profile.build = build;
    person.clients.add(this.#store.data.state.client);
    for (const { entry, was } of queued) if (was !== undefined) person.moved(was, entry.id, entry.ops);
    // The comparison (L5) takes out what the server has or what goes again; a wrong clock's instants were moved in the row alone (W4).
    for (const { id, ops } of kept) if (person.promised.has(id)) person.promise(id, ops);
    // Retried or discarded: the person decided over it, and a retry is a promise of its own.
    for (const id of given) person.promised.delete(id);
  }

  #die(fault: "crashInTransaction" | "crashAfterCommit"): void {
    this.device.world.tally[fault] += 1;
    this.device.crash(this);
  }
}

interface Seen {
  changed: boolean;
  /** `was`: the id that the mutation in this place had before. */
  readonly queued: { readonly entry: OutboxEntry; readonly was: string | undefined }[];
  /** What stays in quarantine, perhaps with fewer ops. */
  readonly kept: QuarantinedEntry[];
  /** What left the quarantine. */
  readonly given: string[];
}

/** Notes what a transaction does to the queue. */
function watched(tx: StoreTx, { data }: MemoryStore, seen: Seen): StoreTx {
  const watching: Partial<StoreTx> = {
    putOutbox: (entries) => {
      seen.changed = true;
      seen.queued.push(...entries.map((entry) => ({ entry, was: data.outbox.get(entry.seq)?.id })));
      return tx.putOutbox(entries);
    },
    putQuarantine: (entries) => {
      seen.changed = true;
      seen.kept.push(...entries);
      return tx.putQuarantine(entries);
    },
    removeQuarantine: (ids) => {
      seen.given.push(...ids);
      return tx.removeQuarantine(ids);
    },
  };
  return new Proxy(tx, {
    get(target, name) {
      const watch: unknown = Reflect.get(watching, name);
      if (typeof watch === "function") return watch;
      if (growing.has(name)) seen.changed = true;
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** What needs room on the disk. */
const growing: ReadonlySet<string | symbol> = new Set(["putRows", "addRows", "setState"]);
