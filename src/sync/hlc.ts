/**
 * Hybrid logical clock (W3): one fixed-width text `mmmmmmmmmmmm-cccc-nnnnnnnnnnnnnnnn` (hex ms, hex counter, client id)
 * whose order as text is the order of events. Every stamp made is larger than every stamp made or seen before.
 */
import type { ClientId, Stamp } from "./ports.ts";

/** A stamp further ahead of corrected now than this does not advance the clock (W3), and the server refuses it (W4). */
export const maxAheadMs = 5 * 60_000;

const maxCounter = 0xffff;
const maxMs = 0xffff_ffff_ffff;
const shape = /^([0-9a-f]{12})-([0-9a-f]{4})-([0-9a-f]{16})$/;

export interface StampParts {
  /** ms since epoch. */
  readonly ms: number;
  readonly counter: number;
  readonly client: ClientId;
}

export function makeStamp({ ms, counter, client }: StampParts): Stamp {
  if (!(Number.isInteger(ms) && ms >= 0 && ms <= maxMs)) throw new RangeError(`stamp out of range: ${ms} ms`);
  if (!(Number.isInteger(counter) && counter >= 0 && counter <= maxCounter)) throw new RangeError(`stamp counter out of range: ${counter}`);
  return `${ms.toString(16).padStart(12, "0")}-${counter.toString(16).padStart(4, "0")}-${client}`;
}

/** Throws for a text that is not a stamp. */
export function parseStamp(stamp: Stamp): StampParts {
  const [, ms, counter, client] = shape.exec(stamp) ?? [];
  if (ms === undefined || counter === undefined || client === undefined) throw new TypeError(`not a stamp: ${JSON.stringify(stamp)}`);
  return { ms: Number.parseInt(ms, 16), counter: Number.parseInt(counter, 16), client };
}

/** The next stamp of `client`: at corrected `now` if that is later than `last`, else just after `last`. A full counter carries into the ms. */
export function tick(last: Stamp, now: number, client: ClientId): Stamp {
  const before = parseStamp(last);
  const ms = Math.max(0, Math.floor(now));
  if (ms > before.ms) return makeStamp({ ms, counter: 0, client });
  if (before.counter < maxCounter) return makeStamp({ ms: before.ms, counter: before.counter + 1, client });
  return makeStamp({ ms: before.ms + 1, counter: 0, client });
}

/** The last stamp after seeing `seen` at corrected `now`. */
export function receive(last: Stamp, seen: Stamp, now: number): Stamp {
  if (seen <= last) return last;
  return parseStamp(seen).ms > now + maxAheadMs ? last : seen;
}
