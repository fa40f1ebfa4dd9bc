/** Nothing a person writes needs a network, and nothing is lost on the way to it. */
import { expect, newAccount, test, texts } from "./support/fixtures.ts";

test("[W1] first load, then offline: twenty messages survive a reload in order", async ({ openDevice }) => {
  const device = await openDevice();
  await device.openChat();
  await device.controlled();
  await device.offline();
  const written = texts(20);
  for (const text of written) await device.send(text);
  await device.page.reload();
  await expect(device.composer).toBeVisible();
  await expect.poll(() => device.ownTexts()).toEqual(written);
  await device.expectSync("guest");
  await expect(device.replies().last()).toBeVisible();

  // Addresses as others write them, and requests as a page may make them, end at the same files.
  const { page } = device;
  await page.goto("/chat?text=https://example.org/page.html#top");
  await expect(device.composer).toBeVisible();
  const script = await page.evaluate(() => document.querySelector<HTMLScriptElement>('script[src^="/assets/"]')?.src ?? "");
  const lengths = await page.evaluate(
    async (url) => Promise.all([url, `${url}?v=2`].map(async (each) => (await (await fetch(each, { headers: { range: "bytes=0-99" } })).text()).length)),
    script,
  );
  expect(lengths[0]).toBeGreaterThan(100);
  expect(lengths[1]).toBe(lengths[0]);
  await device.online();
  expect(await page.evaluate(async (url) => (await fetch(url, { method: "HEAD" })).status, script)).toBe(200);
  // A part of what was kept is gone: the network has it.
  await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) if (request.url.includes("/index.html")) await cache.delete(request);
    }
  });
  await page.reload();
  await expect.poll(() => device.ownTexts()).toEqual(written);
});

test("[C1] online again with the page open: all arrive once", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice();
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  await device.expectDrained();
  await device.offline();
  await device.expectSync("offline");
  const written = texts(12, "offline");
  for (const text of written) await device.send(text);
  expect(await device.pending()).toBeGreaterThanOrEqual(12);
  await device.online();
  await device.expectDrained();
  expect(await server.ownTexts(account)).toEqual(written);
  await expect(device.own(written[11]).first()).toHaveAttribute("data-state", /synced|answered/);
});

test("[C3] online again with every page closed: Background Sync drains the queue", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice();
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  await device.expectDrained();
  await device.offline();
  const written = texts(5, "closed");
  for (const text of written) await device.send(text);
  const keeper = await device.context.newPage();
  await device.page.close();
  await keeper.goto("about:blank");
  await device.online();
  await expect.poll(() => server.ownTexts(account), { timeout: 45_000 }).toEqual(written);
});

test("[C1] without SyncManager the page drains alone", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice();
  await device.context.addInitScript(() => {
    Reflect.deleteProperty(ServiceWorkerRegistration.prototype, "sync");
    Reflect.deleteProperty(globalThis, "SyncManager");
  });
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  await device.offline();
  const written = texts(4, "no sync manager");
  for (const text of written) await device.send(text);
  await device.online();
  await device.expectDrained();
  expect(await server.ownTexts(account)).toEqual(written);
});

test("[R7] a crisis line on first offline use brings the card, with helplines, before any reply", async ({ openDevice }) => {
  const device = await openDevice();
  await device.openChat();
  await device.controlled();
  await device.offline();
  await device.send("I want to kill myself");
  const card = device.page.getByRole("dialog");
  await expect(card).toBeVisible();
  await expect(card.getByRole("link", { name: /\d/ }).first()).toBeVisible();
  await device.page.reload();
  await expect(device.page.getByRole("button", { name: "Help now" }).first()).toBeVisible();
});
