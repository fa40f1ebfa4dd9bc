/**
 * `npm run bench`: measures in real Chromium against the built app and the embedded host; `npm run bench:rows` among ten million rows on
 * PostgreSQL, `npm run bench:devices` with five hundred devices at once. One worker, so that nothing competes.
 */
import { defineConfig } from "@playwright/test";
import base from "../../playwright.config.ts";

export default defineConfig({
  ...base,
  testDir: ".",
  testMatch: "**/*.bench.ts",
  projects: [
    { name: "app", testIgnore: ["rows/**", "devices/**"] },
    { name: "rows", testDir: "rows" },
    { name: "devices", testDir: "devices" },
  ],
  outputDir: "../../test-results/bench",
  workers: 1,
  timeout: 600_000,
  // A trace takes screenshots all along: it would be measured too.
  use: { ...base.use, trace: "off" },
  reporter: [["list"], ["./support/table-reporter.ts"]],
});
