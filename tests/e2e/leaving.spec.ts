/** A page that is left and come back to: browsers keep it as it is (the back/forward cache), other tests run without that. */
import { chromium, type Browser } from "@playwright/test";
import { chromiumArgs } from "../../playwright.config.ts";
import { findChromium } from "../support/system.mjs";
import { Device } from "./support/device.ts";
import { expect, newAccount, test as base } from "./support/fixtures.ts";

const test = base.extend<{ readonly keeping: Browser }>({
  // oxlint-disable-next-line no-empty-pattern
  keeping: async ({}, use) => {
    const browser = await chromium.launch({ executablePath: findChromium() ?? "", args: chromiumArgs, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
    await use(browser);
    await browser.close();
  },
});

test("[T3] the app can be left, right after signing up too, and is still what it was when it comes back", async ({ keeping, server, host }) => {
  const account = newAccount();
  const device = await Device.open(keeping, { baseURL: host.url });
  const { page } = device;
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  await device.send("before leaving");
  await device.expectDrained();
  await page.goto(`${host.url}/config.json`);
  await expect(page).toHaveURL(/config\.json$/);

  // Another tab of the same device writes meanwhile.
  const other = await Device.from(device.context, host.url);
  other.page = await device.context.newPage();
  await other.openChat();
  await other.send("meanwhile");
  await other.expectDrained();
  await other.page.close();

  await page.goBack();
  await expect.poll(() => device.ownTexts()).toEqual(["before leaving", "meanwhile"]);
  await device.send("back again");
  await device.expectDrained();
  expect(await server.ownTexts(account)).toEqual(["before leaving", "meanwhile", "back again"]);
});
