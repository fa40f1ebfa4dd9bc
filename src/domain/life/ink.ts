/** How much ink a date gets on the heat map (N4). */
import type { ByKind } from "./numbers.ts";

const minuteMs = 60_000;
/** The least minutes of each step but the first, which is anything at all. */
export const leastMinutes = [10, 30, 60] as const;

export const inks = [1, 2, 3, 4] as const;
export type Ink = (typeof inks)[number];

/** Activity of every kind together, ms. */
export const playedMs = ({ chat, game, music, video }: ByKind): number => chat + game + music + video;

/** The step of a date with activity, however short. `ms` of activity; minutes are those that screens show: begun ones do not count. */
export function inkOf(ms: number): Ink {
  const minutes = Math.floor(ms / minuteMs);
  return inks[leastMinutes.filter((least) => minutes >= least).length] ?? 4;
}
