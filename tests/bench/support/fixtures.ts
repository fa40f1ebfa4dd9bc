/** Fixtures: the app as it was built when the bench began, hosts that serve it, and pages on an origin where no app runs. */
import { type BrowserContext, type Page, test as base } from "@playwright/test";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../../supabase/embedded/build.mjs";
import { type HostProcessOptions, type RunningHost, startHost } from "../../support/host.ts";
import type { BenchDevice } from "../device/device.ts";
import type { Plain } from "../plain/plain.ts";
import { bundle } from "./bundle.ts";

declare global {
  // The globals of the two scripts that run in pages.
  var device: BenchDevice;
  var plain: Plain;
}

interface Fixtures {
  /** Starts a host on the built app; stopped after the bench. */
  readonly serve: (options?: HostProcessOptions) => Promise<RunningHost>;
  /** A device with storage of its own; the worker is blocked unless asked for. */
  readonly newDevice: (host: RunningHost, options?: { readonly worker: boolean }) => Promise<BrowserContext>;
}
interface WorkerFixtures {
  /** A copy of dist/app (or of BENCH_APP, for comparing builds), which may be built anew meanwhile. */
  readonly appDir: string;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  appDir: [
    // Playwright wants the first argument destructured, even when nothing is taken from it.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const copy = mkdtempSync(join(tmpdir(), "bondhu-app-"));
      cpSync(process.env["BENCH_APP"] ?? join(root, "dist/app"), copy, { recursive: true });
      await use(copy);
      rmSync(copy, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  serve: async ({ appDir }, use) => {
    const hosts: RunningHost[] = [];
    await use(async (options = {}) => {
      const host = await startHost({ appDir, ...options });
      hosts.push(host);
      return host;
    });
    for (const host of hosts) await host.stop();
  },
  newDevice: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (host, { worker } = { worker: false }) => {
      const context = await browser.newContext({
        baseURL: host.url,
        locale: "en-GB",
        viewport: { width: 1280, height: 800 },
        serviceWorkers: worker ? "allow" : "block",
      });
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.close();
  },
});

/** A page of the app's origin without the app, with the scripts of the bench in it. */
export async function barePage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto("/robots.txt");
  await page.evaluate(await bundle("device/device.ts"));
  await page.evaluate(await bundle("plain/plain.ts"));
  return page;
}

/** Runs `work` in a page as {@link barePage} gives, which is closed after it. */
export async function inBarePage<T>(context: BrowserContext, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await barePage(context);
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}
