/** W1–W3 for rows that come from elsewhere: a file, or another database on this device. */
import { expect, test } from "vitest";
import { mergeRows } from "../../../src/sync/merge.ts";
import type { Row, RowOp } from "../../../src/sync/ports.ts";
import { MutationTooLarge } from "../../../src/sync/writer.ts";
import { Device, message, newWorld, schema, specs } from "../../support/sync/device.ts";

const merge = (device: Device, rows: readonly RowOp[]): Promise<number> =>
  mergeRows({ store: device.store, clock: device.world.clock, random: device.random, tables: specs, schema }, rows);

const stampAt = (ms: number, client = "c".repeat(16)): string => `${ms.toString(16).padStart(12, "0")}-0000-${client}`;
const said = (row: Row): RowOp => ({ table: "chat_messages", row });
const chose = (value: string, stamp: string): RowOp => ({ table: "preferences", row: { id: "p", stamp, key: "k", value } });

function setup() {
  const device = new Device(newWorld(), 1);
  const now = device.world.clock.now();
  return { device, now, rows: [1, 2, 3].map((n) => said(message(`m${n}`, stampAt(now - n), `old ${n}`, now - n))) };
}

test("[W1] rows from elsewhere keep ids and stamps, and are one mutation", async () => {
  const { device, rows } = setup();
  expect(await merge(device, rows)).toBe(3);
  expect(device.store.table("chat_messages").map(({ _seq, ...row }) => row)).toEqual(rows.map(({ row }) => row));
  expect([...device.store.data.outbox.values()].map(({ ops }) => ops)).toEqual([rows]);
  expect(device.state.nextSeq).toBe(2);
});

test("[W1] what changes nothing is not written: merging twice is merging once", async () => {
  const { device, rows } = setup();
  await merge(device, rows);
  expect(await merge(device, rows)).toBe(0);
  expect(device.pending).toBe(1);
  expect(device.state.nextSeq).toBe(2);
});

test("[join] what is newer here stays, what is deleted here stays deleted, several versions of a row are one", async () => {
  const { device, now, rows } = setup();
  await merge(device, [chose("newer", stampAt(now)), ...rows]);
  const [first] = rows;
  if (first === undefined) throw new Error("there are rows");
  await merge(device, [said({ ...first.row, deleted_at: new Date(now).toISOString() })]);
  await merge(device, [chose("older", stampAt(now - 9)), ...rows, chose("oldest", stampAt(now - 10))]);
  expect(device.store.table("preferences")).toMatchObject([{ value: "newer" }]);
  expect(device.texts().sort()).toEqual(["", "old 2", "old 3"]);
  await merge(device, [chose("newest", stampAt(now + 2)), chose("new", stampAt(now + 1))]);
  expect(device.store.table("preferences")).toMatchObject([{ value: "newest", _seq: 3 }]);
});

test("[W3] the clock moves past what was merged, but not by a stamp from far ahead", async () => {
  const { device, now } = setup();
  await merge(device, [chose("a", stampAt(now + 1000))]);
  expect(device.state.stamp).toBe(stampAt(now + 1000));
  await merge(device, [chose("b", stampAt(now + 3_600_000))]);
  expect(device.state.stamp).toBe(stampAt(now + 1000));
});

test("[W2] too much at once leaves nothing", async () => {
  const { device, now } = setup();
  const big = [1, 2, 3].map((n) => said(message(`m${n}`, stampAt(now - n), "x".repeat(400_000), now)));
  await expect(merge(device, big)).rejects.toThrow(MutationTooLarge);
  expect(device.store.table("chat_messages")).toEqual([]);
  expect(device.pending).toBe(0);
});

test("[P3] what was merged arrives at the account", async () => {
  const { device, rows } = setup();
  await merge(device, rows);
  await device.engine.sync();
  expect(device.pending).toBe(0);
  expect(device.world.server.rows("user", "chat_messages").map((row) => row["message_text"]).sort()).toEqual(["old 1", "old 2", "old 3"]);
});
