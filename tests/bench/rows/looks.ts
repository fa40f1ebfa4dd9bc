/** Work, which no other load of the machine can blur: the rows and pages that the statements inside a call look at. */
import { expect } from "@playwright/test";
import { mkdirSync, writeFileSync } from "node:fs";
import { type CallPlan, Explainer, summary } from "../../support/sql/plans.ts";
import { record } from "../support/measure.ts";
import { both, type BySize, type Sizes } from "./sizes.ts";
import { subjects } from "./subjects.ts";

/** The largest page, and what it throws away. */
const mostRows = 1100;
/** An index over a hundred times as many rows is a level higher, two where the small one is a single page: what costs next to nothing in time. */
const higherIndexes = 2;
/** The sixth time a function's statement may get a plan that the connection keeps. */
const times = 8;
const large = new Set(["chat_messages", "activities", "streak_days"]);
const file = "tests/bench/results/plans.txt";

export async function recordPlans(sizes: Sizes): Promise<void> {
  const lines: string[] = [];
  for (const [index, mode] of ["auto", "force_generic_plan", "force_custom_plan"].entries()) {
    const explainers = await both(async (size) => new Explainer(sizes.cluster.socket, sizes.databases[size], { plan_cache_mode: mode }));
    for (const { name, who, call } of subjects(10 + index)) {
      const label = `${name}, plans: ${mode}`;
      let plan: BySize<CallPlan> | null = null;
      for (let time = 0; time < times; time += 1) {
        const one = call();
        plan = await both((size) => explainers[size].explain(who, one));
        const wide = plan.large.scans.filter(({ rows, type, relation }) => rows > mostRows || (type === "Seq Scan" && large.has(relation)));
        expect.soft(wide, label).toEqual([]);
      }
      if (plan === null) continue;
      lines.push(`${label}, ${plan.large.pages} pages`, ...summary(plan.large).map((line) => `  ${line}`));
      const baseline = { name: "small", value: plan.small.pages };
      record({ name: label, value: plan.large.pages, unit: "pages", baseline, gate: { of: "ratio", at: "most", bound: higherIndexes } });
    }
    await both((size) => explainers[size].close());
  }
  mkdirSync("tests/bench/results", { recursive: true });
  writeFileSync(file, `${lines.join("\n")}\n`);
  console.log(`plans in ${file}`);
}
