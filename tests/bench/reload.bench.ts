/** Reload of /chat: a long life of messages on the device may cost no more than a short one. */
import type { BrowserContext, Page } from "@playwright/test";
import type { RunningHost } from "../support/host.ts";
import { inBarePage, test } from "./support/fixtures.ts";
import { quantile, record } from "./support/measure.ts";
import { watchPaint } from "./support/paint.ts";

const many = 100_000;
const few = 100;
const newest = 50;
const warmUps = 2;
const rounds = 9;

async function openFilled(context: BrowserContext, host: RunningHost, count: number): Promise<Page> {
  await inBarePage(context, (page) => page.evaluate(([messages, text]) => device.fill(messages, text, false), [count, "message"] as const));
  const page = await context.newPage();
  await page.addInitScript(watchPaint, { count: newest, last: `message ${count}` });
  await page.goto(`${host.url}/chat`);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return page;
}

/** ms from navigation start to the newest 50 on screen. */
async function reload(page: Page): Promise<number> {
  await page.bringToFront();
  await page.reload();
  const painted = await page.waitForFunction(() => globalThis.paintedAt);
  return Number(await painted.jsonValue());
}

test("reload of /chat with 100,000 messages on the device", async ({ serve, newDevice }) => {
  const host = await serve();
  const long = await openFilled(await newDevice(host, { worker: true }), host, many);
  const short = await openFilled(await newDevice(host, { worker: true }), host, few);
  const times = { long: [] as number[], short: [] as number[] };
  for (let round = -warmUps; round < rounds; round += 1) {
    const [shortMs, longMs] = [await reload(short), await reload(long)];
    if (round < 0) continue;
    times.short.push(shortMs);
    times.long.push(longMs);
  }
  const baseline = { name: "with 100", value: quantile(times.short, 0.5) };
  record({ name: "reload with 100,000, newest 50 painted", value: quantile(times.long, 0.5), unit: "ms", baseline, gate: { of: "ratio", at: "most", bound: 1.3 } });
});
