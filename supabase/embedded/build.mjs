/** Builds the app and the host when what they are made of has changed since. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Everything a part is built from, besides the packages, which package-lock.json names. */
export const sources = {
  app: ["src", "public", "index.html", "vite.config.ts", "supabase/functions/_shared", "package-lock.json"],
  /** Of a prepared database. */
  data: ["supabase/embedded/bootstrap.ts", "supabase/embedded/sql", "supabase/migrations", "package-lock.json"],
  host: ["supabase/embedded", "supabase/functions", "supabase/migrations", "package-lock.json"],
};

/** Written by the build itself, from other files of the list. */
const generated = new Set(["src/i18n/paraglide", "src/i18n/project.inlang/cache"].map((path) => join(root, path)));

/** @param {string} path @returns {Generator<string>} */
function* filesUnder(path) {
  if (generated.has(path) || !existsSync(path)) return;
  if (!statSync(path).isDirectory()) yield path;
  else for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

/** The content of a part's sources as 16 hex digits. @param {"app" | "data" | "host"} part */
export function sourceHash(part) {
  const hash = createHash("sha256");
  for (const path of sources[part]) {
    for (const file of filesUnder(join(root, path))) hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Runs a script of node_modules; on failure says which and ends the process. @param {string[]} args */
function run(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (status === 0) return;
  console.error(`Bondhu cannot start: the build failed (node ${args.join(" ")}).`);
  process.exit(1);
}

const vite = "node_modules/vite/bin/vite.js";
const steps = {
  app: [
    ["node_modules/@inlang/paraglide-js/bin/run.js", "compile", "--project", "./src/i18n/project.inlang", "--outdir", "./src/i18n/paraglide", "--silent"],
    [vite, "build", "--logLevel", "warn"],
  ],
  host: [[vite, "build", "--config", "supabase/embedded/vite.config.ts", "--logLevel", "warn"]],
};

/** @param {"app" | "host"} part */
export function buildIfStale(part) {
  const stamp = join(root, "dist", `${part}.hash`);
  const output = join(root, "dist", part, part === "app" ? "index.html" : "main.js");
  const hash = sourceHash(part);
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  console.log(`Building the ${part}…`);
  for (const args of steps[part]) run(args);
  writeFileSync(stamp, hash);
}
