import { expect, test } from "vitest";
import { inkOf, playedMs } from "../../../src/domain/life/ink.ts";

test.each([
  [0, 1],
  [30_000, 1],
  [9 * 60_000 + 59_999, 1],
  [10 * 60_000, 2],
  [29 * 60_000, 2],
  [30 * 60_000, 3],
  [59 * 60_000, 3],
  [60 * 60_000, 4],
  [24 * 3_600_000, 4],
] as const)("[N4] %d ms of activity are step %d", (ms, ink) => {
  expect(inkOf(ms)).toBe(ink);
});

test("[N4] every kind counts", () => {
  expect(playedMs({ chat: 1, game: 20, music: 300, video: 4000 })).toBe(4321);
});
