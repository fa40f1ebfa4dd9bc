/** What must hold once a world has healed. */
import { expect } from "vitest";
import type { Json } from "../../../../src/shared/json.ts";
import { canonicalText } from "../../../../src/sync/canonical.ts";
import type { Row } from "../../../../src/sync/ports.ts";
import { specs } from "../device.ts";
import { chokingText, refusedText } from "./commands.ts";
import type { SimDevice } from "./device.ts";
import type { Simulation } from "./world.ts";

export const isSettled = (world: Simulation, { store }: SimDevice): boolean =>
  store.data.outbox.size === 0 && store.data.state.cursor?.[0] === world.server.account("user").head && store.data.state.history === null;

const bare = (row: Row): Json =>
  Object.fromEntries(Object.entries(row).flatMap(([column, value]): [string, Json][] => (column.startsWith("_") || column === "version" ? [] : [[column, value ?? null]])));

/** Table by table, rows in one order, without those that this device alone holds since they are in its quarantine. */
function picture(rows: (table: string) => readonly Row[], without: ReadonlySet<string>): string {
  const lines = specs.flatMap(({ name }) =>
    rows(name)
      .filter(({ id }) => !without.has(`${name} ${id}`))
      .map((row) => `${name} ${canonicalText([bare(row)])}`),
  );
  return lines.sort().join("\n");
}

/** Every device has what the server has, and nothing that was promised is missing or there twice. */
export function check(world: Simulation, told: string): void {
  for (const device of world.devices) checkDevice(world, device, told);
}

function checkDevice(world: Simulation, device: SimDevice, told: string): void {
  const account = world.server.account(world.user);
  const { data } = device.store;
  const quarantine = [...data.quarantine.values()];
  for (const { code, ops } of quarantine) {
    world.tally[code === "undeliverable" ? "undeliverable" : "refused"] += 1;
    const texts = ops.map(({ row }) => row["message_text"]);
    expect(texts, `${told}: only the guilty are quarantined (${code})`).toContain(code === "undeliverable" ? chokingText : refusedText);
  }
  expect(isSettled(world, device), `${told}: settled, ${data.outbox.size} waiting, cursor ${data.state.cursor?.join()}, head ${account.head}`).toBe(true);
  for (const id of device.promised) {
    const applied = account.applied.get(id) ?? [];
    const kept = quarantine.some((entry) => entry.id === id);
    expect(applied.length > 0 || kept, `${told}: promised mutation ${id} is applied or in quarantine`).toBe(true);
    expect(new Set(applied).size, `${told}: ${id} applied once by each client`).toBe(applied.length);
  }
  const mine = new Set(quarantine.flatMap(({ ops }) => ops.map(({ table, row }) => `${table} ${row.id}`)));
  expect(picture((table) => device.store.table(table), mine), `${told}: rows equal the server's`).toBe(picture((table) => world.server.rows(world.user, table), mine));
  const pendingRows = specs.flatMap(({ name }) => device.store.table(name)).filter((row) => Number(row["_seq"] ?? 0) > data.state.ackedSeq);
  expect(pendingRows, `${told}: no row looks pending`).toEqual([]);
}
