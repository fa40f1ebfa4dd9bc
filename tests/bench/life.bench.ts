/** Streak, heat map and statistics over ten years of daily use: from the question to the answer, reading included. */
import { expect } from "@playwright/test";
import { barePage, test } from "./support/fixtures.ts";
import { quantile, record } from "./support/measure.ts";

const days = 3650;
const messages = 100_000;
const rounds = 60;
/** A frame. */
const frameMs = 16;

test("life: what ten years add up to, against the fold over all rows and a bare put, in one page", async ({ serve, newDevice }) => {
  const page = await barePage(await newDevice(await serve()));
  await page.evaluate(([count, said]) => device.fillLife(count, said), [days, messages] as const);
  // Half of the longest journal that stays: as a page finds it on a day like any other.
  const times = await page.evaluate((count) => device.timeLife(count, 32), rounds);
  expect(times.isEqual).toBe(true);
  expect(times.view).toMatchObject({ days, sessions: 3 * days, streak: days, journal: 32 });
  const fold = { name: "fold over all rows", value: quantile(times.folds, 0.5) };
  record({ name: "life of ten years, p50", value: quantile(times.lives, 0.5), unit: "ms", baseline: fold, aim: frameMs, gate: { of: "ratio", at: "most", bound: 0.05 } });
  record({ name: "life of ten years, p95", value: quantile(times.lives, 0.95), unit: "ms", baseline: { name: "strict put, p95", value: quantile(times.puts, 0.95) } });
  record({ name: "life of ten years, the first in a page", value: times.lives[0] ?? Number.NaN, unit: "ms", baseline: { name: "strict put, the first", value: times.puts[0] ?? Number.NaN } });
  record({ name: "life of ten years, best", value: Math.min(...times.lives), unit: "ms", baseline: { name: "strict put, best", value: Math.min(...times.puts) }, aim: frameMs });
  record({ name: "the tally made anew from all rows", value: times.remakeMs, unit: "ms", baseline: fold });
});
