/** A device in somebody's hand: its databases, who is signed in, its clock, its network, and what becomes of them. */
import { type Build, newest } from "./builds.ts";
import { SimContext } from "./context.ts";
import type { Person } from "./person.ts";
import { copyOf, type Disk, Profile } from "./profile.ts";
import type { Simulation } from "./world.ts";

/** Two tabs and the worker. */
const slots = 3;

export class SimDevice {
  readonly profiles = new Map<Person, Profile>();
  readonly contexts: SimContext[] = [];
  /** Tabs of an account that has been signed out of. */
  lingering: SimContext[] = [];
  online = true;
  /** The disk has no room left. */
  full = false;
  /** Device clock − true time, ms. */
  skew = 0;
  /** Where it is: minutes its clocks on the wall are from UTC. One person's devices are on both sides of the date line. */
  get offset(): number {
    return [360, -660, 780, 0][this.number % 4] ?? 0;
  }
  /** By mistake, tokens of somebody else go with the requests. */
  mistaken: Person | null = null;
  /** Each context has its own account's token: only when all is healed, and every account is looked at at once. */
  manyAccounts = false;
  #opened = 0;
  #made = 0;

  constructor(
    readonly world: Simulation,
    readonly number: number,
    public session: Person,
    public build: Build,
  ) {
    for (let slot = 0; slot < slots; slot++) this.contexts.push(this.#open(session));
  }

  /** Whose token goes with a request of `context` that leaves now. */
  tokenFor(context: SimContext): string {
    if (this.manyAccounts) return context.profile.person.user;
    return (this.mistaken ?? this.session).user;
  }

  get all(): readonly SimContext[] {
    return [...this.contexts, ...this.lingering];
  }

  poke(person: Person): void {
    const { world } = this;
    for (const context of this.all) {
      if (!this.online || context.profile.person !== person) continue;
      if (context.chance(world.weather.pokes)) world.tally.droppedPoke += 1;
      else world.clock.after(1 + context.unit() * 40, () => void context.warm().then(() => context.alive && context.engine.wake("poke")));
    }
  }

  /** A context dies, and sooner or later the person opens another. */
  crash(context: SimContext): void {
    if (!context.alive) return;
    const { tally, clock } = this.world;
    tally.crash += 1;
    if (context.profile.locks.isHeldBy(context)) tally.crashHoldingLock += 1;
    this.#end(context);
    const slot = this.contexts.indexOf(context);
    if (slot < 0) return;
    clock.after(context.unit() * 20_000, () => {
      // Somebody may have signed in meanwhile, which opened others.
      if (this.contexts[slot] === context) this.contexts[slot] = this.#open(this.session);
    });
  }

  setOnline(online: boolean): void {
    this.online = online;
    if (online) for (const context of this.all) void context.warm().then(() => context.alive && context.engine.wake("online"));
  }

  /** The person here is another one from now on; a tab of the old one may stay open for a while. */
  signIn(person: Person, lingering: boolean): void {
    if (this.session === person) return;
    this.world.tally.accountSwitch += 1;
    this.session = person;
    const [first, ...others] = this.contexts;
    for (const context of others) this.#end(context);
    if (first && lingering && first.alive) {
      this.world.tally.lingeringTab += 1;
      this.lingering.push(first);
      this.world.clock.after(5_000 + first.unit() * 120_000, () => this.#end(first));
    } else if (first) this.#end(first);
    for (let slot = 0; slot < slots; slot++) this.contexts[slot] = this.#open(person);
  }

  /** A copy of the disk is put away. */
  takeBackup(): void {
    const profile = this.profiles.get(this.session);
    if (profile) profile.backup = { store: copyOf(profile.store), build: profile.build };
  }

  /** The disk comes back from a backup: every context dies, and what was written since is forgotten here. */
  rollBack(): boolean {
    const profile = this.profiles.get(this.session);
    if (!profile?.backup) return false;
    this.#replace(profile, profile.backup);
    profile.backup = null;
    return true;
  }

  /** The database of the person is copied onto another device, in place of the one that was there. */
  copyTo(other: SimDevice): boolean {
    const profile = this.profiles.get(this.session);
    if (!profile || other === this) return false;
    const target = other.profiles.get(this.session) ?? other.#create(this.session);
    target.backup = null;
    other.#replace(target, profile);
    // No older app opens a newer database.
    if (profile.build > other.build) other.upgrade();
    return true;
  }

  /** The browser throws away everything of the origin: all databases, and every context of them. */
  evict(): void {
    for (const context of this.all) this.crash(context);
    this.profiles.clear();
  }

  /** Opens every database that is here, each under its own account. */
  openAll(): void {
    this.manyAccounts = true;
    for (const [slot, context] of this.contexts.entries()) if (!context.alive) this.contexts[slot] = this.#open(this.session);
    for (const person of this.profiles.keys()) if (person !== this.session) this.contexts.push(this.#open(person));
  }

  /** The next page or worker to start is of the newest build; those that run now are reloaded sooner or later. */
  upgrade(): void {
    if (this.build === newest) return;
    this.build = newest;
    this.world.tally.upgrade += 1;
    for (const context of this.all) this.world.clock.after(context.unit() * 60_000, () => this.crash(context));
  }

  #replace(profile: Profile, disk: Disk): void {
    for (const context of this.all) if (context.profile === profile) this.crash(context);
    profile.replace(disk);
  }

  #open(person: Person): SimContext {
    const profile = this.profiles.get(person) ?? this.#create(person);
    return new SimContext(this, profile, this.build, `device ${this.number} context ${++this.#opened}`);
  }

  #create(person: Person): Profile {
    const profile = new Profile(person, `database ${++this.#made} on device ${this.number} of ${person.name}`, this.world.seed, this.build);
    this.profiles.set(person, profile);
    this.world.newcomer(person);
    return profile;
  }

  #end(context: SimContext): void {
    context.alive = false;
    context.profile.locks.died(context);
    this.lingering = this.lingering.filter((other) => other !== context);
  }
}
