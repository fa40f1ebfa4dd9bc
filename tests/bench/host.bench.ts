/** What the embedded host costs: its start on a database that exists, and its memory when nothing happens. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { newDataDir } from "../support/host.ts";
import { quantile, record } from "./support/measure.ts";
import { test } from "./support/fixtures.ts";

const rounds = 3;
const idleMs = 10_000;

/** Resident memory of a process in MB. */
const residentMb = (pid: number): number => (Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024) / 1e6;

/** ms of a Node process that does nothing. */
function emptyNode(): number {
  const from = performance.now();
  execFileSync(process.execPath, ["-e", "0"]);
  return performance.now() - from;
}

test("warm start and idle memory of the host", async ({ serve }) => {
  const dataDir = await newDataDir();
  const empty: number[] = [];
  const starts: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    empty.push(emptyNode());
    const host = await serve({ dataDir });
    starts.push(host.startedInMs);
    if (round < rounds - 1) await host.kill();
    else {
      const idle = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
      await new Promise((resolve) => setTimeout(resolve, idleMs));
      const baseline = { name: "an idle Node", value: residentMb(idle.pid ?? 0) };
      record({ name: "host, idle for 10 s", value: residentMb(host.pid), unit: "MB", baseline, aim: 500 });
      idle.kill("SIGKILL");
      await once(idle, "close");
    }
  }
  const baseline = { name: "node -e 0", value: quantile(empty, 0.5) };
  record({ name: "host, warm start", value: quantile(starts, 0.5), unit: "ms", baseline, aim: 3000 });
});
