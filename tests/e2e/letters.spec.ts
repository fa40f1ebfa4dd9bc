/** Codes, passwords, addresses, and an account that is deleted while another device is away (supabase/embedded/letters/README.md). */
import type { Page } from "@playwright/test";
import { startHost, type RunningHost } from "../support/host.ts";
import { startMailServer } from "../support/mail-server.ts";
import { violations } from "./support/axe.ts";
import { Device } from "./support/device.ts";
import { expect, newAccount, test } from "./support/fixtures.ts";

/** The newest code for an address in the window where the host runs; `after`: another one than that. */
async function codeFor(host: RunningHost, email: string, after = ""): Promise<string> {
  const codes = () => [...host.output().matchAll(new RegExp(`^Code for ${email} .*: (\\d{6}) `, "gm"))].map(([, code]) => code ?? "");
  await expect.poll(() => codes().at(-1) ?? after).not.toBe(after);
  return codes().at(-1) ?? "";
}
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const bengali = (code: string): string => [...code].map((digit) => String.fromCodePoint(0x09e6 + Number(digit))).join("");

async function settings(device: Device): Promise<void> {
  await device.page.goto(`${device.baseURL}/settings`);
}
async function prove(page: Page, password: string): Promise<void> {
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Go on").click();
}

test("[E1] [E5] [E6] a code signs in, a code sets a new password, the address changes, and the other device signs in again", async ({ openDevice, host }) => {
  const account = newAccount();
  const first = await openDevice();
  await first.signUp(account);
  await first.openChat();
  await first.send("From the first device.");
  await first.expectDrained();

  // Another device knows the address only.
  const second = await openDevice({ viewport: { width: 360, height: 740 } });
  const { page } = second;
  await settings(second);
  await button(page, "I already have one").click();
  await button(page, "Sign in with a code").click();
  await page.getByLabel("E-mail address").fill(account.email);
  await button(page, "Send me a code").click();
  await expect(page.getByText("sees the code in the window where it runs")).toBeVisible();
  const field = page.getByLabel("Code", { exact: true });
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await expect(field).toHaveAttribute("inputmode", "numeric");
  await expect(page.getByRole("button", { name: /^Another code in \d+ s$/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const code = await codeFor(host, account.email);
  await field.fill(String((Number(code) + 1) % 1_000_000).padStart(6, "0"));
  await button(page, "Sign in").click();
  await expect(page.getByText("This code doesn’t fit.")).toBeVisible();
  // As it is copied out of a letter, and in the digits of the person's own keyboard.
  await field.fill(`${bengali(code).slice(0, 3)} ${bengali(code).slice(3)}`);
  await expect(field).toHaveValue(code);
  await button(page, "Sign in").click();
  await expect(page.getByText("You’re signed in as")).toBeVisible();
  await second.openChat();
  await expect(second.own("From the first device.")).toBeVisible();

  // A third has forgotten the password too.
  const third = await openDevice();
  await settings(third);
  await button(third.page, "I already have one").click();
  await third.page.getByLabel("E-mail address").fill(account.email);
  await button(third.page, "Forgot the password?").click();
  await button(third.page, "Send me a code").click();
  await third.page.getByLabel("Code", { exact: true }).fill(await codeFor(host, account.email, code));
  await button(third.page, "Go on").click();
  await third.page.getByLabel("New password", { exact: true }).fill("short");
  await button(third.page, "Set this password").click();
  await expect(third.page.getByText("Use at least 8 characters.")).toBeVisible();
  await third.page.getByLabel("New password", { exact: true }).fill("a new good password");
  await button(third.page, "Set this password").click();
  await expect(third.page.getByText("You’re signed in as")).toBeVisible();

  // It moves the account to another address: first who asks, then where to, then the code from there.
  const moved = newAccount().email;
  await settings(third);
  await button(third.page, "Change e-mail").click();
  await prove(third.page, account.password);
  await expect(third.page.getByText("don’t belong together")).toBeVisible();
  await prove(third.page, "a new good password");
  await third.page.getByLabel("New e-mail address").fill(moved);
  await button(third.page, "Send me a code").click();
  await third.page.getByLabel("Code", { exact: true }).fill(await codeFor(host, moved));
  await third.page.getByRole("dialog").getByRole("button", { name: "Change e-mail" }).click();
  await expect(third.page.getByRole("dialog")).toBeHidden();
  await expect(third.page.getByText(moved, { exact: true })).toBeVisible();

  // And changes the password once more: nobody else's session lives, its own goes on.
  await button(third.page, "Change password").click();
  await prove(third.page, "a new good password");
  await third.page.getByLabel("New password", { exact: true }).fill("the last good password");
  await button(third.page, "Set this password").click();
  await expect(third.page.getByRole("dialog")).toBeHidden();
  await third.openChat();
  await third.send("Still here.");
  await third.expectDrained();
});

test("[E7] [E8] an account is deleted; a device that was away keeps its words, pushes nothing, and goes on as a guest who may have another account", async ({
  openDevice,
  host,
  server,
}) => {
  const account = newAccount();
  const away = await openDevice();
  await away.signUp(account);
  await away.openChat();
  await away.controlled();
  await away.send("Synced before.");
  await away.expectDrained();
  await away.offline();
  await away.send("Written while away.");

  const here = await openDevice({ viewport: { width: 360, height: 740 } });
  await here.signIn(account);
  await button(here.page, "Delete account").click();
  const sheet = here.page.getByRole("dialog");
  await expect(sheet.getByText("everything of it on the server")).toBeVisible();
  await sheet.getByLabel("To go on, type your e-mail address").fill("somebody@else.example");
  await button(here.page, "Go on").click();
  await expect(sheet.getByText("Nothing was deleted.")).toBeVisible();
  await sheet.getByLabel("To go on, type your e-mail address").fill(account.email.toUpperCase());
  await button(here.page, "Go on").click();
  await prove(here.page, account.password);
  await expect(button(here.page, "Delete for good")).toBeVisible();
  // Without the network it says so, and nothing has changed.
  await here.offline();
  await button(here.page, "Delete for good").click();
  await expect(sheet.getByText("This needs the network")).toBeVisible();
  await here.online();
  expect(await server.ownTexts(account)).toEqual(["Synced before."]);
  await button(here.page, "Delete for good").click();
  await here.expectSync("guest");
  await here.openChat();
  await expect(here.own()).toHaveCount(0);

  await away.online();
  await away.expectSync("signedOut");
  await settings(away);
  await expect(away.page.getByText(`The account ${account.email} is not there any more.`)).toBeVisible();
  expect(await violations(away.page)).toEqual([]);
  await button(away.page, "Keep it here as a guest").click();
  await away.expectSync("guest");
  // Whatever had been on the server is here, and goes along into another account.
  const another = newAccount();
  await away.signUp(another);
  await away.openChat();
  await away.expectDrained();
  expect(await server.ownTexts(another)).toEqual(["Synced before.", "Written while away."]);
  await expect.poll(() => away.own().count()).toBe(2);
  expect(host.output()).not.toContain("the API failed");
});

test("[E3] where letters go by mail a new account proves its address, and a taken one hears it by letter", async ({ browser }) => {
  const mail = await startMailServer();
  const host = await startHost({ env: { SMTP_URL: mail.url } });
  const device = await Device.open(browser, { baseURL: host.url, locale: "bn-BD", viewport: { width: 360, height: 740 } });
  const { page } = device;
  try {
    const account = newAccount();
    const signUp = async (password: string): Promise<void> => {
      await settings(device);
      await button(page, "অ্যাকাউন্ট খোলো").click();
      await page.getByLabel("ই-মেইল ঠিকানা").fill(account.email);
      await page.getByLabel("পাসওয়ার্ড", { exact: true }).fill(password);
      await button(page, "অ্যাকাউন্ট খোলো").click();
      await expect(page.getByText("কোডসহ একটা চিঠি রওনা দিয়েছে")).toBeVisible();
    };
    const codeIn = async (after = ""): Promise<string> => {
      const code = () => /^\d{6}$/m.exec(mail.to(account.email)?.text ?? "")?.[0] ?? after;
      await expect.poll(code).not.toBe(after);
      return code();
    };
    await signUp(account.password);
    const first = await codeIn();
    expect(mail.to(account.email)?.subject).toContain("বন্ধুতে স্বাগতম");
    await page.getByLabel("কোড", { exact: true }).fill(first);
    await button(page, "এগিয়ে চলো").click();
    await expect(page.getByText("সাইন ইন করা আছে")).toBeVisible();
    const state = page.locator("[data-sync]").first();
    await expect(state).toHaveAttribute("data-sync", "synced", { timeout: 20_000 });
    await button(page, "সাইন আউট করো").click();
    await page.getByRole("dialog").getByRole("button", { name: "সাইন আউট করো", exact: true }).click();
    await expect(state).toHaveAttribute("data-sync", "guest");

    await signUp("another good password");
    await page.getByLabel("কোড", { exact: true }).fill(await codeIn(first));
    await button(page, "এগিয়ে চলো").click();
    await expect(page.getByText("সাইন ইন করা আছে")).toBeVisible();
    const signIn = (password: string) =>
      fetch(`${host.url}/auth/v1/token?grant_type=password`, {
        method: "POST",
        headers: { apikey: host.publishableKey, "content-type": "application/json" },
        body: JSON.stringify({ email: account.email, password }),
      });
    expect((await signIn("another good password")).status).toBe(400);
    expect((await signIn(account.password)).status).toBe(200);
  } finally {
    await device.close();
    await host.stop();
    await mail.close();
  }
});
