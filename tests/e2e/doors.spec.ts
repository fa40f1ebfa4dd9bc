/** T4 and the guests' rules in a real browser: the four ways out, several accounts in several tabs, and the guest's question. */
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { violations } from "./support/axe.ts";
import type { Device } from "./support/device.ts";
import { type Account, expect, newAccount, test } from "./support/fixtures.ts";

/** Every text that is kept anywhere on the device: databases, caches' keys, localStorage, the private file system. */
const everything = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const request = <T>(action: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        action.addEventListener("success", () => resolve(action.result));
        action.addEventListener("error", () => reject(action.error ?? new Error("request failed")));
      });
    const found: unknown[] = [{ ...localStorage }, { ...sessionStorage }, await caches.keys()];
    for (const { name } of await indexedDB.databases()) {
      const database = await request(indexedDB.open(name ?? ""));
      for (const store of database.objectStoreNames) found.push(name, await request(database.transaction(store).objectStore(store).getAll()));
      database.close();
    }
    for await (const name of (await navigator.storage.getDirectory()).keys()) found.push(name);
    return JSON.stringify(found);
  });

const settings = async (device: Device): Promise<void> => {
  await device.page.goto(`${device.baseURL}/settings`);
  await expect(device.page.getByRole("heading", { name: "Settings" })).toBeVisible();
};
const sheet = ({ page }: Device): Locator => page.getByRole("dialog");
const choose = (device: Device, name: string): Promise<void> => sheet(device).getByRole("button", { name, exact: true }).click();
async function askToLeave(device: Device): Promise<void> {
  await settings(device);
  await device.page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(sheet(device)).toBeVisible();
}
/** Signs in from where the guest, or somebody else, is. */
async function signIn(device: Device, account: Account, open: string): Promise<void> {
  await settings(device);
  await device.page.getByRole("button", { name: open, exact: true }).click();
  await device.page.getByLabel("E-mail address").fill(account.email);
  await device.page.getByLabel("Password", { exact: true }).fill(account.password);
  await device.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(device.page.getByText(account.email).first()).toBeVisible();
  await expect(device.page.getByText("You’re signed in as")).toBeVisible();
}
async function secondTab(device: Device): Promise<Page> {
  const page = await device.context.newPage();
  await page.goto(`${device.baseURL}/chat`);
  await expect(page.getByRole("textbox", { name: "Message Bondhu" })).toBeVisible();
  return page;
}
const entry = ({ page }: Device, name: string): Locator => page.getByRole("listitem").filter({ hasText: name });

test("[T4] the four ways out of an account with unsent work, a second tab open", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice({ viewport: { width: 360, height: 740 } });
  const { page } = device;
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  await device.send("arrived before");
  await device.expectDrained();
  await expect(device.replies()).toHaveCount(1);
  await device.expectDrained();
  await device.offline();
  await device.send("a secret one");

  await test.step("sync now, offline: says why, and touches nothing", async () => {
    await askToLeave(device);
    await expect(sheet(device)).toContainText(/haven’t reached your account|hasn’t reached your account/);
    expect(await violations(page, { within: "dialog" })).toEqual([]);
    await choose(device, "Send first, then sign out");
    await expect(sheet(device).getByRole("status")).toContainText("The network is away");
  });

  await test.step("export: a file, then the same question", async () => {
    const download = page.waitForEvent("download");
    await choose(device, "Save a file first");
    expect(await readFile(await (await download).path(), "utf8")).toContain("a secret one");
    await expect(sheet(device).getByRole("status")).toContainText("The file is made");
  });

  await test.step("discard: asks twice, and going back loses nothing", async () => {
    await choose(device, "Discard it and sign out");
    await expect(sheet(device)).toContainText("nobody can bring it back");
    expect(await violations(page, { within: "dialog" })).toEqual([]);
    await choose(device, "Back to the choices");
  });

  await test.step("keep: shut for everybody, the other tab follows, signing in again sends it", async () => {
    const other = await secondTab(device);
    await expect(other.getByText("a secret one")).toBeVisible();
    await choose(device, "Keep it on this device");
    await device.expectSync("guest");
    await expect(entry(device, account.email)).toContainText("wait to be sent");
    await expect(other.getByText("a secret one")).toHaveCount(0);
    await expect(other.getByRole("status", { name: "Sync status" })).toHaveAttribute("data-sync", "guest");
    await other.close();
    expect(await everything(page)).not.toContain("refreshToken");
    await device.online();
    await page.getByRole("button", { name: `Sign in as ${account.email}` }).click();
    await page.getByLabel("Password", { exact: true }).fill(account.password);
    await entry(device, account.email).getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("You’re signed in as")).toBeVisible();
    await device.expectDrained();
    expect(await server.ownTexts(account)).toEqual(["arrived before", "a secret one"]);
  });

  await test.step("sync now, with the network back: sent, then nothing is left here", async () => {
    await device.openChat();
    await expect(device.own("a secret one")).toBeVisible();
    await device.offline();
    await device.send("sent at the door");
    await askToLeave(device);
    await device.online();
    await choose(device, "Send first, then sign out");
    await device.expectSync("guest");
    expect(await server.ownTexts(account)).toEqual(["arrived before", "a secret one", "sent at the door"]);
    await expect.poll(() => everything(page)).not.toMatch(new RegExp(`secret|at the door|${account.email}`));
  });

  await test.step("discard: what had not arrived is gone, here and in the other tab", async () => {
    await signIn(device, account, "I already have one");
    await device.openChat();
    await expect(device.own("sent at the door")).toBeVisible();
    await device.expectDrained();
    await device.offline();
    await device.send("never to be seen again");
    const other = await secondTab(device);
    await expect(other.getByText("never to be seen again")).toBeVisible();
    await askToLeave(device);
    await choose(device, "Discard it and sign out");
    await choose(device, "Yes, discard and sign out");
    await device.expectSync("guest");
    await expect(other.getByText("never to be seen again")).toHaveCount(0);
    await expect.poll(() => everything(page)).not.toMatch(new RegExp(`never to be|secret|${account.email}`));
    await device.online();
    expect(await server.ownTexts(account)).toEqual(["arrived before", "a secret one", "sent at the door"]);
  });
});

test("[T4] two accounts: switched in one tap with work pending and a second tab open, each has its own words", async ({ openDevice, server }) => {
  const [mina, rafi] = [newAccount(), newAccount()];
  const device = await openDevice();
  const { page } = device;
  await device.signUp(mina);
  await device.openChat();
  await device.controlled();
  await device.send("mina online");
  await device.expectDrained();
  await settings(device);
  await page.getByRole("button", { name: "Add another account" }).click();
  await page.getByRole("button", { name: "Make an account", exact: true }).click();
  await page.getByLabel("E-mail address").fill(rafi.email);
  await page.getByLabel("Password", { exact: true }).fill(rafi.password);
  await page.getByRole("button", { name: "Make an account", exact: true }).click();
  await expect(page.getByText(rafi.email).first()).toBeVisible();
  await device.openChat();
  await expect(device.own()).toHaveCount(0);
  await device.expectDrained();
  await device.offline();
  await device.send("rafi offline");

  const stale = await secondTab(device);
  await settings(device);
  await expect(entry(device, mina.email)).toContainText("Opens in one tap");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: `Open ${mina.email}` }).click();
  await expect(entry(device, rafi.email)).toContainText("to be sent");
  await device.openChat();
  await expect(device.own()).toHaveText([/mina online/]);
  await device.send("mina offline");
  await expect(stale.getByText("rafi offline")).toHaveCount(0);
  await expect(stale.getByText("mina offline")).toBeVisible();
  await stale.close();

  await settings(device);
  await device.online();
  // Rafi's words do not wait for somebody to open the account: the worker sends them.
  await expect.poll(() => server.ownTexts(rafi), { timeout: 30_000 }).toEqual(["rafi offline"]);
  await expect.poll(() => server.ownTexts(mina)).toEqual(["mina online", "mina offline"]);
  await expect(entry(device, rafi.email)).not.toContainText("to be sent");

  await page.getByRole("button", { name: `Remove ${rafi.email}` }).click();
  await choose(device, "Remove");
  await expect(entry(device, rafi.email)).toHaveCount(0);
  expect(await everything(page)).not.toMatch(new RegExp(`rafi offline|${rafi.email}`));
});

test("[G1] [G2] a guest signs in to an account: apart, brought in, discarded", async ({ openDevice, server }) => {
  const account = newAccount();
  const elsewhere = await openDevice();
  await elsewhere.signUp(account);
  await elsewhere.openChat();
  await elsewhere.send("from my other device");
  await elsewhere.expectDrained();
  await elsewhere.close();

  const device = await openDevice({ viewport: { width: 360, height: 740 } });
  const { page } = device;
  await device.openChat();
  await device.controlled();
  await device.send("guest one");
  await device.send("guest two");
  await expect(device.replies().first()).toBeVisible();

  await test.step("asked at once; apart, nothing has moved", async () => {
    await signIn(device, account, "I already have one");
    await expect(sheet(device)).toContainText(account.email);
    expect(await violations(page, { within: "dialog" })).toEqual([]);
    await choose(device, "Keep them apart");
    await expect(sheet(device)).toHaveCount(0);
    await device.expectDrained();
    expect(await server.ownTexts(account)).toEqual(["from my other device"]);
    await page.getByRole("button", { name: "Open Guest" }).click();
    await device.expectSync("guest");
    await device.openChat();
    await expect(device.own()).toHaveText([/guest one/, /guest two/]);
  });

  await test.step("brought in while a second tab is open: where they belong, in both, and once", async () => {
    await settings(device);
    await page.getByRole("button", { name: `Open ${account.email}` }).click();
    await expect(page.getByText("You’re signed in as")).toBeVisible();
    const other = await secondTab(device);
    await page.getByRole("button", { name: "Bring in the guest’s words" }).click();
    await expect(page.getByRole("button", { name: "Open Guest" })).toHaveCount(0);
    await device.openChat();
    await expect(device.own()).toHaveText([/from my other device/, /guest one/, /guest two/]);
    await expect(other.getByText("guest two")).toBeVisible();
    await device.expectDrained();
    expect(await server.ownTexts(account)).toEqual(["from my other device", "guest one", "guest two"]);
    await other.close();
  });

  await test.step("discarded: asks twice, and is gone", async () => {
    await askToLeave(device);
    await choose(device, "Sign out");
    await device.expectSync("guest");
    // With nothing waiting one question was enough, and nothing of the account is left.
    await expect.poll(() => everything(page)).not.toMatch(new RegExp(`guest one|other device|${account.email}`));
    await device.openChat();
    await expect(device.own()).toHaveCount(0);
    await device.send("guest three");
    await signIn(device, account, "I already have one");
    await choose(device, "Discard them");
    await choose(device, "Yes, discard them");
    await expect(sheet(device)).toHaveCount(0);
    await device.expectDrained();
    expect(await everything(page)).not.toContain("guest three");
    expect(await server.ownTexts(account)).toEqual(["from my other device", "guest one", "guest two"]);
  });
});
