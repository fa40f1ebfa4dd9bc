import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";

const edge = fileURLToPath(new URL("./supabase/functions/_shared", import.meta.url));

/** The app's messages are a module each, so that a screen carries its own words alone; whoever says one in a test would load hundreds. */
const messagesAtOnce: Plugin = {
  name: "messages-at-once",
  enforce: "pre",
  load(id) {
    if (!id.endsWith("/paraglide/messages/_index.js")) return null;
    const imports = new Set<string>();
    const files = [...readFileSync(id, "utf8").matchAll(/^export \* from '\.\/(.+\.js)'$/gm)].map(([, file = ""]) => readFileSync(join(dirname(id), file), "utf8"));
    const code = files.map((text) => text.replaceAll(/^import .*$/gm, (line) => (imports.add(line), ""))).join("\n");
    return `${[...imports].join("\n")}\n${code}`;
  },
};

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
  plugins: [messagesAtOnce],
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
