/** One person's device as a test drives it: a browser context with its own storage, worker and network. */
import { expect, type Browser, type BrowserContext, type Locator, type Page } from "@playwright/test";

export interface DeviceOptions {
  readonly baseURL: string;
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  /** Where its clock on the wall is. */
  readonly timezoneId?: string;
  /** A page's clock can be moved, a worker's goes on: a device whose clock is wrong has no worker. */
  readonly serviceWorkers?: "block";
}

export class Device {
  readonly context: BrowserContext;
  page: Page;
  readonly baseURL: string;

  private constructor(context: BrowserContext, page: Page, baseURL: string) {
    this.context = context;
    this.page = page;
    this.baseURL = baseURL;
  }

  /** Without motion, which costs a software renderer more than all the rest of a journey. */
  static async open(browser: Browser, options: DeviceOptions): Promise<Device> {
    const { baseURL, ...rest } = options;
    const context = await browser.newContext({ baseURL, locale: "en-GB", viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...rest });
    return new Device(context, await context.newPage(), baseURL);
  }

  /** A device over a context that somebody else made (a persistent profile). */
  static async from(context: BrowserContext, baseURL: string): Promise<Device> {
    return new Device(context, context.pages()[0] ?? (await context.newPage()), baseURL);
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: "Message Bondhu" });
  }
  get conversation(): Locator {
    return this.page.getByRole("log", { name: "Conversation" });
  }
  get status(): Locator {
    return this.page.getByRole("status", { name: "Sync status" });
  }
  own(text?: string): Locator {
    const articles = this.conversation.locator('article[data-sender="user"]');
    return text === undefined ? articles : articles.filter({ hasText: text });
  }
  replies(): Locator {
    return this.conversation.locator('article[data-sender="ai"]');
  }

  async openChat(): Promise<void> {
    await this.page.goto(`${this.baseURL}/chat`);
    await expect(this.composer).toBeVisible();
  }

  async #account(open: string, submit: string, account: { readonly email: string; readonly password: string }): Promise<void> {
    await this.page.goto(`${this.baseURL}/settings`);
    await this.page.getByRole("button", { name: open, exact: true }).click();
    await this.page.getByLabel("E-mail address").fill(account.email);
    await this.page.getByLabel("Password", { exact: true }).fill(account.password);
    await this.page.getByRole("button", { name: submit, exact: true }).click();
    await expect(this.page.getByText("You’re signed in as")).toBeVisible();
  }
  /** Makes an account; what was written as a guest becomes its. */
  async signUp(account: { readonly email: string; readonly password: string }): Promise<void> {
    await this.#account("Make an account", "Make an account", account);
  }
  async signIn(account: { readonly email: string; readonly password: string }): Promise<void> {
    await this.#account("I already have one", "Sign in", account);
  }

  /** Waits until the service worker controls the page, as it does from the second load at the latest. */
  async controlled(): Promise<void> {
    await this.page.waitForFunction(async () => {
      await navigator.serviceWorker.ready;
      return navigator.serviceWorker.controller !== null;
    });
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(this.composer).toHaveValue("");
  }

  /** Every message text of this person in the order of the screen; scrolls nothing, so for short conversations. */
  async ownTexts(): Promise<string[]> {
    return this.own().evaluateAll((articles) => articles.map((article) => article.querySelector("[data-message-text]")?.textContent ?? ""));
  }

  async expectSync(state: string): Promise<void> {
    await expect(this.status).toHaveAttribute("data-sync", state);
  }
  async expectDrained(timeout = 20_000): Promise<void> {
    await expect(this.status).toHaveAttribute("data-pending", "0", { timeout });
    await expect(this.status).toHaveAttribute("data-sync", "synced", { timeout });
  }
  async pending(): Promise<number> {
    return Number(await this.status.getAttribute("data-pending"));
  }

  async offline(): Promise<void> {
    await this.context.setOffline(true);
  }
  async online(): Promise<void> {
    await this.context.setOffline(false);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
