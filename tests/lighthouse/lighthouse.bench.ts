/** Performance, accessibility, best practices and SEO of the first visit, each at least 98, with what is missing named. */
import { chromium, expect, test } from "@playwright/test";
import lighthouse from "lighthouse";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { chromiumArgs } from "../../playwright.config.ts";
import { type RunningHost, startHost } from "../support/host.ts";
import { findChromium } from "../support/system.mjs";

const least = 98;
/** Performance is simulated from one load: the middle of three says more than the luck of one. */
const runs = 3;
const results = "test-results/lighthouse";

interface Look {
  readonly scores: ReadonlyMap<string, number>;
  readonly missed: readonly string[];
  readonly figures: string;
}

let host: RunningHost;
test.beforeAll(async () => {
  host = await startHost();
  mkdirSync(results, { recursive: true });
});
test.afterAll(() => host.stop());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** One visit with a clean profile, in a browser of its own. */
async function look(path: string): Promise<Look> {
  const port = await freePort();
  const browser = await chromium.launch({ executablePath: findChromium() ?? "", args: [...chromiumArgs, `--remote-debugging-port=${port}`] });
  try {
    const run = await lighthouse(`${host.url}${path}`, { port, logLevel: "error", output: "json", onlyCategories: ["performance", "accessibility", "best-practices", "seo"] });
    if (run === undefined || run.lhr.runtimeError !== undefined) throw new Error(`${path}: ${run?.lhr.runtimeError?.message ?? "no result"}`);
    const { lhr } = run;
    writeFileSync(`${results}/${path === "/" ? "home" : path.slice(1)}.json`, JSON.stringify(lhr));
    const told = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"];
    return {
      scores: new Map(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)])),
      missed: Object.values(lhr.categories).flatMap(({ id, auditRefs }) =>
        auditRefs.flatMap((ref) => {
          const audit = lhr.audits[ref.id];
          return ref.weight > 0 && audit?.score != null && audit.score < 0.9 ? [`${id} ${ref.id} ${audit.score}: ${audit.displayValue ?? audit.title}`] : [];
        }),
      ),
      figures: told.map((id) => `${id} ${lhr.audits[id]?.displayValue ?? ""}`).join(", "),
    };
  } finally {
    await browser.close();
  }
}

for (const path of ["/", "/chat", "/settings"]) {
  test(`Lighthouse of ${path}`, async () => {
    const looks: Look[] = [];
    for (let index = 0; index < runs; index += 1) looks.push(await look(path));
    const middle = looks.toSorted((a, b) => (a.scores.get("performance") ?? 0) - (b.scores.get("performance") ?? 0))[Math.floor(runs / 2)];
    if (middle === undefined) throw new Error("nothing was looked at");
    console.log(`    ${[...middle.scores].map(([id, score]) => `${id} ${score}`).join(", ")}; performance of all: ${looks.map(({ scores }) => scores.get("performance")).join(", ")}`);
    console.log(`    ${middle.figures}`);
    for (const missed of middle.missed) console.log(`    ${missed}`);
    for (const [id, score] of middle.scores) expect.soft(score, `${id} of ${path}`).toBeGreaterThanOrEqual(least);
  });
}
