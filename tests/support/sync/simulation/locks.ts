/** Locks of one database on one device, which lose their holder without a word when it dies. */
import { type Locks, LockStolen } from "../../../../src/sync/ports.ts";
import type { SimContext } from "./context.ts";
import { silence } from "./silence.ts";

interface Tenant {
  readonly owner: SimContext;
  readonly name: string;
  readonly rob: () => void;
}

export class SimLocks {
  readonly #tenants = new Map<string, Tenant>();
  #queue: { readonly tenant: Tenant; readonly go: () => void }[] = [];

  isHeldBy(context: SimContext): boolean {
    return [...this.#tenants.values()].some(({ owner }) => owner === context);
  }

  of(owner: SimContext): Locks {
    const { tally } = owner.device.world;
    return {
      run: async (name, { wait, steal = false, signal }, fn) => {
        if (!owner.alive) return silence();
        let rob: () => void = () => undefined;
        const robbed = new Promise<never>((_, reject) => (rob = () => void owner.warm().then(() => reject(new LockStolen(name)))));
        const tenant = { owner, name, rob };
        const holder = this.#tenants.get(name);
        if (steal) {
          if (holder) tally.stolen += 1;
          holder?.rob();
          this.#tenants.set(name, tenant);
        } else if (holder) {
          if (!wait) {
            tally.elsewhere += 1;
            return { held: false };
          }
          await new Promise<void>((go, reject) => {
            this.#queue.push({ tenant, go });
            signal?.addEventListener("abort", () => {
              this.#queue = this.#queue.filter((waiting) => waiting.tenant !== tenant);
              reject(signal.reason instanceof Error ? signal.reason : new Error("left the queue"));
            });
          });
          // It held the lock for a moment, and died of it.
          if (!owner.alive) return silence();
        } else this.#tenants.set(name, tenant);
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
    for (const tenant of [...this.#tenants.values()]) if (tenant.owner === owner) this.#release(tenant);
  }

  #release(tenant: Tenant): void {
    const { name } = tenant;
    if (this.#tenants.get(name) !== tenant) return;
    const next = this.#queue.find((waiting) => waiting.tenant.name === name);
    this.#queue = this.#queue.filter((waiting) => waiting !== next);
    // The next one holds it before anybody else can ask.
    if (next) this.#tenants.set(name, next.tenant);
    else this.#tenants.delete(name);
    next?.go();
  }
}
