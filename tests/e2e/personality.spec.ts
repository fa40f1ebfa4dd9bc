/** Personality on the real host: begun on one device without a network, finished on another, and what is never to leave a device does not. */
import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { expect, newAccount, test } from "./support/fixtures.ts";
import type { Device } from "./support/device.ts";

const secret = "I have told nobody about the letter";

/** Answers `count` questions that are on screen, by keys. */
async function answer(page: Page, count: number, from: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await expect(page.getByText(`${from + index} answered`)).toBeVisible();
    await page.keyboard.press(String(((from + index) % 5) + 1));
  }
}
const profile = (page: Page) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) }).allTextContents();

/** What a device sends from here on: requests of its page and of its worker, and what goes over a socket. */
async function sentBy({ context, page }: Device): Promise<string[]> {
  const bodies: string[] = [];
  await context.route(/\/(rest|functions|auth)\/v1\//, (route, request) => {
    bodies.push(`${request.method()} ${request.url()} ${request.postDataBuffer()?.toString("utf8") ?? ""}`);
    return route.fallback();
  });
  page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => bodies.push(String(payload))));
  return bodies;
}

test("[Q5] [D2] ten answers offline, the rest on a second device, one profile; a line of this device only is in no request and no archive", async ({ openDevice, host }) => {
  const account = newAccount();
  const phone = await openDevice({ viewport: { width: 360, height: 740 } });
  const bodies = await sentBy(phone);
  await phone.signUp(account);
  await phone.controlled();
  await phone.page.goto(`${phone.baseURL}/you`);
  await phone.expectDrained();
  await phone.offline();
  await phone.page.getByRole("link", { name: "Begin" }).click();
  await answer(phone.page, 10, 0);
  await expect(phone.page.getByText("10 answered")).toBeVisible();
  // As it was left, from the device alone.
  await phone.page.reload();
  await expect(phone.page.getByText("Question 11 of 20 · 10 answered")).toBeVisible();
  await phone.page.getByRole("link", { name: "Stop for today" }).click();
  await expect(phone.page.getByText("You have answered 10 of 20.")).toBeVisible();
  const field = phone.page.getByRole("textbox", { name: "Something to remember" });
  // Shared at first, and made private before it could be sent.
  for (const [text, onlyHere] of [["My sister is called Mita", false], [`${secret}, not even Mita`, true], [secret, false]] as const) {
    await field.fill(text);
    await phone.page.getByRole("checkbox", { name: "Keep it on this device only" }).setChecked(onlyHere);
    await phone.page.getByRole("button", { name: "Remember this" }).click();
    await expect(field).toHaveValue("");
  }
  const lines = phone.page.getByRole("list", { name: "What Bondhu remembers" }).getByRole("listitem");
  await lines.first().getByRole("button").click();
  await lines.getByRole("checkbox").check();
  await lines.getByRole("button", { name: "Save" }).click();
  await expect(lines.filter({ hasText: "only on this device" })).toHaveCount(2);
  await phone.online();
  await phone.expectDrained();

  const desk = await openDevice();
  await desk.signIn(account);
  await desk.page.goto(`${desk.baseURL}/you`);
  await expect(desk.page.getByText("You have answered 10 of 20.")).toBeVisible();
  await expect(desk.page.getByText("My sister is called Mita")).toBeVisible();
  await expect(desk.page.getByText(secret)).toHaveCount(0);
  await desk.page.getByRole("link", { name: "Go on" }).click();
  await answer(desk.page, 10, 10);
  await expect(desk.page.getByRole("img", { name: /five traits/ })).toBeVisible();
  const shown = await profile(desk.page);
  expect(shown).toHaveLength(5);
  // It comes to the other device by itself.
  await expect.poll(() => profile(phone.page)).toEqual(shown);
  await desk.page.getByRole("checkbox", { name: "Bondhu talks with me by this" }).uncheck();
  await expect(phone.page.getByRole("checkbox", { name: "Bondhu talks with me by this" })).not.toBeChecked();

  await phone.openChat();
  await phone.send(`Have you heard of the letter?`);
  await expect(phone.replies()).toHaveCount(1);
  await phone.expectDrained();
  await phone.page.goto(`${phone.baseURL}/settings/data`);
  const downloading = phone.page.waitForEvent("download");
  await phone.page.getByRole("button", { name: "Everything, as open data" }).click();
  const archive = await readFile(await (await downloading).path(), "utf8");
  expect(archive).toContain("My sister is called Mita");
  expect(archive).not.toContain(secret);
  expect(bodies.join("\n")).toContain("My sister is called Mita");
  expect(bodies.join("\n")).not.toContain(secret);
  expect(bodies.filter((body) => /sync_push.*personality_answers/.test(body)).length).toBeGreaterThan(0);
  // Still here after all of it.
  await phone.page.goto(`${host.url}/you`);
  await expect(phone.page.getByText(secret).first()).toBeVisible();
});
