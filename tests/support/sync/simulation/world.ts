/**
 * A seeded world: people, their devices, each with two tabs and a worker over one store and one lock per account, and a server, with a
 * network that loses, doubles, delays and reorders, and contexts that die between any two awaits. Everything random comes from the
 * seed, and time is virtual, so that a seed is a repeatable story.
 */
import { v5 } from "uuid";
import type { PushRequest, Row, RowOp } from "../../../../src/sync/ports.ts";
import { FakeClock } from "../fakes.ts";
import { SimDevice } from "./device.ts";
import { emptyTally } from "./faults.ts";
import { isHeld } from "./held.ts";
import { Person } from "./person.ts";
import type { Profile } from "./profile.ts";
import type { Backup, OpenServer, SimServer } from "./server.ts";
import { calm, type Story, type Weather } from "./story.ts";

const names = [
  { name: "Anna", reactions: ["👍", "❤️"] },
  { name: "Bela", reactions: ["🙂", "🎉"] },
] as const;
/** Namespace of the ids of a world's people. */
const peopleNamespace = "0d3a1a53-7a2e-4d7c-9a53-51b1f6f0a001";

export const chokingText = "choking";
export const isChoking = (row: Row): boolean => String(row["message_text"]).includes(chokingText);

/** Between server calls, which may take real time, and the world's turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class Simulation {
  readonly clock = new FakeClock();
  readonly seed: number;
  readonly tally = emptyTally();
  readonly weather: Weather = { ...calm };
  readonly people: readonly Person[];
  readonly devices: SimDevice[] = [];
  /** What should never be thrown, and was. */
  readonly errors: unknown[] = [];
  /** Faults happen. */
  stormy = true;
  proxyMended = false;
  /** How often the server came back from a backup. */
  incarnation = 0;
  #server: SimServer | null = null;
  #backups: ReadonlyMap<Person, Backup> | null = null;
  #serving: Promise<unknown> = Promise.resolve();
  #inFlight = 0;

  private constructor({ seed, people }: Story) {
    this.seed = seed;
    this.people = names.slice(0, people).map(({ name, reactions }) => new Person(name, v5(`${name} of ${seed}`, peopleNamespace), reactions));
  }

  static async open(story: Story, openServer: OpenServer): Promise<Simulation> {
    const world = new Simulation(story);
    world.#server = await openServer(
      world.people.map(({ user }) => user),
      () => world.clock.now(),
      {
        poke: (user) => world.devices.forEach((device) => device.poke(world.personOf(user))),
        applied: (user, client, ids) => {
          const { applied } = world.personOf(user);
          for (const id of ids) applied.set(id, [...(applied.get(id) ?? []), `${client} ${world.incarnation}`]);
        },
      },
    );
    for (const [number, { person, build }] of story.devices.entries()) world.devices.push(new SimDevice(world, number, world.person(person), build));
    return world;
  }

  get server(): SimServer {
    if (!this.#server) throw new Error("the world is not open yet");
    return this.#server;
  }

  person(index: number): Person {
    const person = this.people[index];
    if (!person) throw new Error(`nobody is number ${index}`);
    return person;
  }

  personOf(user: string): Person {
    const person = this.people.find((one) => one.user === user);
    if (!person) throw new Error(`nobody has the account ${user}`);
    return person;
  }

  later(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve));
  }

  /** One call of the server after another, as they arrive. */
  serve<T>(call: () => Promise<T>): Promise<T> {
    this.#inFlight += 1;
    const served = this.#serving.then(call).finally(() => (this.#inFlight -= 1));
    this.#serving = served.catch(() => undefined);
    return served;
  }

  /** What nobody awaits must not fail unseen. */
  watch(promise: Promise<unknown>): void {
    promise.catch((reason: unknown) => this.errors.push(reason));
  }

  /** Runs the world up to `until`, in its own time. */
  async runTo(until: number): Promise<void> {
    await this.#settle();
    for (let at = this.clock.nextAt; at !== null && at <= until; at = this.clock.nextAt) {
      this.clock.fireNext();
      await this.#settle();
    }
    this.clock.passTo(until);
  }

  run(ms: number): Promise<void> {
    return this.runTo(this.clock.now() + ms);
  }

  /** One turn: every promise in motion settles, since nothing but the server's work takes real time here. */
  async #settle(): Promise<void> {
    await turn();
    while (this.#inFlight > 0) {
      await this.#serving;
      await turn();
    }
  }

  /** P6: a proxy on the way chokes on the whole batch. */
  chokesOn({ mutations }: PushRequest): boolean {
    return !this.proxyMended && mutations.some(({ ops }) => ops.some(({ row }) => isChoking(row)));
  }

  /** The whole server is put away. */
  async takeServerBackup(): Promise<void> {
    this.#backups = new Map(await Promise.all(this.people.map(async (person) => [person, await this.server.backup(person.user)] as const)));
  }

  /**
   * The server comes back from its backup (L5). Whether a device can tell is a matter of what it knows: unless each of them has read
   * beyond the backup, the operator gives the person a new epoch.
   */
  async restoreServer(): Promise<void> {
    if (this.#backups === null) return;
    this.tally.restored += 1;
    this.incarnation += 1;
    for (const [person, backup] of this.#backups) {
      await backup.restore();
      const profiles = this.profilesOf(person);
      person.unannounced = profiles.every((profile) => profile.knowsMoreThan(backup.head));
      if (person.unannounced) this.tally.restoredUnannounced += 1;
      else await this.server.renewAll(person.user);
      await this.excuse(person);
    }
    this.#backups = null;
  }

  /**
   * A database was made, or came from elsewhere. It knows nothing of what the server has forgotten and may write onto it before those
   * who know come by, so this is where an operator has to speak (L5, the limit).
   */
  newcomer(person: Person): void {
    if (!person.unannounced) return;
    person.unannounced = false;
    this.watch(this.serve(() => this.server.renewAll(person.user)));
  }

  /** What no disk holds is lost by definition. */
  async diskReplaced(person: Person): Promise<void> {
    this.newcomer(person);
    await this.excuse(person);
  }

  /**
   * The person has discarded these rows here. What else the server never took of them, and what no queue holds any more, because the
   * disk with that queue was replaced by another, lived on in the rows alone, and is given up with them.
   */
  givenUp(person: Person, ops: readonly RowOp[]): void {
    const rows = new Set(ops.map(({ table, row }) => `${table} ${row.id}`));
    const queued = new Set(this.profilesOf(person).flatMap(({ store: { data } }) => [...data.outbox.values(), ...data.quarantine.values()].map(({ id }) => id)));
    for (const [id, own] of person.promised) {
      if (own.some(({ table, row }) => rows.has(`${table} ${row.id}`)) && !person.applied.has(id) && !queued.has(id)) person.promised.delete(id);
    }
  }

  profilesOf(person: Person): readonly Profile[] {
    return this.devices.flatMap((device) => device.profiles.get(person) ?? []);
  }

  async excuse(person: Person): Promise<void> {
    const rows = await this.server.rows(person.user);
    const profiles = this.profilesOf(person);
    for (const [id, ops] of person.promised) {
      if (isHeld(ops, rows, profiles)) continue;
      person.promised.delete(id);
      this.tally.lostWithItsDisk += 1;
    }
  }
}
