/** Locks of one device, which lose their holder without a word when it dies. */
import { lockName } from "../../../../src/sync/engine.ts";
import { type Locks, LockStolen } from "../../../../src/sync/ports.ts";
import type { SimContext } from "./context.ts";
import { silence } from "./silence.ts";

export const database = "db";

interface Tenant {
  readonly owner: SimContext;
  readonly rob: () => void;
}

export class SimLocks {
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
