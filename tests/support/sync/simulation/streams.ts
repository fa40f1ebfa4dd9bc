/** Streams of randomness, one for each name, so that what one part of a world draws does not shift what another one gets. */
import type { Random } from "../../../../src/sync/ports.ts";
import { mulberry32, seededRandom } from "../fakes.ts";

/** FNV-1a with a last mix, since neighbouring names differ in one character. */
export function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed} ${name}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export const stream = (seed: number, name: string): (() => number) => mulberry32(seedOf(seed, name));
export const randomOf = (seed: number, name: string): Random => seededRandom(seedOf(seed, name));

export const pick = (unit: () => number, below: number): number => Math.floor(unit() * below);
export const oneOf = <T>(unit: () => number, list: readonly [T, ...T[]]): T => list[pick(unit, list.length)] ?? list[0];
