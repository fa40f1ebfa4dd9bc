/** `npm run pictures`: takes the pictures of README and manifest from the real app on the real host. */
import { defineConfig } from "@playwright/test";
import base from "../../../playwright.config.ts";

export default defineConfig({ ...base, testDir: ".", testMatch: "*.picture.ts", outputDir: "../../../test-results/pictures", workers: 1, reporter: "list" });
