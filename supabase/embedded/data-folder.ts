/** The data folder: made at first start, for its owner only, and really writable. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { codeOf, StartError } from "./start-error.ts";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "it cannot be created there",
  ENOTDIR: "it is not a folder",
  EEXIST: "it is not a folder",
  ENOSPC: "no space is left on the device",
};

/** Not `mkdir`'s own recursion: where the file system refuses with "no such file", as /proc does, that never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Throws a StartError when nothing can be written there. */
export function openDataFolder(path: string): void {
  const probe = join(path, `.probe-${process.pid}`);
  try {
    makeFolder(path);
    writeFileSync(probe, "", { mode: 0o600 });
    rmSync(probe);
  } catch (error) {
    const code = codeOf(error) ?? "unknown error";
    throw new StartError(`The data folder ${path} cannot be written: ${reasons[code] ?? code}.`, { cause: error });
  }
}
