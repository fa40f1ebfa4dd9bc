/**
 * Runs the steps of a test command and sums what the runners themselves report. Run directly (`summary.mjs all engines`) it adds
 * up the totals that those commands left and ends on the one line that counts.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const reports = "test-results/reports";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const none = () => ({ passed: 0, failed: 0, skipped: 0 });
/** @param {Counts} total @param {Counts} counts */
function add(total, counts) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}
/** @param {Counts} counts */
const line = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Counts of one vitest JSON report. @param {string} file */
export function vitestCounts(file) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  const brokenFiles = report.testResults.filter((suite) => suite.status === "failed" && suite.assertionResults.length === 0).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles, skipped: report.numPendingTests + report.numTodoTests };
}

/** Counts of one Playwright JSON report. @param {string} file */
export function playwrightCounts(file) {
  const { stats, errors } = JSON.parse(readFileSync(file, "utf8"));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

const totalFile = (name) => join(reports, `${name}.total.json`);

/** One test command: its steps, its suites, its closing line. */
export class Run {
  #name;
  #started = Date.now();
  #broken = false;
  #suites = [];

  /** Forgets what an earlier run of that name has left. @param {string} name */
  constructor(name) {
    this.#name = name;
    mkdirSync(reports, { recursive: true });
    rmSync(totalFile(name), { force: true });
  }

  /** Makes sure of what the machine must have; without it there is nothing to run. @param {() => void} ensure */
  need(ensure) {
    try {
      ensure();
    } catch (error) {
      console.error(String(error instanceof Error ? error.message : error));
      this.#close({ passed: 0, failed: 1, skipped: 0 });
      process.exit(1);
    }
  }

  /** A step that fails makes the run fail, whatever the reports say. @param {string} name @param {string} command @param {string[]} args */
  step(name, command, args, env = {}) {
    const from = Date.now();
    console.log(`\n▶ ${name}`);
    const run = spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
    console.log(`  ${name}: ${run.status === 0 ? "ok" : "FAILED"} in ${((Date.now() - from) / 1000).toFixed(1)} s`);
    if (run.status !== 0) this.#broken = true;
    return run.status === 0;
  }

  /** A vitest project as a step and a suite. @param {string} project @param {string[]} args */
  vitest(project, args = []) {
    const file = this.#report(project, vitestCounts);
    this.step(project, "npx", ["vitest", "run", "--project", project, ...args, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]);
  }

  /** Playwright journeys as a step and a suite; a reporter of their own beside the common ones. @param {string} name @param {string[]} args */
  playwright(name, args = [], { reporter = "", env = {} } = {}) {
    const file = this.#report(name, playwrightCounts);
    const reporters = ["list", "json", ...(reporter === "" ? [] : [reporter])].join();
    this.step(name, "npx", ["playwright", "test", ...args, `--reporter=${reporters}`], { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  }

  /** A report of an earlier run must not stand in for one that is missing. */
  #report(name, count) {
    const file = join(reports, `${name}.json`);
    rmSync(file, { force: true });
    this.#suites.push({ name, file, count });
    return file;
  }

  /** Prints the counts and sets the exit code. */
  finish() {
    const total = none();
    for (const suite of this.#suites) {
      const counts = countsOf(suite);
      console.log(`${suite.name.padEnd(9)} ${line(counts)}`);
      add(total, counts);
    }
    if (this.#broken && total.failed === 0) total.failed = 1;
    console.log(`took ${((Date.now() - this.#started) / 60_000).toFixed(1)} min`);
    this.#close(total);
  }

  #close(total) {
    writeFileSync(totalFile(this.#name), JSON.stringify(total));
    close(total);
  }
}

/** A suite without a readable report, or without a test, has failed. @returns {Counts} */
function countsOf({ name, file, count }) {
  try {
    const counts = count(file);
    if (counts.passed + counts.failed > 0) return counts;
    console.error(`${name}: an empty suite is a failure`);
    return { ...counts, failed: 1 };
  } catch (error) {
    console.error(`${name}: no readable report (${String(error)})`);
    return { ...none(), failed: 1 };
  }
}

/** @param {Counts} total */
function close(total) {
  console.log(line(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const names = process.argv.slice(2);
  const total = none();
  if (names.length === 0) total.failed = 1;
  for (const name of names) add(total, countsOf({ name, file: totalFile(name), count: (file) => JSON.parse(readFileSync(file, "utf8")) }));
  close(total);
}
