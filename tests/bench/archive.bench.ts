/** A long life as a file: out of one device, locked, and into another, while the page stays usable. */
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { stat } from "node:fs/promises";
import type { RunningHost } from "../support/host.ts";
import { inBarePage, test } from "./support/fixtures.ts";
import { record } from "./support/measure.ts";

const messages = 100_000;
/** The browser reports no shorter task than this. */
const longTaskMs = 50;
const passphrase = "paper boat river lantern";

interface Run {
  readonly ms: number;
  readonly longest: number;
}

/** Times `work` from its beginning until `done` is on screen, and the page's tasks meanwhile. */
async function timed(page: Page, work: () => Promise<unknown>, done: string | RegExp): Promise<Run> {
  await page.evaluate(() => {
    globalThis.longTasks = [];
    const seen = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) globalThis.longTasks.push({ at: startTime, ms: duration });
    });
    seen.observe({ type: "longtask" });
  });
  const from = performance.now();
  await work();
  await expect(page.getByText(done)).toBeVisible({ timeout: 300_000 });
  const ms = performance.now() - from;
  return { ms, longest: Math.max(longTaskMs, ...(await page.evaluate(() => globalThis.longTasks.map((task) => task.ms)))) };
}

async function dataScreen(context: BrowserContext, host: RunningHost): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${host.url}/settings/data`);
  await expect(page.getByRole("heading", { name: "Your data" })).toBeVisible();
  return page;
}

const rate = ({ ms }: Run): number => (messages / ms) * 1000;

test("100,000 messages out of a device as files, and into another", async ({ serve, newDevice }) => {
  const host = await serve();
  const old = await newDevice(host);
  await inBarePage(old, (page) => page.evaluate(([count]) => device.fill(count, "a message of ordinary length, as people write them", false), [messages] as const));
  const page = await dataScreen(old, host);
  const save = async (press: () => Promise<void>) => {
    const downloading = page.waitForEvent("download", { timeout: 300_000 });
    const run = await timed(page, press, /was handed to your browser/);
    return { run, path: await (await downloading).path() };
  };
  const markdown = await save(() => page.getByRole("button", { name: "The conversation, to read" }).click());
  await page.reload();
  const json = await save(() => page.getByRole("button", { name: "Everything, as open data" }).click());
  await page.reload();
  await page.getByRole("button", { name: "Make a locked copy" }).click();
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("The same once more").fill(passphrase);
  const locked = await save(() => page.getByRole("button", { name: "Lock and save" }).click());
  await page.close();

  const fresh = await newDevice(host);
  const there = await dataScreen(fresh, host);
  const choose = (path: string) => there.getByLabel("Choose a file").setInputFiles(path);
  const read = await timed(there, () => choose(json.path), "This is in the file:");
  const brought = await timed(there, () => there.getByRole("button", { name: "Bring it in" }).click(), /^Done\./);
  expect(await inBarePage(fresh, (beside) => beside.evaluate(() => device.count()))).toBe(messages);
  await there.bringToFront();
  await there.getByRole("button", { name: "Bring in another" }).click();
  await choose(locked.path);
  await there.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  const unlocked = await timed(there, () => there.getByRole("button", { name: "Open", exact: true }).click(), "This is in the file:");
  const again = await timed(there, () => there.getByRole("button", { name: "Bring it in" }).click(), "Everything in it was already here");

  record({ name: "archive of 100,000 messages", value: (await stat(json.path)).size / 1e6, unit: "MB" });
  record({ name: "export as JSON", value: rate(json.run), unit: "messages/s", baseline: { name: "as Markdown", value: rate(markdown.run) } });
  record({ name: "export as a locked copy, key and all", value: rate(locked.run), unit: "messages/s", baseline: { name: "as JSON", value: rate(json.run) } });
  record({ name: "a file read and judged", value: rate(read), unit: "messages/s", baseline: { name: "locked, key and all", value: rate(unlocked) } });
  record({ name: "a file brought in on an empty device", value: rate(brought), unit: "messages/s", baseline: { name: "where it all is already", value: rate(again) } });
  const tasks = [json.run, markdown.run, locked.run, read, brought, unlocked, again].map(({ longest }) => longest);
  console.log(`    longest tasks: ${tasks.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  record({ name: "longest task of the page meanwhile (50: none longer)", value: Math.max(...tasks), unit: "ms", gate: { of: "value", at: "most", bound: longTaskMs } });
});
