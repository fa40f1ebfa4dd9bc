/** `npm run test:engines`: the core journeys in Chromium, Firefox and WebKitGTK, and one closing line. */
import { Run } from "./summary.mjs";
import { ensureEngines } from "./system.mjs";

const run = new Run("engines");
run.need(ensureEngines);
run.step("build", "npm", ["run", "-s", "build"]);
run.vitest("engines");
run.finish();
