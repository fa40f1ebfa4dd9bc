/** WebKit: WebKitGTK's MiniBrowser by its own WebDriver, on a screen that nobody sees. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Builder, Capabilities, type WebDriver, type WebElement } from "selenium-webdriver";
import { findWebkit } from "../../support/system.mjs";
import { type Engine, findNamed, type Named, type Tab } from "./engine.ts";
import { start, type Started } from "./started.ts";

/** A driver looks at one tab at a time: what belongs together is done in one turn. */
class Turns {
  readonly #driver: WebDriver;
  #last: Promise<unknown> = Promise.resolve();
  #at: string | null = null;
  constructor(driver: WebDriver) {
    this.#driver = driver;
  }
  take<T>(handle: string, work: (driver: WebDriver) => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      if (this.#at !== handle) {
        await this.#driver.switchTo().window(handle);
        this.#at = handle;
      }
      return work(this.#driver);
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
  leave(): void {
    this.#at = null;
  }
}

class WebkitTab implements Tab {
  readonly #turns: Turns;
  readonly #handle: string;
  constructor(turns: Turns, handle: string) {
    this.#turns = turns;
    this.#handle = handle;
  }
  #do<T>(work: (driver: WebDriver) => Promise<T>): Promise<T> {
    return this.#turns.take(this.#handle, work);
  }
  async #find(driver: WebDriver, { role, name }: Named): Promise<WebElement> {
    return driver.executeScript<WebElement>(findNamed, role, name);
  }
  open(url: string): Promise<void> {
    return this.#do((driver) => driver.get(url));
  }
  reload(): Promise<void> {
    return this.#do((driver) => driver.navigate().refresh());
  }
  /** Looking at a tab is all that WebDriver knows; WebKit then shows it. */
  async show(): Promise<void> {
    await this.#do((driver) => driver.getTitle());
  }
  read<T>(inPage: (given: string) => T | Promise<T>, given = ""): Promise<T> {
    return this.#do((driver) => driver.executeScript<T>(inPage, given));
  }
  type(field: Named, text: string): Promise<void> {
    return this.#do(async (driver) => (await this.#find(driver, field)).sendKeys(text));
  }
  press(button: Named): Promise<void> {
    return this.#do(async (driver) => (await this.#find(driver, button)).click());
  }
  async close(): Promise<void> {
    await this.#do((driver) => driver.close());
    this.#turns.leave();
  }
}

/** A port that was free a moment ago: the driver cannot choose one itself. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))));
    });
  });

/** Xvfb picks a display that is free and tells its number. */
async function startScreen(executable: string): Promise<{ readonly screen: Started; readonly display: string }> {
  const screen = start(executable, ["-displayfd", "3", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const told = new Promise<string>((resolve) => screen.child.stdio[3]?.once("data", (data) => resolve(String(data).trim())));
  return { screen, display: `:${await Promise.race([told, screen.died])}` };
}

async function startDriver(executable: string, env: NodeJS.ProcessEnv): Promise<{ readonly driver: Started; readonly url: string }> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const driver = start(executable, [`--port=${new URL(url).port}`], { stdio: "ignore", env });
  const answers = async (): Promise<void> => {
    const answer = await fetch(`${url}/status`).catch(() => null);
    if (answer?.ok !== true) return new Promise((resolve) => setTimeout(resolve, 50)).then(answers);
  };
  await Promise.race([answers(), driver.died]);
  return { driver, url };
}

export async function launchWebkit(): Promise<Engine> {
  const webkit = findWebkit();
  if (!webkit) throw new Error("No WebKitGTK found: `npm run test:engines` installs it or says what to do.");
  const home = await mkdtemp(join(tmpdir(), "bondhu-webkit-"));
  const { screen, display } = await startScreen(webkit.screen);
  // No desktop: no accessibility bus, no graphics card, and a home and runtime folder of its own.
  const env = { PATH: process.env["PATH"], HOME: home, XDG_RUNTIME_DIR: home, DISPLAY: display, LANG: "C.UTF-8", NO_AT_BRIDGE: "1", LIBGL_ALWAYS_SOFTWARE: "1" };
  const { driver, url } = await startDriver(webkit.driver, env);
  const options = { binary: webkit.browser, args: ["--automation"] };
  const session = await new Builder()
    .usingServer(url)
    .withCapabilities(new Capabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": options }))
    .build();
  await session.manage().setTimeouts({ script: 30_000, pageLoad: 30_000 });
  await session.manage().window().setRect({ x: 0, y: 0, width: 1280, height: 880 });
  const told = await session.getCapabilities();
  const turns = new Turns(session);
  // Stays as it is: the driver opens a new tab only from one that is there.
  const first = await session.getWindowHandle();
  return {
    version: `${String(told.get("browserName"))} ${String(told.get("browserVersion"))}`,
    newTab: () =>
      turns.take(first, async () => {
        // A window, not a tab: WebKitGTK leaves a new tab hidden, and a hidden page hardly runs.
        await session.switchTo().newWindow("window");
        turns.leave();
        return new WebkitTab(turns, await session.getWindowHandle());
      }),
    async quit() {
      await session.quit();
      await driver.end();
      await screen.end();
      await rm(home, { recursive: true, force: true });
    },
  };
}
