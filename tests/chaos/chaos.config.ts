/** `npm run chaos`: real browsers, a real host and the network between them, killed, frozen and cut by a plan that one seed draws. */
import { defineConfig } from "@playwright/test";
import base from "../../playwright.config.ts";

export default defineConfig({
  ...base,
  testDir: ".",
  testMatch: "**/*.chaos.ts",
  outputDir: "../../test-results/chaos",
  workers: 1,
  // One round after the other, on the devices that the round before has left behind.
  fullyParallel: false,
  use: { ...base.use, trace: "off" },
  reporter: [["list"], ["./support/table-reporter.ts"]],
});
