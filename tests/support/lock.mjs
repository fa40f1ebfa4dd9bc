/**
 * `npm run lock`: completes package-lock.json after an install. npm forgets the optional packages of platforms other than the
 * one it ran on (npm/cli#4828), and `npm ci` then refuses the lock. What a package is for is told by its name.
 */
import { readFileSync, writeFileSync } from "node:fs";

const file = "package-lock.json";
const systems = { android: "android", darwin: "darwin", freebsd: "freebsd", linux: "linux", netbsd: "netbsd", openbsd: "openbsd", openharmony: "openharmony", sunos: "sunos", win32: "win32", windows: "win32" };
const processors = { arm: "arm", armv7: "arm", armhf: "arm", eabi: "arm", androideabi: "arm", gnueabihf: "arm", musleabihf: "arm", arm64: "arm64", ia32: "ia32", loong64: "loong64", mips64el: "mips64el", ppc64: "ppc64", ppc64le: "ppc64", riscv64: "riscv64", s390x: "s390x", wasm32: "wasm32", x64: "x64", x86_64: "x64" };
const libraries = { gnu: "glibc", gnueabihf: "glibc", glibc: "glibc", musl: "musl", musleabihf: "musl" };

const lock = JSON.parse(readFileSync(file, "utf8"));
const packages = lock.packages;

/** Whether `name` is found from the package at `path`, going up as Node does. */
function isThere(path, name) {
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    if (packages[`${base === "" ? "" : `${base}/`}node_modules/${name}`]) return true;
    if (base === "") return false;
  }
}

const added = [];
for (const [path, owner] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(owner.optionalDependencies ?? {})) {
    if (isThere(path, name)) continue;
    const words = name.split("/").at(-1).split(/[-.]/);
    const pick = (table) => words.map((word) => table[word]).find((value) => value !== undefined);
    const os = name === "fsevents" ? "darwin" : pick(systems);
    const cpu = pick(processors);
    const libc = os === "linux" ? pick(libraries) : undefined;
    if (os === undefined && cpu === undefined) throw new Error(`${name}, wanted by ${path}: for which platform is it?`);
    packages[`node_modules/${name}`] = {
      version: range.replace(/^[~^]/, ""),
      ...(owner.dev ? { dev: true } : owner.devOptional ? { devOptional: true } : {}),
      optional: true,
      ...(cpu === undefined ? {} : { cpu: [cpu] }),
      ...(os === undefined ? {} : { os: [os] }),
      ...(libc === undefined ? {} : { libc: [libc] }),
    };
    added.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} optional packages of other platforms added to ${file}`);
