/**
 * One process per data folder: PGlite opens a folder twice without complaint and ruins it.
 *
 * Guarantees: the lock appears with its content (link is atomic); a lock left by a process that is gone, or by an
 * earlier boot of the machine, is taken over; of two processes that find the same dead lock only one gets it.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { codeOf, StartError } from "./start-error.ts";

const holderSchema = v.object({ pid: v.pipe(v.number(), v.integer(), v.minValue(1)), birth: v.string() });

/** Tells a process from a later one with the same number: boot id and start tick, or "" where the system does not say. */
function birthOf(pid: number): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command, field 2, may hold spaces and parentheses; field 22 is the start tick.
    const tick = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
    return `${boot}/${tick}`;
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES"].includes(codeOf(error) ?? "")) return "";
    throw error;
  }
}

function isAlive(pid: number, birth: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === "ESRCH") return false;
    if (codeOf(error) !== "EPERM") throw error;
  }
  const now = birthOf(pid);
  return birth === "" || now === "" || birth === now;
}

/** Null for a lock that is gone or was never written whole. */
function readHolder(path: string): v.InferOutput<typeof holderSchema> | null {
  try {
    const parsed = v.safeParse(holderSchema, JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Takes the lock of `dataDir` and returns its release; throws a StartError naming the process that holds it. */
export function takeLock(dataDir: string): () => void {
  const lock = join(dataDir, "lock");
  const mine = join(dataDir, `lock.${process.pid}`);
  const stale = join(dataDir, `lock.stale.${process.pid}`);
  const content = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) });
  writeFileSync(mine, content, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (tryLink(mine, lock)) {
        return () => {
          if (readHolder(lock)?.pid === process.pid) rmSync(lock, { force: true });
        };
      }
      const holder = readHolder(lock);
      if (holder !== null && isAlive(holder.pid, holder.birth)) {
        throw new StartError(`Another Bondhu (process ${holder.pid}) already uses the data folder ${dataDir}.`);
      }
      // Another taker may have replaced the dead lock since it was read: what was moved away is looked at again.
      try {
        renameSync(lock, stale);
      } catch (error) {
        if (codeOf(error) === "ENOENT") continue;
        throw error;
      }
      const moved = readHolder(stale);
      if (moved !== null && isAlive(moved.pid, moved.birth)) tryLink(stale, lock);
      rmSync(stale, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new StartError(`The lock of the data folder ${dataDir} could not be taken.`);
}
