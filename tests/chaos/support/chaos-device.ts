/** One device of a person: a profile on disk, the browser that runs on it now, its tabs, and its own road to the host. */
import type { CDPSession, Page } from "@playwright/test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Device } from "../../e2e/support/device.ts";
import { ChromiumProcess } from "./browser.ts";
import type { Ledger } from "./ledger.ts";
import { lookAtPage, type Look, reportBubbles } from "./look.ts";
import { Road } from "./road.ts";

interface Tab {
  readonly device: Device;
  readonly cdp: CDPSession;
  frozen: boolean;
}

/** What a browser is asked to do takes no longer, ms, or the test is told what does. */
const patienceMs = 20_000;

/** Whoever uses a browser while somebody kills it hears this. */
export class Killed extends Error {
  override readonly name = "Killed";
}

export class ChaosDevice {
  readonly #profile = mkdtempSync(join(tmpdir(), "bondhu-chaos-"));
  #browser: ChromiumProcess | null = null;
  #tabs: Tab[] = [];
  #launching: Promise<void> | null = null;
  /** Errors that its pages let out since the browser was started. */
  readonly said: string[] = [];

  private constructor(
    readonly name: string,
    readonly road: Road,
    private readonly ledger: Ledger,
  ) {
    process.once("exit", () => rmSync(this.#profile, { recursive: true, force: true }));
  }

  static async make(name: string, hostPort: () => number, ledger: Ledger): Promise<ChaosDevice> {
    const device = new ChaosDevice(name, await Road.open(hostPort), ledger);
    await device.#launch();
    return device;
  }

  get alive(): boolean {
    return this.#browser?.alive ?? false;
  }

  /** The first tab that can be used. */
  get tab(): Tab {
    const tab = this.#tabs.find(({ frozen, device }) => !frozen && !device.page.isClosed());
    if (!this.alive) throw new Killed(this.name);
    if (!tab) throw new Error(`${this.name} has no tab`);
    return tab;
  }
  get page(): Page {
    return this.tab.device.page;
  }
  get device(): Device {
    return this.tab.device;
  }

  /** Does something with the browser, whose end by {@link kill} meanwhile is told as {@link Killed}, whatever the driver makes of it. */
  async use<T>(what: string, work: () => Promise<T>): Promise<T> {
    const browser = this.#browser;
    if (!browser?.alive) throw new Killed(this.name);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`${this.name} cannot ${what} within ${patienceMs} ms`)), patienceMs);
    });
    try {
      return await Promise.race([work(), late, browser.gone.then(() => Promise.reject(new Killed(this.name)))]);
    } catch (reason) {
      if (!browser.alive) throw new Killed(this.name, { cause: reason });
      throw reason;
    } finally {
      clearTimeout(timer);
    }
  }

  /** SIGKILL; false: it did not run. The signal has been sent when this returns. */
  kill(): boolean {
    if (!this.alive) return false;
    this.#browser?.kill();
    return true;
  }

  /** A browser on the profile, with the conversation open, unless there is one. */
  async up(): Promise<void> {
    if (this.alive && this.#tabs.length > 0) return;
    this.#launching ??= this.#relaunch().finally(() => {
      this.#launching = null;
    });
    await this.#launching;
  }

  async #relaunch(): Promise<void> {
    await this.#browser?.gone;
    await this.#launch();
    await this.use("open the conversation", () => this.device.openChat());
  }

  async #launch(): Promise<void> {
    this.#tabs = [];
    this.#browser = await ChromiumProcess.launch(this.#profile);
    const { context } = this.#browser;
    this.said.length = 0;
    context.on("weberror", (error) => this.said.push(String(error.error())));
    context.on("console", (message) => void (["error", "warning"].includes(message.type()) && this.said.push(message.text())));
    await this.use("start", async () => {
      await context.exposeBinding("bondhuShown", (_source, id: string, text: string) => this.ledger.shown(id, text));
      await context.addInitScript(reportBubbles);
      await this.#addTab(context.pages()[0] ?? (await context.newPage()));
    });
  }

  async #addTab(page: Page): Promise<Tab> {
    const tab = { device: await Device.from(page.context(), this.road.url), cdp: await page.context().newCDPSession(page), frozen: false };
    tab.device.page = page;
    this.#tabs.push(tab);
    return tab;
  }

  /** Another tab on the conversation. */
  async openTab(): Promise<Tab> {
    if (!this.#browser) throw new Killed(this.name);
    const tab = await this.#addTab(await this.#browser.context.newPage());
    await tab.device.openChat();
    return tab;
  }

  /** A page that somebody else opened, on the conversation. */
  async adopt(page: Page): Promise<void> {
    await (await this.#addTab(page)).device.openChat();
  }

  async closeTab(tab: Tab): Promise<void> {
    this.#tabs = this.#tabs.filter((one) => one !== tab);
    await tab.device.page.close();
  }

  async freeze(tab: Tab): Promise<void> {
    tab.frozen = true;
    await tab.cdp.send("Page.setWebLifecycleState", { state: "frozen" });
  }

  async thaw(tab: Tab): Promise<void> {
    await tab.cdp.send("Page.setWebLifecycleState", { state: "active" });
    await tab.device.page.bringToFront();
    tab.frozen = false;
  }

  /** Every tab but one closed, that one in front, thawed and online. */
  async calm(): Promise<void> {
    for (const tab of this.#tabs) if (tab.frozen) await this.thaw(tab);
    for (const tab of this.#tabs.slice(1)) await this.closeTab(tab);
    await this.offline(false);
  }

  /** The page's own network; the worker keeps its one. */
  async offline(offline: boolean): Promise<void> {
    const nothing = { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await this.tab.cdp.send("Network.emulateNetworkConditions", nothing);
  }

  /** A network that has come back: ends the waiting of a backoff (P7). */
  async knock(): Promise<void> {
    await this.page.evaluate(() => dispatchEvent(new Event("online")));
  }

  look(): Promise<Look> {
    return this.use("be looked at", () => this.page.evaluate(lookAtPage));
  }

  async close(): Promise<void> {
    await this.#launching;
    this.#browser?.kill();
    await this.#browser?.gone;
    await this.road.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}
