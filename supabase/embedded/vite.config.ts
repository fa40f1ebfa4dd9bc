/** Bundles the host for Node; its dependencies stay outside. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  publicDir: false,
  resolve: { alias: { "@edge": fileURLToPath(new URL("../functions/_shared", import.meta.url)) } },
  build: {
    ssr: "main.ts",
    outDir: fileURLToPath(new URL("../../dist/host", import.meta.url)),
    emptyOutDir: true,
    target: "node20",
    minify: false,
    sourcemap: true,
    rolldownOptions: { output: { entryFileNames: "main.js" } },
  },
});
