/** W1–W3: what a command leaves behind. */
import { expect, test } from "vitest";
import { maxMutationBytes, MutationTooLarge } from "../../../src/sync/writer.ts";
import { Device, message, newWorld } from "../../support/sync/device.ts";

const device = (): Device => new Device(newWorld(), 1);

test("[W1] a command leaves its rows and exactly one mutation with all of its operations", async () => {
  const { writer, store, random } = device();
  await writer.write(["chat_messages", "preferences"], async (tx) => {
    await tx.put("chat_messages", message(random.uuid(), tx.stamp(), "one", tx.now()));
    await tx.put("chat_messages", message(random.uuid(), tx.stamp(), "two", tx.now()));
    await tx.put("preferences", { id: "p", stamp: tx.stamp(), key: "k", value: 1 });
  });
  const [entry, ...more] = [...store.data.outbox.values()];
  expect(more).toEqual([]);
  expect(entry?.ops.map(({ table, row }) => [table, row["message_text"] ?? row["value"]])).toEqual([
    ["chat_messages", "one"],
    ["chat_messages", "two"],
    ["preferences", 1],
  ]);
  expect(entry).toMatchObject({ seq: 1, schema: 1, bytes: new TextEncoder().encode(JSON.stringify(entry?.ops)).length });
  expect(store.data.state.nextSeq).toBe(2);
});

test("[W1] a row knows its mutation, and that column stays on the device", async () => {
  const { writer, store } = device();
  await writer.write(["preferences"], async (tx) => {
    await tx.put("preferences", { id: "p", stamp: tx.stamp(), key: "k", value: 1, _local: true, version: 5 });
  });
  expect(store.table("preferences")).toMatchObject([{ _seq: 1, _local: true }]);
  expect(Object.keys(store.data.outbox.get(1)?.ops[0]?.row ?? {}).sort()).toEqual(["id", "key", "stamp", "value"]);
});

test("[W1] two puts of one row in a command are one operation: the row as it is at the end", async () => {
  const { writer, store } = device();
  await writer.write(["preferences"], async (tx) => {
    await tx.put("preferences", { id: "p", stamp: tx.stamp(), key: "k", value: 1 });
    await tx.put("preferences", { id: "p", stamp: tx.stamp(), key: "k", value: 2 });
  });
  expect(store.data.outbox.get(1)?.ops).toMatchObject([{ row: { value: 2 } }]);
});

test("[W1] a put is joined with the local row, and the join is what is sent", async () => {
  const d = device();
  const id = await d.send("hello");
  await d.writer.write(["chat_messages"], async (tx) => {
    const [row] = await tx.rows("chat_messages", [id]);
    if (!row) throw new Error("the row is there");
    const put = await tx.put("chat_messages", { ...row, deleted_at: new Date(tx.now()).toISOString() });
    expect(put["message_text"]).toBe("");
  });
  expect(d.store.data.outbox.get(2)?.ops).toMatchObject([{ row: { id, message_text: "" } }]);
});

test("[W1] a command that puts nothing queues nothing", async () => {
  const { writer, store } = device();
  await writer.write([], async (tx) => {
    await tx.side<{ key: string; text: string }>("drafts").put({ key: "chat", text: "unfinished" });
  });
  expect(store.data.outbox.size).toBe(0);
  expect(store.data.state.nextSeq).toBe(1);
  expect(store.data.side.get("drafts")?.get("chat")).toEqual({ key: "chat", text: "unfinished" });
});

test("[W1] a command that throws leaves nothing, and its error is the caller's", async () => {
  const { writer, store } = device();
  const before = store.data.state;
  const attempt = writer.write(["preferences"], async (tx) => {
    await tx.put("preferences", { id: "p", stamp: tx.stamp(), key: "k", value: 1 });
    throw new RangeError("second thoughts");
  });
  await expect(attempt).rejects.toThrow(new RangeError("second thoughts"));
  expect([store.table("preferences"), store.data.outbox.size, store.data.state]).toEqual([[], 0, before]);
});

test("[W1] a send costs five requests of the store at most", async () => {
  const d = device();
  await d.send("warm");
  const before = d.store.counts.requests;
  await d.send("hello");
  expect(d.store.counts.requests - before).toBeLessThanOrEqual(5);
});

test("[W2] a mutation over 1 MB is refused before anything is written", async () => {
  const d = device();
  const attempt = d.send("ভ".repeat(maxMutationBytes / 3));
  await expect(attempt).rejects.toSatisfy((error) => error instanceof MutationTooLarge && error.bytes > error.max && error.max === maxMutationBytes);
  expect([d.texts(), d.pending]).toEqual([[], 0]);
});

test("[W3] stamps advance inside the transaction, so two tabs at once never make the same one", async () => {
  const d = device();
  await Promise.all(Array.from({ length: 20 }, (_, i) => d.send(`message ${i}`)));
  const stamps = d.store.table("chat_messages").map(({ stamp }) => stamp);
  expect(new Set(stamps).size).toBe(20);
  expect(d.state.stamp).toBe([...stamps].sort().at(-1));
});

test("[W3] stamps follow the server's clock as far as it is known", async () => {
  const d = device();
  d.store.data.state = { ...d.state, clockOffset: 3_600_000 };
  await d.send("an hour ahead");
  const at = Number.parseInt(d.state.stamp.slice(0, 12), 16);
  expect(at).toBe(d.world.clock.now() + 3_600_000);
});
