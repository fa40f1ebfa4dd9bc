/** `npm test`: everything, in order, and one closing line summed from the runners' own reports. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureSystem } from "./system.mjs";

const reports = "test-results/reports";
const started = Date.now();
let broken = false;

function step(name, command, args, env = {}) {
  const from = Date.now();
  console.log(`\n▶ ${name}`);
  const run = spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
  console.log(`  ${name}: ${run.status === 0 ? "ok" : "FAILED"} in ${((Date.now() - from) / 1000).toFixed(1)} s`);
  if (run.status !== 0) broken = true;
  return run.status === 0;
}

/** Counts of one vitest JSON report. */
function vitestCounts(file) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  const brokenFiles = report.testResults.filter((suite) => suite.status === "failed" && suite.assertionResults.length === 0).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles, skipped: report.numPendingTests + report.numTodoTests };
}

/** Counts of one Playwright JSON report. */
function playwrightCounts(file) {
  const { stats, errors } = JSON.parse(readFileSync(file, "utf8"));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

try {
  ensureSystem();
} catch (error) {
  console.error(String(error instanceof Error ? error.message : error));
  console.log("0 passed, 1 failed, 0 skipped");
  process.exit(1);
}
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

step("build", "npm", ["run", "-s", "build"]);
step("typecheck", "npm", ["run", "-s", "typecheck"]);
step("lint", "npm", ["run", "-s", "lint"]);
const suites = [];
for (const project of ["unit", "contract", "fuzz"]) {
  const file = join(reports, `${project}.json`);
  step(project, "npx", ["vitest", "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]);
  suites.push({ name: project, file, count: vitestCounts });
}
const e2e = join(reports, "e2e.json");
step("e2e", "npx", ["playwright", "test", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: e2e });
suites.push({ name: "e2e", file: e2e, count: playwrightCounts });

const total = { passed: 0, failed: 0, skipped: 0 };
for (const suite of suites) {
  let counts;
  try {
    counts = suite.count(suite.file);
  } catch (error) {
    console.error(`${suite.name}: no readable report (${String(error)})`);
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  if (counts.passed + counts.failed === 0) {
    console.error(`${suite.name}: an empty suite is a failure`);
    counts.failed = 1;
  }
  console.log(`${suite.name.padEnd(9)} ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
if (broken && total.failed === 0) total.failed = 1;
console.log(`took ${((Date.now() - started) / 60_000).toFixed(1)} min`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || broken ? 1 : 0;
