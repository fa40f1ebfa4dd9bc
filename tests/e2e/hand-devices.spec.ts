/** M2–M5 through the whole app: a deletion and its undo over reloads, tabs and devices, with a real host. */
import type { Page } from "@playwright/test";
import type { Device } from "./support/device.ts";
import { expect, newAccount, test } from "./support/fixtures.ts";

const secret = "a very private sentence";

/** Everything that this origin keeps in IndexedDB, as text. */
const stored = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("request failed")));
      });
    const found: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const db = await asked(indexedDB.open(name));
      for (const store of db.objectStoreNames) found.push(name, store, await asked(db.transaction(store).objectStore(store).getAll()));
      db.close();
    }
    return JSON.stringify(found);
  });

async function remove(page: Page, text: string): Promise<void> {
  await expect(page.locator(".chat[data-actions]")).toBeVisible();
  const message = page.getByRole("log", { name: "Conversation" }).locator("article").filter({ hasText: text });
  await message.locator("[data-message-text]").click({ button: "right" });
  await page.getByRole("menuitem", { name: /Delete/ }).click();
  await expect(message).toHaveCount(0);
}

test("[M2] [M3] [M4] a deletion over a reload, a second tab, no network and a second device", async ({ openDevice, server }) => {
  const account = newAccount();
  const phone = await openDevice({ viewport: { width: 360, height: 740 } });
  await phone.page.clock.install();
  await phone.openChat();
  await phone.signUp(account);
  await phone.openChat();
  await phone.send(secret);
  await expect(phone.replies()).toHaveCount(1);
  await phone.send("something to keep");
  await expect(phone.replies()).toHaveCount(2);
  await phone.expectDrained();
  await phone.controlled();
  const desk = await openDevice();
  await desk.signIn(account);
  await desk.openChat();
  await expect(desk.own(secret)).toBeVisible();

  // Offline: hidden at once, and after a reload still hidden, with undo still there.
  await phone.offline();
  await remove(phone.page, secret);
  await expect(phone.replies()).toHaveCount(1);
  await phone.page.reload();
  await expect(phone.own("something to keep")).toBeVisible();
  await expect(phone.own(secret)).toHaveCount(0);
  await phone.page.getByRole("button", { name: "Undo" }).click();
  await expect(phone.own(secret)).toBeVisible();
  await expect(phone.replies()).toHaveCount(2);
  expect(await phone.pending()).toBe(0);

  // Again, in one tab; the other hides it too and offers undo. The page goes before the time is over.
  const second = await phone.context.newPage();
  await second.goto(`${phone.baseURL}/chat`);
  await remove(second, secret);
  await expect(phone.own(secret)).toHaveCount(0);
  await expect(phone.page.getByRole("button", { name: "Undo" })).toBeVisible();
  await second.close();
  await phone.page.clock.fastForward(10_500);
  await expect(phone.page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await expect(phone.status).toHaveAttribute("data-pending", "1");
  expect(await stored(phone.page)).not.toContain(secret);
  await expect(desk.own(secret)).toBeVisible();

  await phone.online();
  await phone.expectDrained();
  await expect(desk.own(secret)).toHaveCount(0);
  await expect(desk.replies()).toHaveCount(1);
  expect(await server.ownTexts(account)).toEqual(["", "something to keep"]);
  await expect.poll(() => stored(desk.page)).not.toContain(secret);
});

test("[M5] [M6] a reaction reaches the other device and is taken back there; another answer is kept beside the first", async ({ openDevice }) => {
  const account = newAccount();
  const phone = await openDevice();
  await phone.openChat();
  await phone.signUp(account);
  await phone.openChat();
  await phone.send("hello Bondhu");
  await expect(phone.replies()).toHaveCount(1);
  const desk = await openDevice();
  await desk.signIn(account);
  await desk.openChat();
  await expect(desk.replies()).toHaveCount(1);
  const act = async (device: Device, role: "menuitem" | "menuitemradio", name: string) => {
    await expect(device.page.locator(".chat[data-actions]")).toBeVisible();
    await device.replies().last().locator("[data-message-text]").click({ button: "right" });
    await device.page.getByRole(role, { name }).click();
  };
  await act(phone, "menuitemradio", "Love");
  await expect(desk.replies().getByRole("button", { name: "Your reaction: ❤️" })).toBeVisible();
  await act(desk, "menuitemradio", "Love");
  await expect(phone.replies().getByRole("button", { name: /Your reaction/ })).toHaveCount(0);
  await act(desk, "menuitem", "Answer again");
  await expect(desk.replies()).toContainText("Answer 2 of 2");
  await expect(phone.replies()).toContainText("Answer 2 of 2");
  await phone.replies().getByRole("button", { name: "Earlier answer" }).click();
  await expect(phone.replies()).toContainText("Answer 1 of 2");
});
