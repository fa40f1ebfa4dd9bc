/** The personality context: what a reply waits for on the device, what the server is asked, and what keeping it there saves. */
import { expect } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { contextCache } from "../../supabase/functions/personality-context/cache.ts";
import { readContext } from "../../supabase/functions/personality-context/read.ts";
import { callRpc } from "../../supabase/functions/chat/postgrest.ts";
import { Device } from "../e2e/support/device.ts";
import { answersFor } from "../support/personality.ts";
import type { RunningHost } from "../support/host.ts";
import { barePage, test } from "./support/fixtures.ts";
import { quantile, record } from "./support/measure.ts";
import { newPerson, signIn } from "./support/person.ts";

const path = "**/functions/v1/personality-context";

/** Somebody with twenty answers and `facts` facts, put there by another device. */
async function known(host: RunningHost, facts: number) {
  const { account, tokens } = await newPerson(host.url);
  const at = Date.now() - 60_000;
  const stamp = `${at.toString(16).padStart(12, "0")}-0000-${"b".repeat(16)}`;
  const now = new Date(at).toISOString();
  const ops = [
    ...[...answersFor({ extraversion: 1 })].map(([item, answer]) => ({ table: "personality_answers", row: { id: randomUUID(), stamp, run: 1, item, answer, answered_at: now } })),
    ...Array.from({ length: facts }, (_, n) => ({ table: "memory_facts", row: { id: randomUUID(), stamp, text: `what somebody wrote down about themselves ${n}`, created_at: now } })),
  ];
  const target = { supabaseUrl: host.url, publishableKey: host.publishableKey, token: await signIn(host, account), fetch };
  const pushed = await callRpc(target, "sync_push", { p_user: tokens.userId, p_client: "b".repeat(16), p_first_seq: 1, p_acked_seq: 0, p_mutations: [{ id: randomUUID(), schema: 1, ops }] });
  if (!pushed.ok) throw new Error(`push: ${pushed.status}`);
  return { account, userId: tokens.userId, target };
}

test("read: what a reply waits for, beside one bare look into the same database", async ({ serve, newDevice }) => {
  const page = await barePage(await newDevice(await serve()));
  const { reads, gets } = await page.evaluate(() => device.timeContext(300));
  record({ name: "context read on the device, p50", value: quantile(reads, 0.5), unit: "ms", baseline: { name: "one bare get", value: quantile(gets, 0.5) }, aim: 5, gate: { of: "ratio", at: "most", bound: 15 } });
  record({ name: "context read on the device, p95", value: quantile(reads, 0.95), unit: "ms", baseline: { name: "one bare get", value: quantile(gets, 0.95) } });
});

test("server: a kept context beside one that is made", async ({ serve }) => {
  const host = await serve();
  const { userId, target } = await known(host, 50);
  const cache = contextCache(target);
  const times = { made: [] as number[], kept: [] as number[], gets: [] as number[], asked: [] as number[] };
  for (let round = -10; round < 100; round += 1) {
    const began = performance.now();
    const rows = await callRpc(target, "personality_context", { p_user: userId, p_known: [] });
    const read = readContext(rows.ok ? rows.value : null, userId, cache, null);
    const made = performance.now() - began;
    if (read.kind !== "context") throw new Error(`no context: ${read.kind}`);
    const asking = performance.now();
    const version = await callRpc(target, "personality_context", { p_user: userId, p_known: [read.kept.version] });
    const from = performance.now();
    const again = readContext(version.ok ? version.value : null, userId, cache, cache.get(userId));
    const kept = performance.now() - from;
    if (again.kind !== "context") throw new Error(`not kept: ${again.kind}`);
    const getting = performance.now();
    await (await fetch(`${host.url}/functions/v1/personality-context`, { headers: { authorization: `Bearer ${target.token}` } })).text();
    if (round < 0) continue;
    times.made.push(made);
    times.asked.push(from - asking);
    times.kept.push(kept);
    times.gets.push(performance.now() - getting);
  }
  const made = quantile(times.made, 0.5);
  // X4: whose token it is, and the version, is asked each time, by whoever needs it anyway: the claim of a reply, or the call below.
  record({ name: "context from the server's memory, p50", value: quantile(times.kept, 0.5), unit: "ms", baseline: { name: "asked of Postgres and made", value: made }, gate: { of: "ratio", at: "most", bound: 0.1 } });
  record({ name: "Postgres asked for token and version, p50", value: quantile(times.asked, 0.5), unit: "ms", baseline: { name: "asked of Postgres and made", value: made } });
  record({ name: "GET personality-context, kept, p50", value: quantile(times.gets, 0.5), unit: "ms", baseline: { name: "asked of Postgres and made", value: made } });
});

test("half an hour of chatting asks for no context, and a black hole there delays no reply", async ({ serve, newDevice }) => {
  const host = await serve();
  // Two people: one's messages would be work for the other's page.
  const open = async (blackHole: boolean) => {
    const { account } = await known(host, 5);
    const device = await Device.from(await newDevice(host), host.url);
    const asked: string[] = [];
    await device.context.route(path, async (route, request) => {
      asked.push(request.url());
      if (!blackHole) await route.continue();
    });
    await device.page.clock.install();
    await device.signIn(account);
    await device.openChat();
    await device.expectDrained();
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    return { device, asked };
  };
  const replied = async ({ device }: Awaited<ReturnType<typeof open>>, text: string): Promise<number> => {
    const last = device.page.locator('[role="log"] article').last();
    await device.composer.fill(text);
    const from = performance.now();
    await device.page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(device.own().last()).toHaveText(new RegExp(text));
    await expect(last).toHaveAttribute("data-sender", "ai");
    return performance.now() - from;
  };
  const fine = await open(false);
  const holed = await open(true);
  const before = fine.asked.length;
  const times = { fine: [] as number[], holed: [] as number[] };
  for (let turn = 0; turn < 14; turn += 1) {
    const text = `a message of ordinary length ${turn}`;
    // By turns who goes first.
    if (turn % 2 === 0) times.fine.push(await replied(fine, text));
    times.holed.push(await replied(holed, text));
    if (turn % 2 === 1) times.fine.push(await replied(fine, text));
    for (const { device } of [fine, holed]) await device.page.clock.fastForward("02:00");
  }
  record({ name: "requests for the context in half an hour of chatting", value: fine.asked.length - before, unit: "requests", gate: { of: "value", at: "most", bound: 0 } });
  const baseline = { name: "the endpoint answers", value: quantile(times.fine, 0.5) };
  record({ name: "reply with the context black-holed, p50", value: quantile(times.holed, 0.5), unit: "ms", baseline, gate: { of: "ratio", at: "most", bound: 1.3 } });
});
