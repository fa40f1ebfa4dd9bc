/** Runs some tests of a copy and tells how each ended. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const running = new Set();

/** Ends whatever still runs: the groups this process has started. */
export function endAll() {
  for (const child of running) end(child);
}

function end(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The tests whose name carries the rule's id in brackets, and of these `only` the ones so named. */
export const namePattern = (rule, only) => escape(`[${rule}]`) + (only === undefined ? "" : `.*${only}`);

/** How one run of vitest ended. `tests`: full name → passed or failed; `troubles`: files that did not even load. */
export async function runTests(copy, { project, files, env }, pattern, { deadlineMs, firstOnly }) {
  const report = join(copy.temp, "report.json");
  rmSync(report, { force: true });
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", project, ...files, "-t", pattern];
  args.push("--reporter=json", `--outputFile.json=${report}`, "--maxWorkers=1", ...(firstOnly ? ["--bail=1"] : []));
  const child = spawn(process.execPath, args, {
    cwd: copy.root,
    env: { ...process.env, ...env, TMPDIR: copy.temp },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  running.add(child);
  let words = "";
  child.stderr.on("data", (chunk) => (words = (words + String(chunk)).slice(-2000)));
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    end(child);
  }, deadlineMs);
  await new Promise((resolve, reject) => {
    child.on("close", resolve);
    child.on("error", reject);
  });
  clearTimeout(timer);
  // A test that was cut short may have left a server in the group.
  end(child);
  running.delete(child);
  return { hung, ...(hung || !existsSync(report) ? { tests: new Map(), troubles: hung ? [] : [words] } : read(report)) };
}

function read(report) {
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  const tests = new Map();
  const troubles = [];
  for (const file of testResults) {
    for (const { fullName, status } of file.assertionResults) {
      if (status !== "passed" && status !== "failed") continue;
      // Stories run in several places bear one name several times: all must pass.
      tests.set(fullName, status === "passed" && tests.get(fullName) !== false);
    }
    if (file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed")) troubles.push(file.message);
  }
  return { tests, troubles };
}
