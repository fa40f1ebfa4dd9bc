/** One person, several tabs and devices: one conversation. */
import { expect, newAccount, test, texts } from "./support/fixtures.ts";

test("[C2] two tabs and the worker at once: every message once, everywhere", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice();
  await device.signUp(account);
  await device.openChat();
  await device.controlled();
  const other = await device.context.newPage();
  await other.goto(`${device.baseURL}/chat`);
  const otherComposer = other.getByRole("textbox", { name: "Message Bondhu" });
  await expect(otherComposer).toBeVisible();
  const worker = device.context.serviceWorkers()[0];
  if (!worker) throw new Error("no service worker");
  const wake = () => device.page.evaluate(() => navigator.serviceWorker.controller?.postMessage({ type: "wake" }));
  for (let index = 1; index <= 8; index += 1) {
    await device.send(`tab one ${index}.`);
    await wake();
    await otherComposer.fill(`tab two ${index}.`);
    await other.getByRole("button", { name: "Send", exact: true }).click();
    await expect(otherComposer).toHaveValue("");
  }
  await device.expectDrained();
  const arrived = await server.ownTexts(account);
  expect(arrived).toHaveLength(16);
  expect(new Set(arrived).size).toBe(16);
  await expect(device.own()).toHaveCount(16);
  await expect.poll(() => device.ownTexts()).toEqual(arrived);
});

test("[L6] the second device sees a message without a reload", async ({ openDevice }) => {
  const account = newAccount();
  const phone = await openDevice({ viewport: { width: 360, height: 740 } });
  await phone.signUp(account);
  await phone.openChat();
  const desk = await openDevice();
  await desk.signIn(account);
  await desk.openChat();
  await desk.expectDrained();
  await phone.send("from the phone");
  await expect(desk.own("from the phone")).toBeVisible({ timeout: 10_000 });
  await desk.send("from the desk");
  await expect(phone.own("from the desk")).toBeVisible({ timeout: 10_000 });
});

test("[L6] and still does with realtime blocked", async ({ openDevice }) => {
  const account = newAccount();
  const phone = await openDevice({ viewport: { width: 360, height: 740 } });
  await phone.signUp(account);
  await phone.openChat();
  const desk = await openDevice();
  await desk.context.routeWebSocket(/realtime/, (socket) => socket.close());
  await desk.page.clock.install();
  await desk.signIn(account);
  await desk.openChat();
  await desk.expectDrained();
  await phone.send("no poke");
  await phone.expectDrained();
  // The slow timer's time (C1), gone by at once.
  await desk.page.clock.fastForward(31_000);
  await expect(desk.own("no poke")).toBeVisible();
});

test("a guest signs up, and the history appears on a second device", async ({ openDevice, server }) => {
  const account = newAccount();
  const first = await openDevice();
  await first.openChat();
  const written = texts(7, "as a guest");
  for (const text of written) await first.send(text);
  await first.expectSync("guest");
  expect(await first.pending()).toBeGreaterThanOrEqual(7);
  await first.signUp(account);
  await first.openChat();
  await first.expectDrained();
  expect(await server.ownTexts(account)).toEqual(written);
  const second = await openDevice();
  await second.signIn(account);
  await second.openChat();
  await expect.poll(() => second.ownTexts()).toEqual(written);
});
