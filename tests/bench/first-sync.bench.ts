/** First sync of a new device: what is seen after the first answer, and how the rest of a long life arrives behind it. */
import { type Browser, expect } from "@playwright/test";
import { Device } from "../e2e/support/device.ts";
import type { Account } from "../e2e/support/fixtures.ts";
import { newDataDir, type RunningHost, signUp } from "../support/host.ts";
import { addMessages, addPlainTable } from "./support/database.ts";
import { barePage, inBarePage, test } from "./support/fixtures.ts";
import { quantile, record } from "./support/measure.ts";
import { watchPaint } from "./support/paint.ts";
import { newAccount, signIn } from "./support/person.ts";

declare global {
  /** Start and length of main-thread tasks over 50 ms. */
  var longTasks: { readonly at: number; readonly ms: number }[];
}

const messages = 100_000;
const newest = 50;
const rounds = 2;
/** The browser reports no shorter task than this. */
const longTaskMs = 50;

function watchTasks(): void {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) globalThis.longTasks.push({ at: startTime, ms: duration });
  }).observe({ type: "longtask", buffered: true });
}

interface Synced {
  /** Answers from the server before the newest messages were painted. */
  readonly answers: number;
  /** ms from navigation start. */
  readonly shownMs: number;
  /** Messages a second, from the first page of history asked for until the last one is here. */
  readonly rate: number;
  /** Main-thread tasks over 50 ms after the newest were painted. */
  readonly tasks: readonly number[];
}

async function byBondhu(browser: Browser, host: RunningHost, account: Account): Promise<Synced> {
  const context = await browser.newContext({ baseURL: host.url, locale: "en-GB", viewport: { width: 1280, height: 800 }, serviceWorkers: "block" });
  const phone = await Device.from(context, host.url);
  // Signed in, and nothing heard from the server: the first sync then begins on the screen where it matters.
  await context.route("**/rpc/sync_*", (route) => route.abort());
  await phone.signIn(account);
  await context.unroute("**/rpc/sync_*");
  const { page } = phone;
  const beside = await barePage(context);
  await page.bringToFront();
  await page.addInitScript(watchPaint, { count: newest, last: `message ${messages}` });
  await page.addInitScript(watchTasks);
  // The list of what was asked for ends at 250 entries otherwise.
  await page.addInitScript(() => performance.setResourceTimingBufferSize(2000));
  await page.goto("/chat");
  await page.waitForFunction(() => globalThis.paintedAt);
  await expect.poll(() => beside.evaluate(() => device.backfilling()), { timeout: 300_000, intervals: [1000] }).toBe(false);
  expect(await beside.evaluate(() => device.count())).toBe(messages);
  const seen = await page.evaluate(() => ({
    painted: Number(globalThis.paintedAt),
    tasks: globalThis.longTasks,
    calls: performance.getEntriesByType("resource").flatMap((entry) =>
      entry instanceof PerformanceResourceTiming && entry.name.includes("/rpc/sync_") ? [{ name: entry.name, start: entry.startTime, end: entry.responseEnd }] : [],
    ),
  }));
  await context.close();
  const history = seen.calls.filter(({ name }) => name.endsWith("sync_history"));
  // The last page is stored some 1/200 of all this later.
  const ms = Math.max(...history.map(({ end }) => end)) - Math.min(...history.map(({ start }) => start));
  return {
    answers: seen.calls.filter(({ end }) => end <= seen.painted).length,
    shownMs: seen.painted,
    rate: (messages / ms) * 1000,
    tasks: seen.tasks.filter(({ at }) => at > seen.painted).map((task) => task.ms),
  };
}

async function byPlain(browser: Browser, host: RunningHost, token: string): Promise<Pick<Synced, "rate" | "tasks">> {
  const context = await browser.newContext({ baseURL: host.url, serviceWorkers: "block" });
  const backend = { url: host.url, key: host.publishableKey, token };
  const { ms, rows, tasks } = await inBarePage(context, async (page) => {
    await page.evaluate(watchTasks);
    const pulled = await page.evaluate((from) => plain.pull(from), backend);
    return { ...pulled, tasks: await page.evaluate(() => globalThis.longTasks.map((task) => task.ms)) };
  });
  await context.close();
  expect(rows).toBe(messages);
  return { rate: (rows / ms) * 1000, tasks };
}

test("first sync of a new device with 100,000 messages on the server", async ({ browser, serve }) => {
  const dataDir = await newDataDir();
  const account = newAccount();
  const first = await serve({ dataDir });
  const { userId } = await signUp(first.url, account.email, account.password);
  // Killed, since a stop would take the folder along.
  await first.kill();
  await addPlainTable(dataDir);
  await addMessages(dataDir, userId, messages);
  const host = await serve({ dataDir });
  const token = await signIn(host, account);
  const bondhu: Synced[] = [];
  const plain: Pick<Synced, "rate" | "tasks">[] = [];
  for (let round = 0; round < rounds; round += 1) {
    plain.push(await byPlain(browser, host, token));
    bondhu.push(await byBondhu(browser, host, account));
  }
  const median = (values: readonly number[]): number => quantile(values, 0.5);
  const longest = (tasks: readonly number[]): number => Math.max(longTaskMs, ...tasks);
  record({ name: "new device, answers until the newest 50 are painted", value: Math.max(...bondhu.map((one) => one.answers)), unit: "answers", gate: { of: "value", at: "most", bound: 1 } });
  record({ name: "new device, newest 50 painted", value: median(bondhu.map((one) => one.shownMs)), unit: "ms" });
  const whole = { name: "plain design", value: median(plain.map((one) => one.rate)) };
  record({ name: "whole history of 100,000", value: median(bondhu.map((one) => one.rate)), unit: "messages/s", baseline: whole, gate: { of: "ratio", at: "least", bound: 1 } });
  const task = { name: "plain design", value: median(plain.map((one) => longest(one.tasks))) };
  record({ name: "longest task meanwhile (50: none longer)", value: median(bondhu.map((one) => longest(one.tasks))), unit: "ms", baseline: task, gate: { of: "value", at: "most", bound: longTaskMs } });
  record({ name: "tasks over 50 ms meanwhile", value: median(bondhu.map((one) => one.tasks.length)), unit: "tasks", baseline: { name: "plain design", value: median(plain.map((one) => one.tasks.length)) } });
});
