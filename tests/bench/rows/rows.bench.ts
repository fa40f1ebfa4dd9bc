/**
 * Whether a request costs what its own person's rows cost, and not what everybody's do: the same calls for the same person on
 * PostgreSQL 15 among 100,000 messages and 100,000 activities, and among 10,000,000 of each.
 */
import { test } from "@playwright/test";
import { recordCold } from "./cold.ts";
import { recordCosts } from "./costs.ts";
import { recordDeletes } from "./deletes.ts";
import { recordPlans } from "./looks.ts";
import { openSizes } from "./sizes.ts";

// One test, since after a failed one the next would begin with filling the databases again.
test("the same calls among a hundred times as many rows", async () => {
  test.setTimeout(3_600_000);
  const sizes = await openSizes();
  try {
    await test.step("what they look at", () => recordPlans(sizes));
    await test.step("what they cost", () => recordCosts(sizes));
    await test.step("what they cost with cold caches", () => recordCold(sizes));
    await test.step("what it costs to forget a person", () => recordDeletes(sizes));
  } finally {
    await sizes.cluster.stop();
  }
});
