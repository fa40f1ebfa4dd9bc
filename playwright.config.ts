import { defineConfig } from "@playwright/test";
import { findChromium } from "./tests/support/system.mjs";

/** Flags for any Chromium started here: quiet, and with Background Sync retries in seconds instead of minutes. */
export const chromiumArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--force-fieldtrials=BackgroundSync/G/",
  "--force-fieldtrial-params=BackgroundSync.G:initial_retry_delay_sec/3/min_sync_recovery_time_sec/2/max_sync_attempts/4/retry_delay_factor/2",
];

const executablePath = findChromium();
if (!executablePath) throw new Error("No Chromium found: `node tests/support/system.mjs` installs it or says what to do.");

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: process.env["E2E_OUTPUT"] ?? "test-results/e2e",
  fullyParallel: false,
  // One more than the cores of a small machine: journeys often wait for time to pass.
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // A trace is a fifth of a journey's work, and is thrown away when all is well: `--trace retain-on-failure` keeps it.
  use: { trace: "off", locale: "en-GB", launchOptions: { executablePath, args: chromiumArgs } },
});
