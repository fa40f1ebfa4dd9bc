/** What goes wrong in a round, and in which order: drawn from the seed, so that a round can be asked for again. */
import { mulberry32 } from "../../support/sync/fakes.ts";

/** Told in the table, each of them demanded of ten rounds. */
export const kinds = [
  "browser killed after Send",
  "browser killed mid-push",
  "browser killed before the answer",
  "browser killed at random",
  "page frozen",
  "frozen with a second tab",
  "worker stopped",
  "all workers stopped",
  "host killed",
  "host killed mid-push",
  "request dropped",
  "request doubled",
  "request swallowed",
  "answer dropped",
  "answer delayed",
  "answer cut",
  "socket cut",
  "second tab",
  "tab closed after Send",
  "page offline",
  "page reloaded",
] as const;
export type Kind = (typeof kinds)[number];

export interface Step {
  readonly kind: Kind;
  /** ms to wait before it, and ms that mean something to its kind. */
  readonly after: number;
  readonly ms: number;
  /** Messages typed with it, one right behind the other. */
  readonly messages: number;
}

export interface Plan {
  /** Of each device, in order; the devices and the host act at the same time. */
  readonly devices: readonly (readonly Step[])[];
  readonly host: readonly Step[];
  /** Nobody touches anything after the storm: the devices have to find back by their own timers. */
  readonly patient: boolean;
}

/** Rounds in which every kind happens. */
export const blockOfRounds = 10;

const ofHost = (kind: Kind): boolean => kind === "host killed";

class Dice {
  readonly #unit: () => number;
  constructor(seed: number) {
    this.#unit = mulberry32(seed);
  }
  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.#unit() * end);
  }
  /** ms, mostly short, now and then as long as `longest`. */
  moment(longest: number): number {
    return Math.floor(this.#unit() ** 3 * longest);
  }
  shuffled<T>(items: readonly T[]): T[] {
    const rest = [...items];
    return items.flatMap(() => rest.splice(this.below(rest.length), 1));
  }
}

/** Each kind once in a block, as evenly over its rounds as can be. */
function due(seed: number, round: number): Kind[] {
  const order = new Dice(seed * 7919 + Math.floor(round / blockOfRounds)).shuffled(kinds);
  return order.filter((_, index) => index % blockOfRounds === round % blockOfRounds);
}

export function planOf(seed: number, round: number, devices: number): Plan {
  const dice = new Dice(seed * 104_729 + round);
  const extra = Array.from({ length: dice.below(3) }, () => kinds[dice.below(kinds.length)] ?? "host killed");
  const steps = dice.shuffled([...due(seed, round), ...extra]).map((kind): Step => {
    // A browser's kill and a request's fate are a matter of milliseconds; what lasts may last longer.
    const longest = kind === "browser killed after Send" || kind.endsWith("mid-push") || kind === "browser killed before the answer" ? 30 : 500;
    return { kind, after: dice.moment(200), ms: dice.moment(longest), messages: 1 + dice.below(3) };
  });
  const lanes: Step[][] = Array.from({ length: devices }, () => []);
  for (const step of steps) if (!ofHost(step.kind)) lanes[dice.below(devices)]?.push(step);
  return {
    devices: lanes,
    host: steps.filter(({ kind }) => ofHost(kind)),
    patient: round >= blockOfRounds && dice.below(8) === 0,
  };
}
