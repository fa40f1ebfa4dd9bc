/** Many devices at once: nobody is refused, nothing is lost or doubled, and pokes bring everybody everything. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { type RunningHost, startHost } from "../../support/host.ts";
import { join } from "node:path";
import { root } from "../../../supabase/embedded/build.mjs";
import { newAccounts, voyage } from "../../support/sync/fleet.ts";

vi.stubGlobal("WebSocket", WebSocket);

let host: RunningHost;
beforeAll(async () => {
  host = await startHost({ appDir: join(root, "tests/support/stub-app") });
});
afterAll(async () => {
  await host.stop();
});

test("[P4] [L3] [L6] fifty devices of ten accounts sync in one moment, without an error, and end alike", async () => {
  const { outcomes, differences, traffic } = await voyage(host, await newAccounts(host, 10), { devices: 5, messages: 6 });
  expect(traffic.troubles).toEqual([]);
  expect(outcomes.filter((kind) => kind !== "drained")).toEqual([]);
  expect(differences).toEqual([]);
});
