/**
 * A seeded world: devices of one person, each with two tabs and a worker over one store and one lock, against the model server,
 * with a network that loses, doubles, delays and reorders, and with contexts that die between any two awaits.
 * Everything random comes from the seed, and time is virtual, so that a seed is a repeatable story.
 */
import { specs } from "../device.ts";
import { FakeClock, mulberry32 } from "../fakes.ts";
import { type Dump, ModelServer } from "../model-server.ts";
import { chokingText, refusedText } from "./commands.ts";
import { SimDevice } from "./device.ts";
import { emptyTally, type Fault } from "./faults.ts";

/** What goes wrong in one run, drawn once: a story with one kind of trouble finds other bugs than one with all of them. */
export interface Weather {
  readonly loss: number;
  readonly delay: number;
  readonly refusal: number;
  readonly crash: number;
  readonly transactionCrash: number;
}

export class Simulation {
  readonly user = "user";
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
    this.#dump = this.server.dump(this.user);
  }

  /**
   * The server comes back from its dump (L5). Whether a device can tell is a matter of what it knows: unless each of them has read
   * beyond the dump, and no profile may come back from before that, the operator gives everybody a new epoch.
   */
  restoreServer(): void {
    if (this.#dump === null) return;
    this.tally.restored += 1;
    const { head } = this.#dump;
    this.server.restore(this.user, this.#dump);
    this.#dump = null;
    if (this.devices.every((device) => device.knowsMoreThan(head))) this.tally.restoredUnannounced += 1;
    else this.server.renewAll(this.user);
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
