/** A browser over WebDriver BiDi. */
import puppeteer, { type ElementHandle, type Page } from "puppeteer-core";
import { type Engine, findNamed, type Named, type Tab } from "./engine.ts";

class PuppeteerTab implements Tab {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }
  async #find({ role, name }: Named): Promise<ElementHandle> {
    const found = (await this.#page.evaluateHandle(findNamed, role, name)).asElement();
    if (found === null) throw new Error(`${role} "${name}" is no element`);
    // The handle of any node; findNamed gives elements only.
    return found as ElementHandle;
  }
  async open(url: string): Promise<void> {
    await this.#page.goto(url);
  }
  async reload(): Promise<void> {
    await this.#page.reload();
  }
  show(): Promise<void> {
    return this.#page.bringToFront();
  }
  async read<T>(inPage: (given: string) => T | Promise<T>, given = ""): Promise<T> {
    return (await this.#page.evaluate(inPage, given)) as T;
  }
  async type(field: Named, text: string): Promise<void> {
    await (await this.#find(field)).type(text);
  }
  async press(button: Named): Promise<void> {
    await (await this.#find(button)).click();
  }
  close(): Promise<void> {
    return this.#page.close();
  }
}

export interface PuppeteerOptions {
  readonly browser: "chrome" | "firefox";
  readonly executablePath: string;
  readonly args?: string[];
  readonly env?: Record<string, string | undefined>;
  readonly extraPrefsFirefox?: Record<string, unknown>;
}

export async function launchPuppeteer(options: PuppeteerOptions): Promise<Engine> {
  const browser = await puppeteer.launch({ ...options, protocol: "webDriverBiDi", headless: true, defaultViewport: { width: 1280, height: 800 } });
  return {
    version: await browser.version(),
    newTab: async () => new PuppeteerTab(await browser.newPage()),
    quit: () => browser.close(),
  };
}
