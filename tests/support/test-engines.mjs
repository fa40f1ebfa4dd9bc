/** `npm run test:engines`: the core journeys in Firefox and WebKitGTK (Chromium has `test:e2e`), and one closing line. */
import { Run } from "./summary.mjs";
import { ensureEngines } from "./system.mjs";

const run = new Run("engines");
run.need(ensureEngines);
run.step("build", "npm", ["run", "-s", "build"]);
// One browser at a time: each needs the machine for itself.
run.vitest("engines", ["--maxWorkers=1"]);
run.finish();
