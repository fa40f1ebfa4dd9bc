/** `npm start`: builds what is missing or stale, then becomes the host. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildIfStale, root } from "./build.mjs";

if (!existsSync(join(root, "node_modules/@supabase/lite"))) {
  console.error("Bondhu cannot start: its packages are not installed; run npm install first.");
  process.exit(1);
}
// An installation without its build tools has been built before.
if (existsSync(join(root, "node_modules/vite"))) {
  buildIfStale("app");
  buildIfStale("host");
}
await import(pathToFileURL(join(root, "dist/host/main.js")).href);
