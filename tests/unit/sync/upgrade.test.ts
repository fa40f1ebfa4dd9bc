/** T3: what a newer build does with the queue that an older one has left. */
import { expect, test } from "vitest";
import type { OutboxEntry, Row, RowOp } from "../../../src/sync/ports.ts";
import type { Upcast } from "../../../src/sync/upcast.ts";
import { upgradeDevice } from "../../../src/sync/upgrade.ts";
import { answerLost, Device, newWorld, specs, textsOf } from "../../support/sync/device.ts";
import { settle } from "../../support/sync/fakes.ts";

/** Schema 2 wants texts in capitals, schema 3 a mood. */
const upcasts: readonly Upcast[] = [
  { chat_messages: (row) => (row["message_text"] === String(row["message_text"]).toUpperCase() ? row : { ...row, message_text: String(row["message_text"]).toUpperCase() }) },
  { chat_messages: (row) => (row["mood_detected"] === null ? { ...row, mood_detected: "calm" } : row) },
];

const names = specs.map(({ name }) => name);
const upgrade = (d: Device, more: readonly Upcast[] = upcasts): Promise<void> =>
  d.store.write(names, (tx) => upgradeDevice({ random: d.random, tables: specs, upcasts: more }, tx));
const outbox = (d: Device): OutboxEntry[] => [...d.store.data.outbox.values()];

async function withQueue(texts: readonly string[]) {
  const d = new Device(newWorld(), 1);
  await d.engine.sync();
  await d.engine.stop();
  for (const text of texts) await d.send(text);
  return d;
}

test("[T3] every queued mutation is lifted over all schemas in between, its row with it, and order, seqs and stamps stay", async () => {
  const texts = Array.from({ length: 450 }, (_, n) => `text ${n}`);
  const d = await withQueue(texts);
  const before = outbox(d);
  await upgrade(d);
  const after = outbox(d);
  expect(after.map(({ seq, ops }) => [seq, ops[0]?.row.id, ops[0]?.row.stamp])).toEqual(before.map(({ seq, ops }) => [seq, ops[0]?.row.id, ops[0]?.row.stamp]));
  expect(after.every(({ schema, ops }) => schema === 3 && ops[0]?.row["mood_detected"] === "calm")).toBe(true);
  expect(d.texts()).toEqual(texts.map((text) => text.toUpperCase()));
  expect(after.every(({ bytes, ops }) => bytes === new TextEncoder().encode(JSON.stringify(ops)).length)).toBe(true);
});

test("[T3] a mutation of the middle schema is lifted from there, one of the present schema not at all", async () => {
  const d = await withQueue(["second", "third"]);
  await d.store.write([], async (tx) => {
    const entries = await tx.outbox(0, 9);
    await tx.putOutbox(entries.map((entry, index) => ({ ...entry, schema: index + 2 })));
  });
  const before = outbox(d);
  await upgrade(d);
  expect(outbox(d)).toMatchObject([{ schema: 3, ops: [{ row: { message_text: "second", mood_detected: "calm" } }] }, before[1] ?? {}]);
});

test("[T3] a changed mutation that had arrived unheard is neither lost nor doubled", async () => {
  const d = new Device(newWorld(), 1);
  await d.engine.sync();
  await d.send("arrived");
  d.fault = answerLost;
  await d.engine.sync();
  await d.engine.stop();
  expect(d.world.server.rows("user", "chat_messages")).toHaveLength(1);
  const old = outbox(d)[0]?.id;
  await upgrade(d);
  expect(outbox(d)[0]?.id).not.toBe(old);
  d.fault = (_call, deliver) => deliver();
  await d.send("after");
  await d.context().sync();
  await settle();
  expect(d.pending).toBe(0);
  expect(d.texts()).toHaveLength(2);
  expect(textsOf(d.world.server.rows("user", "chat_messages"))).toEqual(d.texts());
});

test("[T3] a mutation that nothing changes keeps its id, so that its late answer still settles it", async () => {
  const d = await withQueue(["CALM"]);
  const [before] = outbox(d);
  await upgrade(d, upcasts.slice(0, 1));
  expect(outbox(d)).toEqual([{ ...before, schema: 2 }]);
});

test("[T3] the quarantine is lifted too, and what is retried goes out in the new shape", async () => {
  const d = await withQueue(["refused"]);
  await d.store.write([], async (tx) => {
    const [entry] = await tx.outbox(0, 1);
    if (!entry) throw new Error("nothing queued");
    const { seq, ...rest } = entry;
    await tx.putQuarantine([{ ...rest, code: "22023", quarantinedAt: 1 }]);
    await tx.removeOutbox([seq]);
    await tx.setState({ ...(await tx.state()), ackedSeq: seq });
  });
  await upgrade(d);
  expect([...d.store.data.quarantine.values()]).toMatchObject([{ schema: 3, code: "22023", ops: [{ row: { message_text: "REFUSED", mood_detected: "calm" } }] }]);
  expect(d.texts()).toEqual(["REFUSED"]);
});

test("[T3] synced rows stay as they are: the server lifts its own", async () => {
  const d = await withQueue(["synced"]);
  await d.context().sync();
  const before = d.store.table("chat_messages");
  await upgrade(d);
  expect(d.store.table("chat_messages")).toEqual(before);
});

test("[T3] an older build's state row gets what it lacks and keeps what it has", async () => {
  const d = await withQueue(["one"]);
  const { shapes: _shapes, backfill: _backfill, fence: _fence, ...older } = d.state;
  Object.assign(d.store.data, { state: older });
  await upgrade(d, []);
  expect(d.state).toEqual({ ...older, shapes: null, backfill: null, fence: 0 });
});

test("[T3] an upgrade that fails leaves the queue as it was", async () => {
  const d = await withQueue(["one", "two"]);
  const before = [outbox(d), d.store.table("chat_messages"), d.state];
  const failing: Upcast = {
    chat_messages: (row: Row): Row => {
      if (row["message_text"] === "two") throw new Error("no way up");
      return { ...row, mood_detected: "calm" };
    },
  };
  await expect(upgrade(d, [failing])).rejects.toThrow("no way up");
  expect([outbox(d), d.store.table("chat_messages"), d.state]).toEqual(before);
  const kept: RowOp | undefined = outbox(d)[0]?.ops[0];
  expect(kept?.row["mood_detected"]).toBeNull();
});
