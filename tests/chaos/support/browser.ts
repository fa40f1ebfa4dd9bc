/** Chromium as a process of its own over a profile that outlives it, so that it can be killed with everything it has started. */
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { chromiumArgs } from "../../../playwright.config.ts";
import { findChromium } from "../../support/system.mjs";

const flags = [
  ...chromiumArgs,
  "--headless",
  "--hide-scrollbars",
  "--mute-audio",
  "--disable-breakpad",
  "--disable-back-forward-cache",
  // What a browser for people starts beside the page costs more than the page.
  "--disable-extensions",
  "--disable-component-extensions-with-background-pages",
  "--disable-default-apps",
  "--disable-search-engine-choice-screen",
  "--disable-features=PreloadTopChromeWebUI,MediaRouter,OptimizationHints,Translate,GlobalMediaControls",
  "--allow-pre-commit-input",
  "--disable-backgrounding-occluded-windows",
  "--no-default-browser-check",
  "--password-store=basic",
  "--lang=en-GB",
  "--accept-lang=en-GB",
  "--force-prefers-reduced-motion",
  // A mouse, which this machine may not have: on a desk Enter sends.
  "--blink-settings=primaryPointerType=4,availablePointerTypes=4",
  // High enough that a round's messages are drawn all at once.
  "--window-size=1000,1800",
  "--remote-debugging-port=0",
];

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) killGroup(child);
});

/** Signals the browser and its children, which share its process group. */
function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
}

export class ChromiumProcess {
  #killed = false;

  private constructor(
    private readonly child: ChildProcess,
    /** Resolves when the last of its processes is gone. */
    readonly gone: Promise<void>,
    private readonly browser: Browser,
    readonly context: BrowserContext,
  ) {}

  static async launch(profile: string): Promise<ChromiumProcess> {
    const executable = findChromium();
    if (!executable) throw new Error("no Chromium");
    const child = spawn(executable, [...flags, `--user-data-dir=${profile}`, "about:blank"], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
    running.add(child);
    // Its children hold the pipe too: closed means that nobody of them touches the profile any more.
    const gone = new Promise<void>((resolve) => child.once("close", () => resolve())).finally(() => running.delete(child));
    let said = "";
    const address = await new Promise<string>((resolve, reject) => {
      child.stderr?.on("data", (data: Buffer) => {
        said += data.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      gone.then(() => reject(new Error(`Chromium ended: ${said}`)), reject);
    });
    const browser = await chromium.connectOverCDP(address);
    const [context] = browser.contexts();
    if (!context) throw new Error("Chromium has no context");
    return new ChromiumProcess(child, gone, browser, context);
  }

  get alive(): boolean {
    return !this.#killed && this.child.exitCode === null && this.child.signalCode === null && this.browser.isConnected();
  }

  /** SIGKILL to all of it. */
  kill(): void {
    this.#killed = true;
    killGroup(this.child);
  }
}
