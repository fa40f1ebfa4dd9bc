/** O1–O8 where they matter: a person's words leave one device as files and live again on another that has no network. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { violations } from "./support/axe.ts";
import type { Device } from "./support/device.ts";
import { expect, newAccount, test } from "./support/fixtures.ts";

const passphrase = "paper boat river lantern";
const written = ["hello, this is mine", "কাগজের নৌকা <b>ভাসাই</b>"];

const atData = (device: Device) => device.page.goto(`${device.baseURL}/settings/data`);

async function saved(page: Page, press: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const downloading = page.waitForEvent("download");
  await press();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const give = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page.getByLabel("Choose a file").setInputFiles({ name, mimeType: "application/octet-stream", buffer });

test("[O8] words are locked on one device, and restored on a fresh one without a network; then they have an account", async ({ openDevice, server }) => {
  const old = await openDevice({ viewport: { width: 360, height: 740 } });
  await old.openChat();
  for (const text of written) await old.send(text);
  await expect(old.replies()).toHaveCount(2);
  await old.page.goto(`${old.baseURL}/settings`);
  await old.page.getByRole("link", { name: "Keep a copy, or bring one back" }).click();
  await expect(old.page.getByRole("heading", { name: "Your data" })).toBeFocused();

  const { page } = old;
  const text = await saved(page, () => page.getByRole("button", { name: "The conversation, to read" }).click());
  expect(text.name).toMatch(/^bondhu-\d{4}-\d\d-\d\d\.md$/);
  expect(text.bytes.toString()).toContain("কাগজের নৌকা \\<b\\>ভাসাই\\</b\\>");
  const open = await saved(page, () => page.getByRole("button", { name: "Everything, as open data" }).click());
  expect(JSON.parse(open.bytes.toString())).toMatchObject({ format: "bondhu-archive", count: { chat_messages: 4 } });

  await page.getByRole("button", { name: "Make a locked copy" }).click();
  const first = page.getByLabel("Passphrase", { exact: true });
  await expect(first).toBeFocused();
  await first.fill("short");
  await page.getByRole("button", { name: "Lock and save" }).click();
  await expect(page.getByRole("alert")).toHaveText("Use at least 8 characters.");
  await first.fill(passphrase);
  await expect(page.getByText("Strong.")).toBeVisible();
  await page.getByLabel("The same once more").fill("something else");
  await page.getByRole("button", { name: "Lock and save" }).click();
  await expect(page.getByRole("alert")).toContainText("not the same");
  expect(await violations(page), "the form, with an error").toEqual([]);
  await page.getByLabel("The same once more").fill(passphrase);
  const locked = await saved(page, () => page.getByRole("button", { name: "Lock and save" }).click());
  expect(locked.name).toMatch(/\.bondhu$/);
  expect(locked.bytes.includes("hello, this is mine")).toBe(false);
  await expect(page.getByText(`${locked.name} was handed to your browser`)).toBeVisible();

  const fresh = await openDevice();
  await fresh.openChat();
  await fresh.controlled();
  await fresh.offline();
  await atData(fresh);
  const there = fresh.page;

  await give(there, "holiday.jpg", Buffer.from([0xff, 0xd8, 0xff]));
  await expect(there.getByRole("alert")).toContainText("not a copy made by Bondhu");
  await give(there, open.name, open.bytes.subarray(0, -200));
  await expect(there.getByRole("alert")).toContainText("stops in the middle");

  await give(there, locked.name, locked.bytes);
  await there.getByLabel("Passphrase", { exact: true }).fill("a wrong one");
  await there.getByRole("button", { name: "Open", exact: true }).click();
  await expect(there.getByRole("alert")).toContainText("doesn’t open it");
  expect(await violations(there), "a wrong passphrase").toEqual([]);
  await there.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await there.getByRole("button", { name: "Open", exact: true }).click();
  await expect(there.getByText("This is in the file:")).toBeVisible();
  await expect(there.locator("dl div", { hasText: "Messages" }).locator("dd")).toHaveText("4");
  expect(await violations(there), "what is in the file").toEqual([]);
  // Looked at, not brought in: nothing is here yet.
  expect(await fresh.pending()).toBe(0);
  await there.getByRole("button", { name: "Bring it in" }).click();
  await expect(there.getByText(/^Done\. \d+ entries were new here/)).toBeVisible();
  expect(await violations(there), "brought in").toEqual([]);
  await there.getByRole("link", { name: "See the conversation" }).click();
  await expect(fresh.own()).toHaveCount(2);
  expect(await fresh.ownTexts()).toEqual(written);

  await atData(fresh);
  await give(there, open.name, open.bytes);
  await there.getByRole("button", { name: "Bring it in" }).click();
  await expect(there.getByText("Everything in it was already here")).toBeVisible();

  await fresh.online();
  const account = newAccount();
  await fresh.signUp(account);
  await fresh.expectDrained();
  expect(await server.ownTexts(account)).toEqual(written);
});
