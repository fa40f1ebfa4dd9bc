/** Rounds of chaos over real browsers, a real host and the network between them. `CHAOS_ROUNDS`, `CHAOS_SEED`; `-g "round 7 "` runs one. */
import { expect, test as base } from "@playwright/test";
import { diagnosePage } from "./support/diagnose.ts";
import { KillableHost } from "./support/killable-host.ts";
import { Life } from "./support/life.ts";
import { planOf } from "./support/plan.ts";
import type { RoundReport } from "./support/report.ts";
import { everythingUp, storm } from "./support/storm.ts";
import { judge } from "./support/verdict.ts";

const rounds = Number(process.env["CHAOS_ROUNDS"] ?? 200);
const seed = Number(process.env["CHAOS_SEED"] ?? 1);
/** After so many the person and the devices are new: a conversation that grows for ever slows every look at it. */
const roundsOfLife = 20;

interface Lives {
  /** The life that this round belongs to. */
  at(round: number): Promise<Life>;
}

const test = base.extend<object, { readonly lives: Lives }>({
  lives: [
    async ({}, use) => {
      const host = await KillableHost.start();
      const current: { index: number; life: Life | null } = { index: -1, life: null };
      await use({
        async at(round) {
          const index = Math.floor(round / roundsOfLife);
          if (current.life !== null && current.index === index) return current.life;
          await current.life?.end();
          const life = await Life.begin(host, `Person ${index + 1}`);
          Object.assign(current, { index, life });
          return life;
        },
      });
      await current.life?.end();
      await host.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

test("[C3] every page closed and the host killed: the worker tries again by itself until it is back", async ({ lives }) => {
  const life = await lives.at(0);
  const [phone] = life.devices;
  expect(life.host.kill()).toBe(true);
  const texts = [1, 2, 3].map(() => life.ledger.newText(phone.name));
  for (const text of texts) await phone.device.send(text);
  const keeper = await phone.page.context().newPage();
  await phone.closeTab(phone.tab);
  // From here on only the worker can have asked.
  await phone.road.nextRequest();
  await life.host.up();
  await expect.poll(async () => (await life.rows()).map((row) => row.message_text), { timeout: 45_000 }).toEqual(expect.arrayContaining(texts));
  await phone.adopt(keeper);
  const { wrong } = await judge(life, () => life.rows(), { patient: false, timeout: 45_000 });
  expect(wrong).toEqual([]);
});

for (let round = 0; round < rounds; round += 1) {
  test(`[W1] [P4] [P5] [L3] [C3] [C4] [R1] round ${round} of seed ${seed}: all that was accepted is everywhere exactly once`, async ({ lives }, info) => {
    const life = await lives.at(round);
    const plan = planOf(seed, round, life.devices.length);
    const before = { typed: life.ledger.typed.size, accepted: life.ledger.allAccepted.length };
    await storm(plan, life);
    for (const { road } of life.devices) road.heal();
    await everythingUp(life);
    const { healMs, wrong, harm, leftInField } = await judge(life, () => life.rows(), { patient: plan.patient, timeout: plan.patient ? 90_000 : 45_000 });
    const report: RoundReport = {
      round,
      typed: life.ledger.typed.size - before.typed,
      accepted: life.ledger.allAccepted.length - before.accepted,
      faults: life.ledger.takeFaults(),
      healMs,
      patient: plan.patient,
      harm,
      leftInField,
    };
    info.annotations.push({ type: "round", description: JSON.stringify(report) });
    if (wrong.length > 0) {
      for (const device of life.devices) {
        const body = JSON.stringify({ plan, said: device.said, ...(await device.page.evaluate(diagnosePage)) }, null, 2);
        await info.attach(`${device.name}.json`, { body, contentType: "application/json" });
        await info.attach(`${device.name}.png`, { body: await device.page.screenshot(), contentType: "image/png" });
      }
    }
    expect(wrong).toEqual([]);
  });
}
