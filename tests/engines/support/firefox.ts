/** Gecko: Firefox, headless. Its setOfflineMode does not reach a service worker, so journeys stop the server instead. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFirefox } from "../../support/system.mjs";
import type { Engine } from "./engine.ts";
import { launchPuppeteer } from "./puppeteer.ts";

export async function launchFirefox(): Promise<Engine> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error("No Firefox found: `npm run test:engines` installs it or says what to do.");
  // Firefox refuses to run as root in a home that is not root's.
  const home = await mkdtemp(join(tmpdir(), "bondhu-firefox-"));
  const env = { ...process.env, HOME: home, MOZ_CRASHREPORTER_DISABLE: "1" };
  const engine = await launchPuppeteer({ browser: "firefox", executablePath, env, extraPrefsFirefox: { "ui.prefersReducedMotion": 1, "intl.accept_languages": "en-GB" } });
  return {
    ...engine,
    quit: async () => {
      await engine.quit();
      await rm(home, { recursive: true, force: true });
    },
  };
}
