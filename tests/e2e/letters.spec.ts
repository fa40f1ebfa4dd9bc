/** Codes, passwords, addresses, and an account that is deleted while another device is away (supabase/embedded/letters/README.md). */
import type { Page } from "@playwright/test";
import { startHost, type RunningHost } from "../support/host.ts";
import { startMailServer } from "../support/mail-server.ts";
import { violations } from "./support/axe.ts";
import { Device } from "./support/device.ts";
import { expect, newAccount, test } from "./support/fixtures.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const bengali = (code: string): string => [...code].map((digit) => String.fromCodePoint(0x09e6 + Number(digit))).join("");
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

/** Whether the host takes these two. */
async function signsIn(host: RunningHost, email: string, password: string): Promise<boolean> {
  const response = await fetch(`${host.url}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { apikey: host.publishableKey, "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  return response.ok;
}

test("[E1] [E3] [E5] [E6] by mail: a new account proves its address, a taken one hears it by letter, address and password change, a forgotten one is replaced", async ({ browser }) => {
  const mail = await startMailServer();
  const host = await startHost({ env: { SMTP_URL: mail.url } });
  const device = await Device.open(browser, { baseURL: host.url, viewport: { width: 360, height: 740 } });
  const { page } = device;
  const field = page.getByLabel("Code", { exact: true });
  const signedIn = page.getByText("You’re signed in as");
  let last = "";
  const nextCode = async (email: string): Promise<string> => {
    const code = () => /^\d{6}$/m.exec(mail.to(email)?.text ?? "")?.[0] ?? last;
    await expect.poll(code).not.toBe(last);
    return (last = code());
  };
  const signUp = async (email: string, password: string): Promise<void> => {
    await button(page, "Make an account").click();
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await button(page, "Make an account").click();
    await expect(page.getByText("A letter with a code is on its way")).toBeVisible();
  };
  const signOut = async (): Promise<void> => {
    await button(page, "Sign out").click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(button(page, "Make an account")).toBeVisible();
  };
  try {
    const { email, password } = newAccount();
    await page.goto(`${host.url}/settings`);
    await signUp(email, password);
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute("autocomplete", "one-time-code");
    await expect(field).toHaveAttribute("inputmode", "numeric");
    await expect(page.getByRole("button", { name: /^Another code in \d+ s$/ })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    const code = await nextCode(email);
    await field.fill(wrong(code));
    await button(page, "Go on").click();
    await expect(page.getByText("This code doesn’t fit.")).toBeVisible();
    // As it is copied out of a letter, and in the digits of the person's own keyboard.
    await field.fill(`${bengali(code).slice(0, 3)} ${bengali(code).slice(3)}`);
    await expect(field).toHaveValue(code);
    await button(page, "Go on").click();
    await expect(signedIn).toBeVisible();
    await device.expectDrained();
    await signOut();

    // Signing up once more is told apart by the letter alone, and changes nothing of the account.
    await signUp(email, "another good password");
    await field.fill(await nextCode(email));
    expect(mail.to(email)?.subject).toContain("You already have a Bondhu account");
    await button(page, "Go on").click();
    await expect(signedIn).toBeVisible();
    expect([await signsIn(host, email, "another good password"), await signsIn(host, email, password)]).toEqual([false, true]);

    // Another address: who asks, where to, the code from there.
    const moved = newAccount().email;
    const sheet = page.getByRole("dialog");
    await button(page, "Change e-mail").click();
    await sheet.getByLabel("Password", { exact: true }).fill("another good password");
    await button(page, "Go on").click();
    await expect(sheet.getByText("don’t belong together")).toBeVisible();
    await sheet.getByLabel("Password", { exact: true }).fill(password);
    await button(page, "Go on").click();
    await sheet.getByLabel("New e-mail address").fill(moved);
    await button(page, "Send me a code").click();
    await sheet.getByLabel("Code", { exact: true }).fill(await nextCode(moved));
    await sheet.getByRole("button", { name: "Change e-mail" }).click();
    await expect(page.getByText(moved, { exact: true })).toBeVisible();
    await expect(sheet).toBeHidden();

    // Another password, shown to be the owner by a code; the session that did it goes on.
    await button(page, "Change password").click();
    await button(page, "Use a code instead").click();
    await button(page, "Send me a code").click();
    await sheet.getByLabel("Code", { exact: true }).fill(await nextCode(moved));
    await button(page, "Go on").click();
    await sheet.getByLabel("New password", { exact: true }).fill("short");
    await button(page, "Set this password").click();
    await expect(sheet.getByText("Use at least 8 characters.")).toBeVisible();
    await sheet.getByLabel("New password", { exact: true }).fill("a new good password");
    await button(page, "Set this password").click();
    await expect(sheet).toBeHidden();
    expect([await signsIn(host, moved, password), await signsIn(host, moved, "a new good password")]).toEqual([false, true]);
    await device.expectDrained();
    await signOut();

    // And forgotten.
    await button(page, "I already have one").click();
    await page.getByLabel("E-mail address").fill(moved);
    await button(page, "Forgot the password?").click();
    await button(page, "Send me a code").click();
    await field.fill(await nextCode(moved));
    await button(page, "Go on").click();
    await page.getByLabel("New password", { exact: true }).fill("remembered this time");
    await button(page, "Set this password").click();
    await expect(signedIn).toBeVisible();
    expect(await signsIn(host, moved, "remembered this time")).toBe(true);
  } finally {
    await device.close();
    await host.stop();
    await mail.close();
  }
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
  await away.send("Synced before.");
  await away.expectDrained();
  await away.offline();
  await away.send("Written while away.");

  // In with a code, which this host shows in its own window; and out for good.
  const here = await openDevice({ viewport: { width: 360, height: 740 } });
  const { page } = here;
  await page.goto(`${here.baseURL}/settings`);
  await button(page, "I already have one").click();
  await page.getByLabel("E-mail address").fill(account.email);
  await button(page, "Sign in with a code").click();
  await button(page, "Send me a code").click();
  await expect(page.getByText("sees the code in the window where it runs")).toBeVisible();
  const printed = () => new RegExp(`^Code for ${account.email} to sign in: (\\d{6}) `, "m").exec(host.output())?.[1] ?? "";
  await expect.poll(printed).not.toBe("");
  await page.getByLabel("Code", { exact: true }).fill(printed());
  await button(page, "Sign in").click();
  await expect(page.getByText("You’re signed in as")).toBeVisible();
  await button(page, "Delete account").click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("To go on, type your e-mail address").fill("somebody@else.example");
  await button(page, "Go on").click();
  await expect(sheet.getByText("Nothing was deleted.")).toBeVisible();
  await sheet.getByLabel("To go on, type your e-mail address").fill(account.email.toUpperCase());
  await button(page, "Go on").click();
  await sheet.getByLabel("Password", { exact: true }).fill(account.password);
  await button(page, "Go on").click();
  await expect(button(page, "Delete for good")).toBeVisible();
  // Without the network it says so, and nothing has changed.
  await here.offline();
  await button(page, "Delete for good").click();
  await expect(sheet.getByText("This needs the network")).toBeVisible();
  await here.online();
  expect(await server.ownTexts(account)).toEqual(["Synced before."]);
  await button(page, "Delete for good").click();
  await here.expectSync("guest");
  await here.openChat();
  await expect(here.own()).toHaveCount(0);

  await away.online();
  await away.expectSync("signedOut");
  await away.page.goto(`${away.baseURL}/settings`);
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
  await expect(away.own()).toHaveCount(2);
  expect(host.output()).not.toContain("the API failed");
});
