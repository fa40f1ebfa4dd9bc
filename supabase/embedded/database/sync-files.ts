/** Makes the operating system write a folder to the disk: PGlite itself never does. */
import { closeSync, fsyncSync, openSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

function sync(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Syncs every file and folder under `folder` changed at or after `since` (ms). */
export function syncFolder(folder: string, since: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncFolder(path, since);
    else if (entry.isFile() && statSync(path).mtimeMs >= since) sync(path);
  }
  if (statSync(folder).mtimeMs >= since) sync(folder);
}
