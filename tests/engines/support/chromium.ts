/** Blink: Chromium, headless, by the same driver as Firefox. The end-to-end tests know it more closely. */
import { findChromium } from "../../support/system.mjs";
import type { Engine } from "./engine.ts";
import { launchPuppeteer } from "./puppeteer.ts";

export async function launchChromium(): Promise<Engine> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("No Chromium found: `npm run test:engines` installs it or says what to do.");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync", "--lang=en-GB", "--force-prefers-reduced-motion"];
  return launchPuppeteer({ browser: "chrome", executablePath, args });
}
