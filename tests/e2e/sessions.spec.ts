/** Visits, days and the streak as a person has them, with clocks that the test moves: everything is lived on devices and then read from the server. */
import { chromium, type Locator, type Page } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumArgs } from "../../playwright.config.ts";
import { findChromium } from "../support/system.mjs";
import { Device } from "./support/device.ts";
import { expect, newAccount, test } from "./support/fixtures.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const dhaka = { timezoneId: "Asia/Dhaka", offset: 6 * hour };

/** The last midnight in Dhaka, as an instant. */
const lastMidnight = (now: number): number => Math.floor((now + dhaka.offset) / day) * day - dhaka.offset;
const dateInDhaka = (at: number): string => new Date(at + dhaka.offset).toISOString().slice(0, 10);
const clockOf = (page: Page): Promise<number> => page.evaluate(() => Date.now());
/** The streak's section of Home. */
const streakOn = (page: Page): Locator => page.getByRole("region", { name: "Your days together" });
const goHome = (page: Page): Promise<void> => page.getByRole("link", { name: "Home", exact: true }).first().click();

test("[V1] [V2] [V3] two tabs, a reload and midnight are one session of two days; a killed browser ends it at the heartbeat, and the next is another", async ({ host, server }) => {
  const profile = await mkdtemp(join(tmpdir(), "bondhu-profile-"));
  const executablePath = findChromium();
  if (!executablePath) throw new Error("no Chromium");
  const { timezoneId } = dhaka;
  const launch = () => chromium.launchPersistentContext(profile, { executablePath, args: chromiumArgs, locale: "en-GB", reducedMotion: "reduce", timezoneId });
  const midnight = lastMidnight(Date.now()) - day;
  const started = midnight - 10 * minute;
  try {
    const first = await launch();
    await first.clock.install({ time: started });
    const one = await Device.from(first, host.url);
    await one.openChat();
    await one.send("before midnight, in the first tab");
    const two = Object.assign(await Device.from(first, host.url), { page: await first.newPage() });
    await two.openChat();
    await two.send("and in the second");
    await one.page.reload();
    await expect(one.own()).toHaveCount(2);
    // Moved one after the other, two tabs would have clocks as no two tabs of a device have.
    await two.page.close();
    for (let passed = 0; passed < 20; passed += 5) await first.clock.fastForward(5 * minute);
    await one.send("after midnight");
    await goHome(one.page);
    await expect(streakOn(one.page).getByRole("heading", { name: "2 days together" })).toBeVisible();
    await expect(one.page.getByRole("main")).toContainText("Here since 23:50: talking.");
    await first.clock.fastForward(minute);
    const killed = await clockOf(one.page);
    const session = await first.browser()?.newBrowserCDPSession();
    const closed = first.waitForEvent("close");
    await Promise.allSettled([session?.send("Browser.crash") ?? Promise.reject(new Error("no browser session")), closed]);

    const after = await launch();
    await after.clock.install({ time: killed + 45 * minute });
    const device = await Device.from(after, host.url);
    await device.openChat();
    await goHome(device.page);
    await expect(device.page.getByRole("main")).toContainText("You’ve just come in.");
    await device.page.goBack();
    await device.send("another visit");
    await after.clock.fastForward(Date.now() - (await clockOf(device.page)));
    const account = newAccount();
    await device.signUp(account);
    await device.expectDrained();
    const sessions = await server.rows(account, "user_sessions?select=id,session_start,session_end,total_duration_minutes,activities&order=session_start");
    expect(sessions).toMatchObject([{ activities: ["chat"] }, { activities: ["chat"] }]);
    const [begin = Number.NaN, end = Number.NaN] = ["session_start", "session_end"].map((column) => Date.parse(String(sessions[0]?.[column])));
    // The moved clock goes on by itself, too: a slow machine makes the visit longer, never shorter.
    expect(begin - started).toBeGreaterThanOrEqual(0);
    expect(begin).toBeLessThan(midnight);
    expect(Math.abs(killed - end)).toBeLessThan(15 * second);
    expect(end - begin).toBeGreaterThan(20.5 * minute);
    expect(Math.abs(Number(sessions[0]?.["total_duration_minutes"]) - (end - begin) / minute)).toBeLessThanOrEqual(1);
    expect(await server.rows(account, "streak_days?select=day&order=day")).toEqual([{ day: dateInDhaka(started) }, { day: dateInDhaka(midnight) }]);
    expect(await server.rows(account, "activities?select=kind,day&order=started_at")).toEqual([{ kind: "chat", day: dateInDhaka(started) }, { kind: "chat", day: dateInDhaka(midnight) }]);
    await after.close();
  } finally {
    // A browser that was killed may still be letting go of its files.
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("[K1] [K2] a week without a network, and a day of rest: the streak is the same after the sync, on the server and on a device elsewhere", async ({ openDevice, server }) => {
  const device = await openDevice({ timezoneId: dhaka.timezoneId });
  await device.page.clock.install({ time: Date.now() - 8 * day });
  await device.openChat();
  await device.controlled();
  await device.offline();
  for (let done = 1; done <= 7; done++) {
    await device.send(`day ${done}`);
    await device.page.clock.fastForward(day);
  }
  // The eighth is quiet.
  await device.page.clock.fastForward(day);
  await device.send("day 9");
  const shown = async (page: Page): Promise<void> => {
    await goHome(page);
    await expect(streakOn(page).getByRole("heading", { name: "8 days together" })).toBeVisible();
    await expect(streakOn(page)).toContainText("1 without rest days");
  };
  await shown(device.page);
  await device.page.reload();
  await shown(device.page);
  await device.online();
  const account = newAccount();
  await device.signUp(account);
  await device.expectDrained();
  await shown(device.page);
  expect(await server.rows(account, "streak_days?select=day&order=day")).toHaveLength(8);
  const today = dateInDhaka(Date.now());
  expect(await server.call(account, "calculate_streak", { today })).toBe(1);
  expect(await server.call(account, "calculate_streak", { today, rest_days: true })).toBe(8);
  const far = await openDevice({ timezoneId: "America/Los_Angeles" });
  await far.signIn(account);
  await far.expectDrained();
  await shown(far.page);
});

test("[K4] [W4] a clock days ahead is mended, and no day is invented", async ({ openDevice, server }) => {
  const device = await openDevice({ timezoneId: dhaka.timezoneId, serviceWorkers: "block" });
  await device.page.clock.install({ time: Date.now() + 3 * day });
  await device.openChat();
  await device.send("in three days");
  await device.page.clock.fastForward(day);
  await device.send("in four");
  await goHome(device.page);
  await expect(streakOn(device.page).getByRole("heading", { name: "2 days together" })).toBeVisible();
  const account = newAccount();
  await device.signUp(account);
  await device.expectDrained();
  expect(await server.rows(account, "streak_days?select=day")).toEqual([{ day: dateInDhaka(Date.now()) }]);
  await goHome(device.page);
  await expect(streakOn(device.page).getByRole("heading", { name: "1 day together" })).toBeVisible();
});

test("[K5] a day that the server refuses is to be seen, does not count, and does once it is taken", async ({ openDevice, server }) => {
  const account = newAccount();
  const device = await openDevice({ timezoneId: dhaka.timezoneId });
  await device.signUp(account);
  await device.openChat();
  await device.expectDrained();
  const today = dateInDhaka(Date.now());
  // On its way the day becomes one of next week: the server's own refusal.
  await device.context.route("**/rpc/sync_push", (route) => {
    const sent = route.request().postData() ?? "";
    return route.continue({ postData: sent.replaceAll(`"day":"${today}"`, `"day":"${dateInDhaka(Date.now() + 4 * day)}"`) });
  });
  await device.send("on a day that the server does not have");
  await device.expectSync("attention");
  await goHome(device.page);
  await expect(streakOn(device.page).getByRole("heading", { name: "Your days begin here" })).toBeVisible();
  expect(await server.rows(account, "streak_days?select=day")).toEqual([]);
  await device.context.unroute("**/rpc/sync_push");
  await device.page.goto(`${device.baseURL}/status`);
  await expect(device.page.getByRole("main")).toContainText("22008");
  await device.page.getByRole("button", { name: "Send again" }).click();
  await device.expectDrained();
  await goHome(device.page);
  await expect(streakOn(device.page).getByRole("heading", { name: "1 day together" })).toBeVisible();
  expect(await server.rows(account, "streak_days?select=day")).toEqual([{ day: today }]);
});

test("[V5] half a minute of breathing in Help now counts as a game", async ({ openDevice }) => {
  const device = await openDevice({ viewport: { width: 360, height: 740 } });
  await device.page.clock.install();
  await device.page.goto(device.baseURL);
  await device.page.getByRole("button", { name: "Help now" }).click();
  const breathe = async (ms: number): Promise<void> => {
    await device.page.getByRole("button", { name: "Start breathing" }).click();
    await device.page.clock.runFor(ms);
    await device.page.getByRole("button", { name: "That’s enough" }).click();
  };
  await breathe(25 * second);
  await device.page.goBack();
  await expect(device.page.getByRole("main")).toContainText("You’ve just come in.");
  await device.page.getByRole("button", { name: "Help now" }).click();
  await breathe(31 * second);
  await device.page.goBack();
  await expect(device.page.getByRole("main")).toContainText("playing");
  await expect(streakOn(device.page).getByRole("heading", { name: "1 day together" })).toBeVisible();
});
