/** The app lock (src/runtime/lock/README.md) in a real browser: PIN, passkey, tabs, reloads, ways out. */
import type { Page } from "@playwright/test";
import { violations } from "./support/axe.ts";
import type { Device } from "./support/device.ts";
import { expect, newAccount, test } from "./support/fixtures.ts";

const secret = "words nobody else may read";
const heading = (page: Page) => page.getByRole("heading", { name: "The notebook is closed" });
const lookedAt = async (page: Page, what: string): Promise<void> => {
  expect(await violations(page), what).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await violations(page, { coloursOnly: true }), `${what}, dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
};

/** What a browser does when the person goes elsewhere; headless pages are always in sight. */
async function leave(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
}
async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, value: "visible" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

/** Notes whether anything of the app behind the lock was in the page at any moment since it began. */
async function watchForContent(device: Device): Promise<void> {
  await device.context.addInitScript((text) => {
    const look = (): void => {
      const page = document.documentElement;
      if (page.textContent.includes(text) || page.querySelector("nav, article, textarea") !== null || document.title !== "Bondhu") Object.assign(globalThis, { contentSeen: page.outerHTML });
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  }, secret);
}
const contentSeen = (page: Page) => page.evaluate(() => Reflect.get(globalThis, "contentSeen") as string | undefined);

async function turnOn(device: Device, pin: string): Promise<void> {
  await device.page.goto(`${device.baseURL}/settings`);
  await device.page.getByRole("button", { name: "Lock with a PIN" }).click();
  await device.page.getByLabel("New PIN").fill(pin);
  await device.page.getByLabel("The same PIN again").fill(pin);
  await device.page.getByRole("button", { name: "Turn on" }).click();
  await expect(device.page.getByText("On, with a PIN")).toBeVisible();
}
async function enter(page: Page, pin: string): Promise<void> {
  await page.getByLabel("PIN", { exact: true }).fill(pin);
  await page.getByRole("button", { name: "Open", exact: true }).click();
}

test("[A1] a PIN: set, left, reloaded, in two tabs, wrong, right, forgotten", async ({ openDevice }) => {
  const device = await openDevice({ viewport: { width: 360, height: 740 }, colorScheme: "light" });
  const { page } = device;
  await device.openChat();
  await device.send(secret);
  await expect(device.replies().first()).toBeVisible();
  await device.composer.fill("half a thought");
  await page.goto(`${device.baseURL}/settings`);
  await page.getByRole("button", { name: "Lock with a PIN" }).click();
  await expect(page.getByText("the only way in would be to erase everything on this device")).toBeVisible();
  await expect(page.getByText("This is a screen lock.")).toBeVisible();
  await page.getByLabel("New PIN").fill("12");
  await page.getByLabel("The same PIN again").fill("12");
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("A PIN is 4 to 12 digits")).toBeVisible();
  await lookedAt(page, "a new PIN");
  await turnOn(device, "2468");
  await page.getByLabel("As soon as I leave").click();
  await expect(page.getByLabel("As soon as I leave")).toBeChecked();
  await lookedAt(page, "settings with a lock");

  // A3, A2: covered in the same moment, and every tab is locked.
  const other = await device.context.newPage();
  await other.goto(`${device.baseURL}/chat`);
  await expect(other.getByText(secret)).toBeVisible();
  expect(await page.evaluate(() => [document.documentElement.dataset["covered"], getComputedStyle(document.getElementById("root") ?? document.body).opacity])).toEqual([undefined, "1"]);
  await leave(page);
  expect(await page.evaluate(() => getComputedStyle(document.getElementById("root") ?? document.body).opacity)).toBe("0");
  for (const tab of [page, other]) {
    await expect(heading(tab)).toBeAttached();
    expect(await tab.evaluate((text) => document.documentElement.outerHTML.includes(text), secret)).toBe(false);
    await expect(tab.locator("nav")).toHaveCount(0);
    await expect(tab).toHaveTitle("Bondhu");
  }
  await comeBack(page);
  await expect(heading(page)).toBeVisible();
  await lookedAt(page, "the lock screen");

  // A1: however one comes in.
  await watchForContent(device);
  for (const path of ["/chat", "/", "/status"]) {
    await page.goto(`${device.baseURL}${path}`);
    await expect(heading(page)).toBeVisible();
    expect(await contentSeen(page), path).toBeUndefined();
  }

  // A8: help, from the screen and by its own address.
  await page.getByRole("button", { name: "Help now" }).click();
  const card = page.getByRole("dialog", { name: "You’re not alone with this" });
  await expect(card.getByRole("link", { name: /^Call/ }).first()).toHaveAttribute("href", /^tel:/);
  await lookedAt(page, "help over the lock");
  await card.getByRole("button", { name: "Back to where I was" }).click();
  await page.goto(`${device.baseURL}/help`);
  await expect(card).toBeVisible();
  await page.goto(`${device.baseURL}/chat`);

  // A5: three wrong ones cost nothing, the right one opens both tabs, and the draft is where it was.
  await expect(page.getByLabel("PIN", { exact: true })).toBeFocused();
  for (const pin of ["1111", "abcd", "13579"]) {
    await enter(page, pin);
    await expect(page.getByText("That isn’t it. Try once more.")).toBeVisible();
    await expect(page.getByLabel("PIN", { exact: true })).toHaveValue("");
  }
  await enter(page, "২৪৬৮");
  await expect(page.getByText(secret)).toBeVisible();
  await expect(device.composer).toHaveValue("half a thought");
  await expect(other.getByText(secret)).toBeVisible();

  // A7: turning it off asks; then five wrong ones, and the wait outlives a reload and holds in the other tab.
  await page.goto(`${device.baseURL}/settings`);
  await expect(heading(page)).toBeVisible();
  await enter(page, "2468");
  await page.getByRole("button", { name: "Lock now" }).click();
  await expect(heading(page)).toBeVisible();
  for (let index = 0; index < 5; index += 1) {
    await enter(page, "0000");
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.getByLabel("PIN", { exact: true })).toHaveValue("");
  }
  for (const tab of [page, other]) {
    await tab.reload();
    await expect(tab.getByText(/The next try opens in (\d+ s|1 min)\./)).toBeVisible();
    await expect(tab.getByLabel("PIN", { exact: true })).toBeDisabled();
    await expect(tab.getByRole("button", { name: "Open", exact: true })).toBeDisabled();
  }
  await lookedAt(page, "waiting");

  // The last way out leaves nothing.
  await page.getByRole("button", { name: "I can’t open it" }).click();
  await expect(page.getByText("Everything you wrote here is lost for good")).toBeVisible();
  await lookedAt(page, "another way in");
  const before = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Yes, erase it all" }).click();
  await expect(device.composer.or(page.getByRole("heading", { name: "Settings" }))).toBeVisible();
  await expect(other.locator("nav").first()).toBeVisible();
  const after = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(after.filter((name) => name !== "bondhu" && before.includes(name))).toEqual([]);
  expect(await page.evaluate(() => localStorage.getItem("bondhu.lock"))).toBeNull();
  await device.openChat();
  await expect(device.own()).toHaveCount(0);
});

test("[A7] an account: what was written goes on its way behind the lock, and the password turns it off", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice();
  const { page } = device;
  await device.signUp(account);
  await turnOn(device, "9753");
  await device.openChat();
  await device.expectDrained();
  // From here on the lock's own screen needs no network.
  await device.controlled();
  await device.offline();
  await device.send("written before it was locked");
  // As by the clock: nobody was there for longer than a minute.
  await page.evaluate(() => localStorage.setItem("bondhu.lock", `60000 ${Date.now() - 61_000}`));
  await leave(page);
  await comeBack(page);
  await expect(heading(page)).toBeVisible();
  await device.online();
  await expect.poll(() => server.ownTexts(account)).toEqual(["written before it was locked"]);
  await page.getByRole("button", { name: "I can’t open it" }).click();
  // A finder learns no address.
  expect(await page.evaluate((email) => document.documentElement.outerHTML.includes(email), account.email)).toBe(false);
  await page.getByLabel("Password of your account").fill("not the password");
  await page.getByRole("button", { name: "Sign in and turn the lock off" }).click();
  await expect(page.getByText("don’t belong together")).toBeVisible();
  await page.getByLabel("Password of your account").fill(account.password);
  await page.getByRole("button", { name: "Sign in and turn the lock off" }).click();
  await expect(device.own("written before it was locked")).toBeVisible();
  await page.reload();
  await expect(device.own("written before it was locked")).toBeVisible();
});

test("[A6] a passkey of this device opens it, and the person can say no", async ({ openDevice, host }) => {
  // A passkey belongs to a name, not to an address.
  const device = await openDevice({ baseURL: `http://localhost:${host.port}` });
  const { page } = device;
  const session = await device.context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await page.goto(`${device.baseURL}/settings`);
  await page.getByRole("button", { name: "Lock with face, finger or this device’s own code" }).click();
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("On, with a passkey of this device")).toBeVisible();
  await page.getByRole("button", { name: "Lock now" }).click();
  await page.reload();
  await expect(heading(page)).toBeVisible();
  // Somebody else's finger.
  await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await page.getByRole("button", { name: "Open with the passkey" }).click();
  await expect(page.getByText("Nothing was opened.")).toBeVisible();
  await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
  await page.getByRole("button", { name: "Open with the passkey" }).click();
  await expect(page.getByText("On, with a passkey of this device")).toBeVisible();
  // A7: and it is asked for once more before it goes.
  await page.getByRole("button", { name: "Turn off" }).click();
  await page.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByRole("button", { name: "Lock with a PIN" })).toBeVisible();
});
