import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const edge = fileURLToPath(new URL("./supabase/functions/_shared", import.meta.url));
const project = (name: string, timeout: number) => ({
  extends: true as const,
  test: {
    name,
    include: [`tests/${name}/**/*.test.{ts,tsx}`],
    setupFiles: ["tests/support/vitest-setup.ts"],
    testTimeout: timeout,
    // The first start of a host builds it.
    hookTimeout: 180_000,
  },
});

export default defineConfig({
  resolve: {
    alias: [
      { find: "@edge", replacement: edge },
      // As the app is built (vite.config.ts).
      { find: /^dexie$/, replacement: "dexie/dist/modern/dexie.mjs" },
    ],
  },
  test: {
    environment: "node",
    // All cores: by itself it leaves one free, which on a small machine is half of it.
    maxWorkers: "100%",
    projects: [project("unit", 10_000), project("contract", 60_000), project("fuzz", 240_000), project("engines", 240_000)],
  },
});
