/** Home and the page of the days over a runtime in memory: every state that days can be in, the keys of the calendar, why a number is what it is. */
import type { Page } from "@playwright/test";
import { violations } from "./support/axe.ts";
import { beyondTheEdge, evening, expect, test } from "./support/places.ts";

const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 800 };
const week = (page: Page) => page.getByRole("list", { name: "This week" }).getByRole("listitem");
const marks = (page: Page) => week(page).evaluateAll((days) => days.map((day) => day.getAttribute("data-mark")).join(" "));
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");

/** Both screens as they are, with text twice as large, and by lamplight. */
async function isFit(page: Page, what: string): Promise<void> {
  expect(await violations(page), what).toEqual([]);
  expect(await beyondTheEdge(page), what).toEqual([]);
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  expect(await beyondTheEdge(page), `${what}, text twice as large`).toEqual([]);
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  await page.evaluate(() => (document.documentElement.dataset["theme"] = "dark"));
  expect(await violations(page, { coloursOnly: true }), `${what}, dark`).toEqual([]);
}

const states = [
  ["few", "Your days begin here", "before before before before before open ahead", "whatever you do here"],
  ["firstday", "1 day together", "before before before before before done ahead", "6 more days in a row"],
  ["day7", "7 days together", "done done done done done done ahead", "earned you a rest day"],
  ["risk", "4 days together", "before done done done done open ahead", "still open. One small thing"],
  ["rested", "16 days together", "done done rest done done open ahead", "One small thing"],
  ["broken", "A fresh page", "quiet done done done quiet open ahead", "The 7 days you were here stay yours"],
  ["long", "400 days together", "done done done done done done ahead", "2 rest days in hand"],
  ["traveller", "12 days together", "done skipped done done done done ahead", "a rest day in hand"],
  ["away", "4 days together", "before before done done done done ahead", "3 more days"],
  ["arriving", "3 days together", "before before before done done done ahead", "still travelling"],
] as const;

test("[K2] Home tells every state of the days by number, week and word, and everything fits", async ({ page, open }) => {
  await page.setViewportSize(phone);
  for (const [seed, title, drawn, line] of states) {
    await open("/", `seed=${seed}`);
    const streak = page.getByRole("region", { name: "Your days together" });
    await expect(streak.getByRole("heading", { name: title }), seed).toBeVisible();
    await expect(streak, seed).toContainText(line);
    expect(await marks(page), seed).toBe(drawn);
    // The conversation stays the largest thing.
    const heights = await page.evaluate(() => [".page-sheet", ".streak"].map((part) => document.querySelector(part)?.getBoundingClientRect().height ?? 0));
    expect(heights[0], seed).toBeGreaterThan((heights[1] ?? 0) * 0.8);
  }
  await isFit(page, "Home");
  for (const locale of ["en", "bn"]) {
    await open("/", `seed=long&locale=${locale}`);
    await isFit(page, `Home of a long run, ${locale}`);
    await open("/days", `seed=long&locale=${locale}`);
    await isFit(page, `the days of a long run, ${locale}`);
  }
  await open("/days", "seed=few");
  await isFit(page, "no days yet");
  // The longest word for how syncing goes, on the smallest phone.
  await page.setViewportSize({ width: 320, height: 640 });
  await open("/", "seed=arriving&locale=bn");
  expect(await beyondTheEdge(page), "the top bar on a small phone").toEqual([]);
  await page.setViewportSize(desk);
  await open("/days", "seed=long");
  await isFit(page, "the days, at a desk");
});

test("[N3] the greeting goes on while one looks", async ({ page, open }) => {
  await page.clock.install({ time: evening });
  await open("/", "seed=risk");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Good evening");
  await page.clock.fastForward("02:40:00");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Still up?");
});

test("[N4] keys move over the year as in a date picker, each date is told in words, and Enter opens it", async ({ page, open }) => {
  await page.setViewportSize(phone);
  await open("/days", "seed=long");
  const year = page.getByRole("group", { name: "Days of 2026" });
  await expect(year.getByRole("grid")).toHaveCount(11);
  await expect(year.getByRole("grid", { name: "November" }).getByRole("columnheader").first()).toHaveText("Monday");
  // One stop for Tab, at today.
  await page.getByRole("combobox", { name: "Which year" }).focus();
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Saturday 21 November, today: 4 minutes");
  await page.keyboard.press("Tab");
  await expect(year.locator(":focus")).toHaveCount(0);
  await page.keyboard.press("Shift+Tab");
  const presses = [
    ["ArrowLeft", "Friday 20 November: 33 minutes"],
    ["ArrowUp", "Friday 13 November: 33 minutes"],
    ["Home", "Monday 9 November: rest day"],
    ["End", "Sunday 15 November: 42 minutes"],
    ["PageUp", "Thursday 15 October: 4 minutes"],
    ["Control+Home", "Thursday 1 January: 9 minutes"],
    ["ArrowUp", "Thursday 1 January: 9 minutes"],
    ["Control+End", "Monday 30 November: still to come"],
    ["PageUp", "Friday 30 October: 4 minutes"],
  ] as const;
  for (const [key, words] of presses) {
    await page.keyboard.press(key);
    expect(await focused(page), key).toBe(words);
    await expect(page.locator(".year-told"), key).toHaveText(words);
  }
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("heading", { name: "Friday 30 October" })).toBeVisible();
  await expect(sheet).toContainText("talking: 4 minutes");
  await expect(sheet).toContainText("10:00 to 10:04");
  expect(await violations(page, { within: "dialog" })).toEqual([]);
  await sheet.getByRole("gridcell", { name: /^Thursday 15 October/ }).click();
  await expect(sheet.getByRole("heading", { name: "Thursday 15 October" })).toBeVisible();
  await sheet.getByRole("button", { name: "Later month" }).click();
  await expect(sheet.getByRole("heading", { name: "Sunday 15 November" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  // The year stands where it was left.
  expect(await focused(page)).toBe("Friday 30 October: 4 minutes");

  await page.getByRole("combobox", { name: "Which year" }).selectOption("2025");
  await expect(page.getByRole("group", { name: "Days of 2025" }).getByRole("grid")).toHaveCount(3);
  await page.getByText("As a table, by month").click();
  await expect(page.getByRole("row", { name: /^December 31 0 / })).toBeVisible();
});

test("[N4] four steps of ink differ in form, and stay told in forced colours", async ({ page, open }) => {
  await page.setViewportSize(desk);
  const drops = () =>
    page.locator(".legend .ink").evaluateAll((inks) =>
      inks.map((ink) => {
        const drop = getComputedStyle(ink, "::before");
        return { width: Number.parseFloat(drop.width), ground: `${drop.backgroundColor} ${drop.backgroundImage}` };
      }),
    );
  await open("/days", "seed=long");
  const steps = (await drops()).slice(0, 4).map(({ width }) => width);
  for (const [at, width] of steps.slice(1).entries()) expect(width - (steps[at] ?? 0), `step ${at + 2}`).toBeGreaterThan(2);
  await page.emulateMedia({ forcedColors: "active" });
  const canvas = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  for (const { ground } of await drops()) expect(ground).not.toBe(`${canvas} none`);
});

test("[K3] why: the present run date by date, with zones and rest days, and what was before on demand", async ({ page, open }) => {
  await page.setViewportSize(phone);
  await open("/", "seed=traveller");
  await page.getByRole("button", { name: "Why 12?" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("heading", { name: "Why 12 days" })).toBeFocused();
  await expect(sheet).toContainText("Together since Monday 9 November. Rest days earned: 1, used: 0, in hand: 1.");
  const dates = sheet.getByRole("listitem");
  await expect(dates.first()).toContainText("by the clocks there (UTC+9)");
  await expect(sheet.getByRole("listitem").filter({ hasText: "Tuesday 17 November" })).toContainText("never came");
  await expect(sheet.getByRole("listitem").filter({ hasText: "Sunday 15 November" })).toContainText("a rest day earned");
  expect(await violations(page, { within: "dialog" })).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Why 12?" })).toBeFocused();

  await open("/", "seed=long");
  await expect(page.getByText("12 without rest days")).toBeVisible();
  await page.getByRole("button", { name: "Why 400?" }).click();
  await expect(dates).toHaveCount(14);
  await sheet.getByRole("button", { name: "Earlier dates" }).click();
  await expect(dates).toHaveCount(42);
  await expect(dates.filter({ hasText: "rest day used" }).first()).toBeVisible();
});

test("visits: the running one, older ones as one goes, and an empty page in words", async ({ page, open }) => {
  await page.setViewportSize(phone);
  await open("/days", "seed=long");
  const visits = page.locator(".visits-part");
  await expect(visits.getByRole("listitem").first()).toContainText("since 18:58, still going on");
  await expect(visits.getByRole("listitem")).toHaveCount(30);
  await visits.getByRole("button", { name: "Earlier visits" }).scrollIntoViewIfNeeded();
  await expect.poll(() => visits.getByRole("listitem").count()).toBeGreaterThan(30);
  await open("/days", "seed=few");
  await expect(visits).toContainText("Your visits will be listed here");
});

test("the settings say when a day begins and whether quiet ones rest", async ({ page, open }) => {
  await open("/settings", "seed=long");
  await page.getByRole("group", { name: "My day begins at" }).getByRole("radio").nth(3).check();
  await page.getByRole("group", { name: "Rest days" }).getByRole("radio", { name: /^Off/ }).check();
  expect(await page.evaluate(() => window.fake.calls.filter(([name]) => name === "setPreference").map(([, ...what]) => what))).toEqual([
    ["dayStart", 3],
    ["restDays", false],
  ]);
});
