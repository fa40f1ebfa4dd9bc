/** Every screen in both themes, both sizes and both languages: reachable, accessible, nothing cut off. */
import type { Page } from "@playwright/test";
import { violations } from "./support/axe.ts";
import { expect, test } from "./support/fixtures.ts";
import { beyondTheEdge } from "./support/places.ts";

const paths = ["/", "/days", "/chat", "/play", "/listen", "/watch", "/you", "/you/questions", "/settings", "/settings/data", "/status", "/nowhere"];
const sizes = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
] as const;

for (const viewport of sizes) {
  test(`axe finds nothing on any screen, ${viewport.width}×${viewport.height}, light and dark`, async ({ openDevice }) => {
    const device = await openDevice({ viewport, colorScheme: "light" });
    const { page } = device;
    await device.openChat();
    await device.send("hello");
    await expect(device.replies().first()).toBeVisible();
    for (const path of paths) {
      await page.goto(`${device.baseURL}${path}`);
      await expect(page.getByRole("heading").first()).toBeAttached();
      expect(await violations(page), path).toEqual([]);
      expect(await beyondTheEdge(page), path).toEqual([]);
      await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
      expect(await beyondTheEdge(page), `${path}, text twice as large`).toEqual([]);
      await page.evaluate(() => (document.documentElement.style.fontSize = ""));
      // The same page in other colours.
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await violations(page, { coloursOnly: true }), `${path}, dark`).toEqual([]);
      await page.emulateMedia({ colorScheme: "light" });
    }
  });
}

test("navigation links and Help now are on every screen", async ({ openDevice }) => {
  const device = await openDevice({ viewport: sizes[0] });
  for (const path of paths.slice(0, -1)) {
    await device.page.goto(`${device.baseURL}${path}`);
    for (const name of ["Home", "Chat", "Play", "Listen", "Watch", "You", "Settings"]) {
      await expect(device.page.getByRole("link", { name, exact: true }).first(), `${name} on ${path}`).toBeVisible();
    }
    await expect(device.page.getByRole("button", { name: "Help now" }).first()).toBeVisible();
    await expect(device.status).toHaveAttribute("data-sync", "guest");
  }
});

test("the app says it in Bengali when the device speaks Bengali", async ({ openDevice }) => {
  const device = await openDevice({ locale: "bn-BD" });
  await device.page.goto(`${device.baseURL}/chat`);
  await expect(device.page.locator("html")).toHaveAttribute("lang", "bn");
  await expect(device.page.getByRole("textbox").first()).toHaveAccessibleName(/[ঀ-৿]/);
});

test("Chromium finds nothing that keeps the app from being installed", async ({ openDevice }) => {
  const device = await openDevice();
  await device.openChat();
  await device.controlled();
  const session = await device.context.newCDPSession(device.page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  expect(installabilityErrors.filter((error) => error.errorId !== "in-incognito")).toEqual([]);
  const { errors } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
});

/** How much of what was in sight has moved since the page began to load, as browsers measure it. */
const shifts = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += "value" in entry && typeof entry.value === "number" ? entry.value : 0;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );

test("the days are on Home at once after a reload, offline too, and nothing moves when they come", async ({ openDevice }) => {
  const device = await openDevice({ viewport: sizes[0] });
  const { page } = device;
  await device.openChat();
  await device.controlled();
  await device.send("hello");
  await device.context.setOffline(true);
  await page.goto(`${device.baseURL}/`);
  const streak = page.getByRole("region", { name: "Your days together" });
  await expect(streak.getByRole("heading", { name: "1 day together" })).toBeVisible();
  await expect(streak).toContainText("6 more days in a row");
  expect(await shifts(page)).toBeLessThan(0.02);
  await expect(page.getByText(/^Here since .*: talking\.$/)).toBeVisible();
  await streak.getByRole("link", { name: "All your days" }).click();
  await expect(page.getByRole("gridcell", { name: /, today: / })).toBeVisible();
  await expect(page.locator(".visits-part").getByRole("listitem")).toContainText("still going on");
});
