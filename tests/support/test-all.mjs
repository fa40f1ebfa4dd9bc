/** `npm test`: everything, in order, and one closing line summed from the runners' own reports. */
import { Run } from "./summary.mjs";
import { ensureSystem } from "./system.mjs";

const run = new Run("all");
run.need(ensureSystem);
run.step("build", "npm", ["run", "-s", "build"]);
run.step("typecheck", "npm", ["run", "-s", "typecheck"]);
run.step("lint", "npm", ["run", "-s", "lint"]);
run.vitest("unit");
// Its hosts are often waited for: more of them than there are cores.
run.vitest("contract", ["--maxWorkers=4"]);
run.vitest("fuzz");
run.playwright("e2e");
run.playwright("chaos", ["-c", "tests/chaos/chaos.config.ts"], { reporter: "./tests/chaos/support/table-reporter.ts", env: { CHAOS_ROUNDS: "10" } });
run.finish();
