/** Finds what the tests need from the system (browsers, PostgreSQL 15 with pgTAP) and installs what is missing where that is possible. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const quiet = (command, args) => {
  const run = spawnSync(command, args, { encoding: "utf8" });
  return run.status === 0 ? run.stdout.trim() : null;
};

/** The first of these that is there, or null. */
const first = (...paths) => paths.find((path) => path && existsSync(path)) ?? null;

/** Path of a Chromium that Playwright can drive, or null. `CHROMIUM_PATH` wins. */
export function findChromium() {
  return first(process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
}

/** Path of a Firefox that speaks WebDriver BiDi, or null. `FIREFOX_PATH` wins. */
export const findFirefox = () => first(process.env.FIREFOX_PATH, "/usr/bin/firefox-esr", "/usr/bin/firefox");

/** WebKitGTK: its driver, the browser that it drives, and the screen that the browser needs; or null. `WEBKIT_DRIVER_PATH` and `MINIBROWSER_PATH` win. */
export function findWebkit() {
  const driver = first(process.env.WEBKIT_DRIVER_PATH, "/usr/bin/WebKitWebDriver");
  const libraries = existsSync("/usr/lib") ? readdirSync("/usr/lib").filter((name) => name.endsWith("-linux-gnu")) : [];
  const folders = [...libraries.map((name) => `/usr/lib/${name}`), "/usr/libexec", "/usr/lib"];
  const browsers = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"].flatMap((api) => folders.map((folder) => join(folder, api, "MiniBrowser")));
  const browser = first(process.env.MINIBROWSER_PATH, ...browsers);
  const screen = first("/usr/bin/Xvfb");
  return driver && browser && screen ? { driver, browser, screen } : null;
}

/** Folder with PostgreSQL's initdb and postgres (15 or newer), or null. */
export function findPostgres() {
  const candidates = [process.env.POSTGRES_BIN, quiet("pg_config", ["--bindir"])];
  const debian = "/usr/lib/postgresql";
  if (existsSync(debian)) candidates.push(...readdirSync(debian).sort().reverse().map((version) => join(debian, version, "bin")));
  return candidates.find((path) => path && existsSync(join(path, "initdb")) && existsSync(join(path, "postgres"))) ?? null;
}

export function hasPgTap() {
  const bin = findPostgres();
  if (!bin) return false;
  const share = quiet(join(bin, "pg_config"), ["--sharedir"]) ?? quiet("pg_config", ["--sharedir"]);
  return share !== null && existsSync(join(share, "extension", "pgtap.control"));
}

function aptInstall(packages) {
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!isDebianRoot) return false;
  console.log(`installing ${packages.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { stdio: ["ignore", "ignore", "inherit"], env });
  return true;
}

/** Makes sure that browser and database are there; throws with what to do when they cannot be had. */
export function ensureSystem() {
  const missing = [];
  if (!findChromium()) missing.push("chromium");
  if (!findPostgres()) missing.push("postgresql-15");
  if (!hasPgTap()) missing.push("postgresql-15-pgtap");
  if (missing.length > 0) aptInstall(missing);
  if (!findChromium()) {
    spawnSync("npx", ["playwright", "install", "chromium"], { stdio: "inherit" });
    const own = quiet("node", ["-e", "process.stdout.write(require('@playwright/test').chromium.executablePath())"]);
    if (own && existsSync(own)) process.env.CHROMIUM_PATH = own;
  }
  const problems = [];
  if (!findChromium()) problems.push("Chromium: install it, or set CHROMIUM_PATH to its executable.");
  if (!findPostgres()) problems.push("PostgreSQL 15 or newer: install it, or set POSTGRES_BIN to the folder with initdb.");
  if (!hasPgTap()) problems.push("pgTAP: install it for that PostgreSQL (Debian: postgresql-15-pgtap).");
  report(problems);
}

/** Makes sure that the engines beside Chromium are there; throws with what to do when one cannot be had. A missing engine is a failure, never a skip. */
export function ensureEngines() {
  const missing = [];
  if (!findFirefox()) missing.push("firefox-esr");
  if (!findWebkit()) missing.push("webkit2gtk-driver", "xvfb");
  if (missing.length > 0) aptInstall(missing);
  const problems = [];
  if (!findFirefox()) problems.push("Firefox: install it, or set FIREFOX_PATH to its executable.");
  if (!findWebkit()) problems.push("WebKitGTK: install its WebDriver (WEBKIT_DRIVER_PATH), its MiniBrowser (MINIBROWSER_PATH) and Xvfb; Debian: webkit2gtk-driver xvfb.");
  report(problems);
}

function report(problems) {
  if (problems.length > 0) throw new Error(`The tests need what this machine lacks:\n  ${problems.join("\n  ")}`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) ensureSystem();
