/** The data folder: made at first start, for its owner only, and really writable. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeOf, StartError } from "./start-error.ts";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "it is not a folder",
  EEXIST: "it is not a folder",
  ENOSPC: "no space is left on the device",
};

/** Throws a StartError when nothing can be written there. */
export function openDataFolder(path: string): void {
  const probe = join(path, `.probe-${process.pid}`);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    writeFileSync(probe, "", { mode: 0o600 });
    rmSync(probe);
  } catch (error) {
    const code = codeOf(error) ?? "unknown error";
    throw new StartError(`The data folder ${path} cannot be written: ${reasons[code] ?? code}.`, { cause: error });
  }
}
