/** The chat screen over a runtime in memory, built and served once for each worker of the tests, and the hands and eyes of its reader. */
import { fileURLToPath } from "node:url";
import { expect, test as base } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { build, preview } from "vite";

const config = fileURLToPath(new URL("../../support/ui/gallery/vite.config.ts", import.meta.url));

export class Chat {
  readonly page: Page;
  readonly log: Locator;
  readonly composer: Locator;
  readonly send: Locator;
  readonly articles: Locator;
  constructor(page: Page) {
    this.page = page;
    this.log = page.getByRole("log", { name: "Conversation" });
    this.composer = page.getByRole("textbox", { name: "Message Bondhu" });
    this.send = page.getByRole("button", { name: "Send", exact: true });
    this.articles = this.log.locator("article[data-message-id]");
  }

  /** Pixels between the reader and the end. */
  distance(): Promise<number> {
    return this.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
  }
  async expectAtEnd(): Promise<void> {
    await expect.poll(() => this.distance()).toBeLessThanOrEqual(2);
  }
  /** Scrolls as a wheel does, and waits until the list rests. */
  async wheel(dy: number): Promise<void> {
    await this.log.hover();
    await this.page.mouse.wheel(0, dy);
    await this.rest();
  }
  async rest(): Promise<void> {
    await this.log.evaluate(async (log) => {
      let still = 0;
      let last = `${log.scrollTop} ${log.scrollHeight}`;
      while (still < 15) {
        await new Promise(requestAnimationFrame);
        const now = `${log.scrollTop} ${log.scrollHeight}`;
        still = now === last ? still + 1 : 0;
        last = now;
      }
    });
  }
  /** The message at the top of what is visible, and where exactly it stands. */
  topmost(): Promise<{ readonly id: string; readonly y: number }> {
    return this.log.evaluate((log) => {
      const top = log.getBoundingClientRect().top;
      for (const article of log.querySelectorAll("article")) {
        const box = article.getBoundingClientRect();
        if (box.top >= top) return { id: article.dataset["messageId"] ?? "", y: box.top };
      }
      throw new Error("no message in view");
    });
  }
  place(id: string): Promise<number> {
    return this.log.locator(`article[data-message-id="${id}"]`).evaluate((article) => article.getBoundingClientRect().top);
  }
}

export const test = base.extend<{ open: (query: string) => Promise<Chat> }, { gallery: string }>({
  gallery: [
    async ({}, use, worker) => {
      const outDir = worker.project.outputDir.concat(`/gallery-${worker.workerIndex}`);
      await build({ configFile: config, logLevel: "error", build: { outDir } });
      const server = await preview({ configFile: config, logLevel: "error", build: { outDir }, preview: { host: "127.0.0.1", port: 0 } });
      const url = server.resolvedUrls?.local[0];
      if (url === undefined) throw new Error("the gallery is served nowhere");
      await use(url.replace(/\/$/, ""));
      await server.close();
    },
    { scope: "worker" },
  ],
  open: async ({ page, gallery }, use) => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("favicon")) problems.push(message.text());
    });
    await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
    await use(async (query) => {
      await page.goto(`${gallery}/?${query}`);
      const chat = new Chat(page);
      await expect(chat.composer).toBeVisible();
      return chat;
    });
    expect(problems, "the page complained").toEqual([]);
  },
});

export { expect };
