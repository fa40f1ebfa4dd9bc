/** Serves the whole app over the fake runtime: `vite --config tests/support/ui/app/vite.config.ts --port 5300`. */
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path("."),
  cacheDir: path("../../../../node_modules/.vite-app"),
  publicDir: path("../../../../public"),
  resolve: { alias: { "@edge": path("../../../../supabase/functions/_shared") } },
  plugins: [react(), tailwindcss()],
  server: { host: "127.0.0.1", strictPort: true, hmr: false },
  build: { outDir: path("../../../../test-results/app"), emptyOutDir: true },
});
