/** Five hundred devices at one host in one moment: nobody is refused, all end alike, and what that costs beside plain requests. */
import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WebSocket } from "ws";
import { root } from "../../../supabase/embedded/build.mjs";
import { startPostgres } from "../../contract/host/postgres-server.ts";
import { type HostProcessOptions, type RunningHost, startHost, type Tokens } from "../../support/host.ts";
import { newAccounts, Traffic, voyage } from "../../support/sync/fleet.ts";
import { quantile, record } from "../support/measure.ts";

// Node 20 has none of its own.
Object.assign(globalThis, { WebSocket });

const accounts = 100;
/** `BENCH_DEVICES`: devices of each account, for who works on the bench. */
const devices = Number(process.env["BENCH_DEVICES"] ?? 5);
const messages = 10;
const count = accounts * devices;

/** MB of memory that a process holds now, and at most so far (`VmRSS`, `VmHWM`); NaN where the system does not tell. */
function memory(pid: number, what: "VmRSS" | "VmHWM"): number {
  try {
    return (Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024) / 1e6;
  } catch {
    return Number.NaN;
  }
}

/** The same number of requests as there are devices, at once: the newest messages over REST, as a plain client would ask. */
async function plainRequests(host: RunningHost, people: readonly Tokens[]): Promise<{ readonly ms: number; readonly traffic: Traffic }> {
  const traffic = new Traffic();
  const from = performance.now();
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const headers = { apikey: host.publishableKey, authorization: `Bearer ${people[n % people.length]?.accessToken}` };
      await (await traffic.fetch(`${host.url}/rest/v1/chat_messages?select=*&order=created_at.desc&limit=50`, { headers })).text();
    }),
  );
  return { ms: performance.now() - from, traffic };
}

async function measure(name: string, options: HostProcessOptions): Promise<void> {
  // A hundred accounts of one address in an hour are more than a household's.
  const host = await startHost({ appDir: join(root, "tests/support/stub-app"), ...options, env: { ...options.env, RATE_FACTOR: "10" } });
  try {
    const people = await newAccounts(host, accounts);
    const idle = memory(host.pid, "VmRSS");
    const voyaged = await voyage(host, people, { devices, messages });
    const peak = memory(host.pid, "VmHWM");
    const plain = await plainRequests(host, people);
    const { traffic } = voyaged;
    console.log(`${name}: ${JSON.stringify([...new Set(traffic.troubles)].slice(0, 20))} ${JSON.stringify(voyaged.differences.slice(0, 20))}`);
    const beside = (value: number) => ({ baseline: { name: `${count} plain requests`, value } });
    const none = { of: "value", at: "most", bound: 0 } as const;
    record({ name: `${name}: errors`, value: traffic.troubles.length, unit: "errors", ...beside(plain.traffic.troubles.length), gate: none });
    record({ name: `${name}: first syncs that failed`, value: voyaged.outcomes.filter((kind) => kind !== "drained").length, unit: "devices", gate: none });
    record({ name: `${name}: rows lost, doubled or unlike`, value: voyaged.differences.length, unit: "differences", gate: none });
    record({ name: `${name}: all ${count} first syncs done`, value: voyaged.drainedMs, unit: "ms", ...beside(plain.ms) });
    record({ name: `${name}: all have everything, by pokes`, value: voyaged.convergedMs, unit: "ms", ...beside(plain.ms) });
    record({ name: `${name}: devices a poke did not reach`, value: voyaged.unpoked, unit: "devices" });
    record({ name: `${name}: requests`, value: traffic.took.length, unit: "requests", ...beside(plain.traffic.took.length) });
    for (const q of [0.5, 0.95]) {
      record({ name: `${name}: a request, p${q * 100}`, value: quantile(traffic.took, q), unit: "ms", ...beside(quantile(plain.traffic.took, q)) });
    }
    record({ name: `${name}: memory of the host at its peak`, value: peak, unit: "MB", baseline: { name: "before", value: idle } });
    expect(host.output()).not.toContain("failed:");
  } finally {
    await host.stop();
  }
}

test(`${count} devices on PGlite`, async () => {
  test.setTimeout(900_000);
  await measure("PGlite", {});
});

test(`${count} devices on PostgreSQL`, async () => {
  test.setTimeout(900_000);
  const postgres = await startPostgres();
  try {
    await measure("PostgreSQL", { env: { DATABASE_URL: postgres.url } });
  } finally {
    await postgres.stop();
  }
});
