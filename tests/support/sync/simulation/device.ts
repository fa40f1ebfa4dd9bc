/** One device of the person: its store and locks, its clock, its network, and what becomes of them. */
import type { EngineState, Random } from "../../../../src/sync/ports.ts";
import { newState } from "../../../../src/sync/state.ts";
import { seededRandom } from "../fakes.ts";
import { MemoryStore } from "../memory-store.ts";
import { SimContext } from "./context.ts";
import { SimLocks } from "./locks.ts";
import type { Simulation } from "./world.ts";

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
    const { applied } = this.world.server.account(this.world.user);
    const kept = new Set([...this.store.data.outbox.values(), ...this.store.data.quarantine.values()].map(({ id }) => id));
    // No engine can bring back what existed only on a disk that was replaced.
    for (const id of this.promised) if (!kept.has(id) && !applied.has(id)) this.promised.delete(id);
  }
}
