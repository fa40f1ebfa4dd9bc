/** The whole app over a runtime in memory, built and served once for each worker of the tests, at one moment of a Saturday evening in Dhaka. */
import { fileURLToPath } from "node:url";
import { expect, test as base } from "@playwright/test";
import type { Page } from "@playwright/test";
import { build, preview } from "vite";

const config = fileURLToPath(new URL("../../support/ui/app/vite.config.ts", import.meta.url));
export const evening = new Date("2026-11-21T19:40:00+06:00");

/** `query`: `seed=long&locale=bn&theme=dark`. */
type Open = (path: string, query: string) => Promise<Page>;

export const test = base.extend<{ open: Open }, { places: string }>({
  timezoneId: "Asia/Dhaka",
  reducedMotion: "reduce",
  places: [
    async ({}, use, worker) => {
      const outDir = worker.project.outputDir.concat(`/places-${worker.workerIndex}`);
      await build({ configFile: config, logLevel: "error", build: { outDir } });
      const server = await preview({ configFile: config, logLevel: "error", build: { outDir }, preview: { host: "127.0.0.1", port: 0, strictPort: false } });
      const url = server.resolvedUrls?.local[0];
      if (url === undefined) throw new Error("the app is served nowhere");
      await use(url.replace(/\/$/, ""));
      await server.close();
    },
    { scope: "worker" },
  ],
  open: async ({ page, places }, use) => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.location().url.includes("favicon")) problems.push(message.text());
    });
    await page.clock.setFixedTime(evening);
    await use(async (path, query) => {
      await page.goto(`${places}${path}?${query}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      return page;
    });
    expect(problems, "the page complained").toEqual([]);
  },
});

/** What reaches beyond the page's edge, in words. */
export const beyondTheEdge = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("#root *")]
      .filter((element) => {
        const { right, width } = element.getBoundingClientRect();
        return width > 2 && right > innerWidth + 1;
      })
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40) ?? ""}`),
  );

export { expect };
