/**
 * `npm run test:mutants`: breaks each rule in a copy of the tree, one break at a time, and demands that a test of that rule goes red.
 * A break that survives, or that no longer applies, or a rule without one, fails the run. `-- P4 §7` runs these rules only, `-- "two refreshes"`
 * the breaks told so.
 * MUTANTS_JOBS: how many at a time (2).
 */
import { fileURLToPath } from "node:url";
import { breaks, rules } from "./breaks/all.mjs";
import { makeCopies } from "./copies.mjs";
import { endAll, namePattern, runTests } from "./vitest.mjs";

const jobs = Number(process.env.MUTANTS_JOBS ?? 2);
/** A break must show within so many times what its tests take unbroken, and a little for a busy machine; a hang is red as well. */
const patience = { times: 5, atLeastMs: 40_000 };
const baselineDeadlineMs = 240_000;

const wanted = process.argv.slice(2);
const chosen = breaks.filter(({ rule, what }) => wanted.length === 0 || wanted.some((word) => word === rule || (word.includes(" ") && what.includes(word))));
const problems = [];
if (chosen.length === 0) problems.push(`no break of ${wanted.join(", ")}`);
if (wanted.length === 0) for (const rule of rules) if (!breaks.some((one) => one.rule === rule)) problems.push(`${rule} has no break`);

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const line = (rule, what, red, took) => console.log(`${rule.padEnd(9)} | ${what.padEnd(62)} | ${red} | ${took}`);

/** Tests that are run together unbroken. */
const groupOf = ({ tests }) => JSON.stringify([tests.project, tests.files, tests.env]);
const patternOf = ({ rule, only }) => namePattern(rule, only);

/** Takes `tasks` in order, `copies.length` at a time. */
async function inTurn(copies, tasks, work) {
  const queue = [...tasks];
  await Promise.all(
    copies.map(async (copy) => {
      for (let task = queue.shift(); task !== undefined; task = queue.shift()) await work(copy, task);
    }),
  );
}

/** Runs the tests of a group unbroken: every one green, and each break has at least one that names its rule. */
async function baseline(copy, group) {
  const [{ tests }] = group;
  const from = Date.now();
  const pattern = [...new Set(group.map(patternOf))].join("|");
  const run = await runTests(copy, tests, pattern, { deadlineMs: baselineDeadlineMs, firstOnly: false });
  const told = tests.files.join(" ");
  if (run.hung) problems.push(`unbroken, ${told} does not end`);
  for (const trouble of run.troubles) problems.push(`unbroken, ${told}: ${trouble}`);
  for (const [name, passed] of run.tests) if (!passed) problems.push(`unbroken, this is red: ${name} (${told})`);
  for (const one of group) {
    const named = new RegExp(patternOf(one), "u");
    if (![...run.tests.keys()].some((name) => named.test(name))) problems.push(`no test of ${told} is named [${one.rule}]: ${one.what}`);
  }
  return { tests: run.tests, tookMs: Date.now() - from };
}

/** The name of the test that went red, or null. */
async function breakIt(copy, one, green) {
  const deadlineMs = patience.atLeastMs + patience.times * green.tookMs;
  const attempt = () => copy.with(one, () => runTests(copy, one.tests, patternOf(one), { deadlineMs, firstOnly: true }));
  let run = await attempt();
  // A machine short of memory kills now and then; a break that really keeps every test from running does so twice.
  if (!run.hung && run.tests.size === 0) run = await attempt();
  if (run.hung) return { red: `no end within ${seconds(deadlineMs)}`, why: null };
  const red = [...run.tests].find(([name, passed]) => !passed && name.includes(`[${one.rule}]`) && green.tests.get(name) === true);
  if (red) return { red: red[0], why: null };
  if (run.tests.size === 0 && run.troubles.length === 0) return { red: null, why: "no test came to an end" };
  const others = [...run.tests].flatMap(([name, passed]) => (passed ? [] : [name]));
  return { red: null, why: [...run.troubles, ...others.map((name) => `red, but not a test of this rule that was green before: ${name}`)].join("; ").slice(0, 300) };
}

const started = Date.now();
// Before the copies are removed at exit, what works in them ends.
process.on("exit", endAll);
const copies = makeCopies(fileURLToPath(new URL("../../", import.meta.url)), jobs);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

const [first] = copies;
for (const one of chosen) {
  const problem = first.problem(one);
  if (problem) problems.push(`the break no longer applies, ${problem}: ${one.rule}, ${one.what}`);
}
const applying = chosen.filter((one) => first.problem(one) === null);
const groups = new Map();
for (const one of applying) groups.set(groupOf(one), [...(groups.get(groupOf(one)) ?? []), one]);

const greens = new Map();
await inTurn(copies, groups, async (copy, [key, members]) => greens.set(key, await baseline(copy, members)));
console.log(`${greens.size} groups of tests are run unbroken, ${seconds(Date.now() - started)}\n`);

let killed = 0;
let survived = 0;
line("rule", "break", "red test", "time");
await inTurn(copies, applying, async (copy, one) => {
  const from = Date.now();
  const { red, why } = await breakIt(copy, one, greens.get(groupOf(one)));
  if (red === null) survived += 1;
  else killed += 1;
  line(one.rule, one.what, red ?? `SURVIVED${why ? `: ${why}` : ""}`, seconds(Date.now() - from));
});

console.log(`\ntook ${seconds(Date.now() - started)}`);
for (const problem of problems) console.error(`! ${problem}`);
console.log(`${killed} killed, ${survived} survived`);
process.exitCode = survived > 0 || problems.length > 0 ? 1 : 0;
