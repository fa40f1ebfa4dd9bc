/** Drain: what a guest has written reaches the host once there is an account, beside a plain design's flush of as much. */
import { expect, type Browser } from "@playwright/test";
import { Device } from "../e2e/support/device.ts";
import { newDataDir, type RunningHost } from "../support/host.ts";
import { addPlainTable } from "./support/database.ts";
import { inBarePage, test } from "./support/fixtures.ts";
import { quantile, record } from "./support/measure.ts";
import { newAccount, newPerson } from "./support/person.ts";

declare global {
  /** ms since navigation start: nothing pending any more. */
  var drainedAt: number | undefined;
}

const many = 10_000;
const few = 1_000;
const rounds = 3;
const text = "a message of ordinary length, message";

interface Drained {
  /** Messages a second, from the first push to nothing pending. */
  readonly rate: number;
  readonly requests: number;
}

/** By the app's own engine, in the page. */
async function byBondhu(browser: Browser, host: RunningHost, count: number): Promise<Drained> {
  const context = await browser.newContext({ baseURL: host.url, locale: "en-GB", viewport: { width: 1280, height: 800 }, serviceWorkers: "block" });
  await inBarePage(context, (page) => page.evaluate(([messages, words]) => device.fill(messages, words, true), [count, text] as const));
  const phone = await Device.from(context, host.url);
  const { page } = phone;
  let requests = 0;
  page.on("request", (request) => {
    if (/\/rpc\/sync_|\/rest\//.test(request.url())) requests += 1;
  });
  await page.addInitScript(() => {
    // The network's own list of what was asked for ends at 250 entries otherwise.
    performance.setResourceTimingBufferSize(2000);
    let waited = false;
    new MutationObserver(() => {
      const pending = document.querySelector("[data-pending]")?.getAttribute("data-pending");
      if (pending === "0" && waited) globalThis.drainedAt ??= performance.now();
      waited ||= Number(pending) > 0;
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-pending"] });
  });
  await phone.signUp(newAccount());
  await expect(phone.status).toHaveAttribute("data-pending", "0", { timeout: 120_000 });
  const ms = await page.evaluate(() => {
    const first = performance.getEntriesByType("resource").find(({ name }) => name.includes("/rpc/sync_push"));
    return Number(globalThis.drainedAt) - Number(first?.startTime);
  });
  await context.close();
  return { rate: (count / ms) * 1000, requests };
}

async function byPlain(browser: Browser, host: RunningHost, count: number): Promise<Drained> {
  const context = await browser.newContext({ baseURL: host.url, serviceWorkers: "block" });
  const { tokens } = await newPerson(host.url);
  const backend = { url: host.url, key: host.publishableKey, token: tokens.accessToken };
  const { ms, requests } = await inBarePage(context, async (page) => {
    await page.evaluate(([messages, words]) => plain.queue(messages, words), [count, text] as const);
    return await page.evaluate((to) => plain.drain(to), backend);
  });
  await context.close();
  return { rate: (count / ms) * 1000, requests };
}

test("drain of 10,000 queued messages", async ({ browser, serve }) => {
  const dataDir = await newDataDir();
  await addPlainTable(dataDir);
  const host = await serve({ dataDir });
  const drained = { many: [] as Drained[], few: [] as Drained[], plain: [] as Drained[] };
  for (let round = 0; round < rounds; round += 1) {
    drained.few.push(await byBondhu(browser, host, few));
    drained.plain.push(await byPlain(browser, host, many));
    drained.many.push(await byBondhu(browser, host, many));
  }
  const rate = (of: readonly Drained[]): number => quantile(of.map((one) => one.rate), 0.5);
  const requests = (of: readonly Drained[]): number => Math.max(...of.map((one) => one.requests));
  record({ name: "drain of 10,000", value: rate(drained.many), unit: "messages/s", baseline: { name: "plain design", value: rate(drained.plain) }, gate: { of: "ratio", at: "least", bound: 1 } });
  record({ name: "drain rate at 10,000", value: rate(drained.many), unit: "messages/s", baseline: { name: "at 1,000", value: rate(drained.few) }, gate: { of: "ratio", at: "least", bound: 0.8 } });
  const asked = { unit: "requests", baseline: { name: "plain design", value: requests(drained.plain) } };
  record({ name: "drain of 10,000", value: requests(drained.many), ...asked, gate: { of: "value", at: "most", bound: many / 100 + 10 } });
});
