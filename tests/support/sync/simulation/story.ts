/**
 * What a seed says: every act and every fault, drawn up front with its time and a seed of its own, so that an event can be taken
 * out of a story and the others keep their meaning. That is what makes a bad story shrinkable.
 */
import { type Act, acts } from "./faults.ts";
import type { Build } from "./builds.ts";
import { oneOf, pick, stream } from "./streams.ts";

/** How likely the network and the disk fail in between, from the moment of the event on. One kind of trouble finds other bugs than all of them. */
export interface Weather {
  loss: number;
  delay: number;
  refusal: number;
  transactionCrash: number;
  pokes: number;
}
export const calm: Weather = { loss: 0, delay: 0, refusal: 0, transactionCrash: 0, pokes: 0 };

export type Happening =
  | { readonly kind: "weather"; readonly of: keyof Weather; readonly value: number }
  | { readonly kind: "command"; readonly act: Act; readonly poison: "refused" | "choking" | null }
  | { readonly kind: "wake"; readonly reason: "visible" | "timer" }
  | { readonly kind: "offline"; readonly ms: number }
  | { readonly kind: "crash" }
  | { readonly kind: "freeze"; readonly ms: number }
  | { readonly kind: "clock"; readonly skew: number; readonly jump: boolean }
  /** A copy of the disk is put away, to come back by `rollBack`. */
  | { readonly kind: "backup" }
  | { readonly kind: "rollBack" }
  | { readonly kind: "copy"; readonly to: number }
  | { readonly kind: "evict" }
  | { readonly kind: "full"; readonly ms: number }
  | { readonly kind: "signIn"; readonly person: number; readonly lingering: boolean }
  | { readonly kind: "wrongToken"; readonly ms: number }
  | { readonly kind: "dump" }
  | { readonly kind: "restore" }
  /** The app on the device is a newer build from now on; open tabs go on with the old one for a while (T3, L7). */
  | { readonly kind: "upgrade" }
  /** The proxy that chokes on some texts is mended. */
  | { readonly kind: "mendProxy" };

export type Event = Happening & {
  /** Its place in the whole story: what `FUZZ_ONLY` names. */
  readonly index: number;
  /** ms since the story began. */
  readonly at: number;
  readonly device: number;
  readonly tab: number;
  readonly seed: number;
};

export interface Story {
  readonly seed: number;
  readonly people: number;
  /** Who is signed in on each device at first, and with which build of the app. */
  readonly devices: readonly { readonly person: number; readonly build: Build }[];
  readonly events: readonly Event[];
}

export function tell(seed: number): Story {
  const unit = stream(seed, "story");
  const people = 2;
  const devices = [0, 0, ...(unit() < 0.3 ? [0] : []), 1].map((person) => ({ person, build: unit() < 0.5 ? 1 : 2 }) as const);
  const happenings: Happening[] = [];
  const weights: [keyof Weather, number][] = [["loss", 0.35], ["delay", 0.35], ["refusal", 0.2], ["transactionCrash", 0.02], ["pokes", 0.6]];
  const weather = weights.flatMap(([of, most]): Happening[] => (unit() < 0.3 ? [] : [{ kind: "weather", of, value: unit() * most }]));
  const commands = 64 + pick(unit, 30);
  for (let i = 0; i < commands; i++) happenings.push(command(unit));
  const troubles = 22 + pick(unit, 20);
  for (let i = 0; i < troubles; i++) happenings.push(trouble(unit, people, devices.length));
  const shuffled = happenings.map((happening) => ({ happening, order: unit() })).sort((a, b) => a.order - b.order);
  let at = 0;
  const events = [...weather, ...shuffled.map(({ happening }) => happening)].map((happening, index): Event => {
    if (happening.kind !== "weather") at += unit() < 0.2 ? unit() * 60_000 : unit() * 300;
    return { ...happening, index, at, device: pick(unit, devices.length), tab: pick(unit, 4), seed: pick(unit, 2 ** 32) };
  });
  return { seed, people, devices, events };
}

function command(unit: () => number): Happening {
  const shares: { readonly [act in Act]: number } = { send: 46, delete: 11, react: 12, prefer: 10, session: 6, reply: 7, retry: 4, discard: 4 };
  let draw = unit() * 100;
  const act = acts.find((one) => (draw -= shares[one]) < 0) ?? "send";
  const poison = unit();
  return { kind: "command", act, poison: act !== "send" ? null : poison < 0.05 ? "refused" : poison < 0.09 ? "choking" : null };
}

function trouble(unit: () => number, people: number, devices: number): Happening {
  const between = (low: number, high: number): number => low * (high / low) ** unit();
  const draws: readonly [number, () => Happening][] = [
    [14, () => ({ kind: "wake", reason: oneOf(unit, ["visible", "timer"]) })],
    [16, () => ({ kind: "offline", ms: between(100, 60_000) })],
    [12, () => ({ kind: "crash" })],
    [12, () => ({ kind: "freeze", ms: between(1_000, 1_000_000) })],
    [6, () => ({ kind: "clock", skew: Math.floor((unit() - 0.5) * 200_000), jump: false })],
    // By minutes or by a year, ahead or behind (W4).
    [6, () => ({ kind: "clock", skew: Math.floor(between(300_000, 3e10) * (unit() < 0.6 ? 1 : -1)), jump: true })],
    [5, () => ({ kind: "backup" })],
    [4, () => ({ kind: "rollBack" })],
    [3, () => ({ kind: "copy", to: pick(unit, devices) })],
    [3, () => ({ kind: "evict" })],
    [5, () => ({ kind: "full", ms: between(200, 60_000) })],
    [8, () => ({ kind: "signIn", person: pick(unit, people), lingering: unit() < 0.5 })],
    [4, () => ({ kind: "wrongToken", ms: between(500, 60_000) })],
    [6, () => ({ kind: "dump" })],
    [5, () => ({ kind: "restore" })],
    [4, () => ({ kind: "upgrade" })],
    [1, () => ({ kind: "mendProxy" })],
  ];
  let draw = unit() * draws.reduce((total, [share]) => total + share, 0);
  const [, make] = draws.find(([share]) => (draw -= share) < 0) ?? [0, (): Happening => ({ kind: "crash" })];
  return make();
}
