/** `npm run lighthouse`: what Lighthouse (mobile, its own throttling) says of the built app on the embedded host. */
import { defineConfig } from "@playwright/test";
import base from "../../playwright.config.ts";

export default defineConfig({
  ...base,
  testDir: ".",
  testMatch: "*.bench.ts",
  outputDir: "../../test-results/playwright-lighthouse",
  workers: 1,
  timeout: 300_000,
  // A trace takes screenshots all along: it would be measured too.
  use: { ...base.use, trace: "off" },
  reporter: "list",
});
