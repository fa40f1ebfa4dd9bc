/** A tab or the worker: an engine and a writer that may die or freeze between any two awaits. */
import { createEngine, type Engine } from "../../../../src/sync/engine.ts";
import type { Clock, Store, StoreTx } from "../../../../src/sync/ports.ts";
import { createWriter, type WriteContext, type Writer } from "../../../../src/sync/writer.ts";
import { schema, specs } from "../device.ts";
import type { MemoryStore } from "../memory-store.ts";
import type { SimDevice } from "./device.ts";
import type { Fault } from "./faults.ts";
import { database } from "./locks.ts";
import { transportOf } from "./network.ts";
import { silence } from "./silence.ts";

class Crashed extends Error {}

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
    this.engine = createEngine({ store, transport: transportOf(this), clock, random, locks: device.locks.of(this), network, tables: specs, schema, database, limits });
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
}

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
