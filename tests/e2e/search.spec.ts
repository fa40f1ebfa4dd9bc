/** F4 to F9 in the whole app: a long life of messages on the device, no network, and the way to any of them. */
import type { Page } from "@playwright/test";
import { violations } from "./support/axe.ts";
import type { Device } from "./support/device.ts";
import { expect, test } from "./support/fixtures.ts";
import { bundle } from "../bench/support/bundle.ts";

const dayMs = 86_400_000;

/** A page of the app's origin where the app does not run, with the app's own modules in it. */
async function fill(device: Device, work: (page: Page) => Promise<void>): Promise<void> {
  const page = await device.context.newPage();
  await page.goto(`${device.baseURL}/robots.txt`);
  await page.evaluate(await bundle("device/device.ts"));
  await work(page);
  await page.close();
}

/** `first` is message 1's instant; the texts of some, by number, are given. */
const fillWith = (device: Device, count: number, spacingMs: number, special: Readonly<Record<number, string>>): Promise<void> =>
  fill(device, (page) => page.evaluate(([messages, spacing, texts]) => globalThis.device.fillWith(messages, spacing, texts), [count, spacingMs, special] as const));

const article = (device: Device, text: string) => device.conversation.locator("article").filter({ hasText: text });

test("[F6] [F8] offline: found in Bengali and English, jumped to 20,000 messages back, and back again", async ({ openDevice }) => {
  const device = await openDevice();
  await device.openChat();
  await device.controlled();
  const { page } = device;
  await page.goto(`${device.baseURL}/config.json`);
  // Ten messages a day, so that the first is 2,200 days old.
  await fillWith(device, 22_000, dayMs / 10, { 1500: "আমরা নদীর ধারে ঘুড়ি উড়িয়েছিলাম", 1501: "The kite got caught in the banyan tree", 21_950: "another kite, lately" });
  await device.offline();
  // F4: nobody has to ask.
  const thread = page.waitForEvent("worker");
  await device.openChat();
  await expect(article(device, "message 22000")).toBeVisible();
  await thread;

  await page.getByRole("button", { name: "Search the conversation" }).click();
  const sheet = page.getByRole("dialog", { name: "Search" });
  const field = sheet.getByRole("combobox", { name: "Words to look for" });
  await expect(field).toBeFocused();
  await field.fill("ঘুরি নদি");
  await expect(sheet.getByRole("option")).toHaveCount(1, { timeout: 30_000 });
  await expect(sheet.getByRole("status")).toHaveText("1 message", { timeout: 30_000 });
  await expect(sheet.locator("mark")).toHaveText(["নদীর", "ঘুড়ি"]);

  await field.fill("kite");
  await expect(sheet.getByRole("option")).toHaveCount(2);
  await expect(sheet.getByRole("option").first()).toContainText("lately");
  expect(await violations(page, { within: "dialog" })).toEqual([]);
  await field.press("ArrowDown");
  await expect(sheet.getByRole("option", { selected: true })).toContainText("banyan");
  await field.press("Enter");

  const hit = article(device, "caught in the banyan tree");
  await expect(hit).toBeInViewport();
  await expect(page.locator("[data-hit]")).toBeFocused();
  await expect(article(device, "ঘুড়ি উড়িয়েছিলাম")).toBeVisible();
  await expect(page.getByRole("button", { name: "Latest" })).toBeVisible();
  await page.reload();
  await expect(hit).toBeInViewport();
  await page.goBack();
  await expect(sheet.getByRole("option")).toHaveCount(2);
  await expect(field).toHaveValue("kite");
  await page.goBack();
  await expect(sheet).toHaveCount(0);
  await expect(article(device, "message 22000")).toBeVisible();

  // Written now, found now; deleted now, found no more.
  await device.send("a kiteflyer of today");
  await page.getByRole("button", { name: "Search the conversation" }).click();
  await field.fill("kitefl");
  await expect(sheet.getByRole("option")).toHaveCount(1);
  await expect(sheet.getByRole("option")).toContainText("of today");
  await field.press("Enter");
  await expect(page.locator("[data-hit]")).toContainText("of today");
  await page.goBack();
  await field.fill("nothing like it");
  await expect(sheet.getByRole("status")).toContainText("Nothing here with “nothing like it”");

  // A day: the calendar, and the date field for what is far.
  await field.fill("");
  await sheet.getByLabel("Or choose a date").fill(await page.evaluate((ago) => new Date(Date.now() - ago).toLocaleDateString("sv-SE"), 2000 * dayMs));
  await sheet.locator(".search-calendar button").first().click();
  const top = page.locator("[data-hit]");
  await expect(top).toBeFocused();
  await expect(top).toBeInViewport();
  await page.getByRole("button", { name: "Latest" }).click();
  await expect(article(device, "a kiteflyer of today")).toBeInViewport();
  await expect(page.locator("[data-hit]")).toHaveCount(0);
});

test("[F9] [F10] what came while nobody looked stands under a line, until it was seen, in every tab", async ({ openDevice }) => {
  const device = await openDevice();
  await device.openChat();
  await device.controlled();
  const { page } = device;
  await device.send("before I go");
  await expect(device.replies()).toHaveCount(1);
  const kept = () =>
    page.evaluate(async () => {
      const { name } = (await indexedDB.databases()).find((each) => each.name?.startsWith("bondhu-")) ?? {};
      return new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open(name ?? "");
        opening.addEventListener("error", () => reject(opening.error ?? new Error("failed")));
        opening.addEventListener("success", () => {
          const get = opening.result.transaction("kv").objectStore("kv").get("read");
          get.addEventListener("success", () => {
            opening.result.close();
            resolve(String(get.result?.id));
          });
        });
      });
    });
  const last = async () => (await device.conversation.locator("article").last().getAttribute("data-message-id")) ?? "";
  await expect.poll(async () => (await kept()) === (await last())).toBe(true);
  const line = page.getByText("New", { exact: true });
  await expect(line).toHaveCount(0);

  // Another screen is looked at while words come.
  await page.goto(`${device.baseURL}/settings`);
  await fill(device, (bare) => bare.evaluate(() => globalThis.device.fill(40, "while away", false)));
  await device.openChat();
  await expect(article(device, "while away 40")).toBeInViewport();
  await expect(line).toHaveCount(1);
  await expect(page.getByRole("button", { name: /new message/ })).toHaveCount(0);
  // All of it was in sight, save what is above the window: the line is further up, and gone when one comes again.
  await expect.poll(async () => (await kept()) === (await last())).toBe(true);
  const other = await device.context.newPage();
  await other.goto(`${device.baseURL}/chat`);
  await expect(other.locator("article").last()).toContainText("while away 40");
  await expect(other.getByText("New", { exact: true })).toHaveCount(0);
  await expect(line).toHaveCount(1);
  await page.reload();
  await expect(article(device, "while away 40")).toBeInViewport();
  await expect(line).toHaveCount(0);
  // Who is there sees it arrive: neither one's own words nor the answer to them are under a line.
  await device.send("here I am again");
  await expect(article(device, "here I am again")).toBeInViewport();
  await expect(device.conversation.locator("article").last()).not.toContainText(/while away|here I am again/);
  await expect(line).toHaveCount(0);
});
