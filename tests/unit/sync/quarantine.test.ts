/** P6: what a person can do with what the server refused. */
import { expect, test } from "vitest";
import { discardQuarantined, readQuarantined, retryQuarantined } from "../../../src/sync/quarantine.ts";
import { Device, failing, newWorld, schema, specs, textsOf, type World } from "../../support/sync/device.ts";

const never = new AbortController().signal;

interface Refusal {
  readonly world: World;
  readonly d: Device;
  readonly id: string;
  allow(): void;
}

/** A device whose one message was refused. */
async function refused(text = "bad"): Promise<Refusal> {
  let refusing = true;
  const world = newWorld({ refuses: (row) => (refusing && row["message_text"] === text ? "23514" : null) });
  const d = new Device(world, 1);
  await d.send(text);
  await d.engine.sync();
  const [entry] = d.store.data.quarantine.values();
  if (!entry) throw new Error("it was refused");
  return { world, d, id: entry.id, allow: () => (refusing = false) };
}

const retry = ({ d, id }: Refusal): Promise<boolean> =>
  retryQuarantined({ store: d.store, clock: d.world.clock, random: d.random, tables: specs, schema }, id);
const discard = ({ d, id }: Refusal) => discardQuarantined({ store: d.store, transport: d.transport, tables: specs }, id, never);

test("[P6] retry writes it again as a new mutation at the end of the outbox, and it arrives", async () => {
  const it = await refused();
  it.allow();
  expect(await retry(it)).toBe(true);
  const [entry] = it.d.store.data.outbox.values();
  expect(entry?.id).not.toBe(it.id);
  expect([entry?.seq, it.d.store.data.quarantine.size]).toEqual([2, 0]);
  // The row is pending again, not synced.
  expect(it.d.store.table("chat_messages")).toMatchObject([{ _seq: 2 }]);
  await it.d.engine.sync();
  expect(textsOf(it.world.server.rows("user", "chat_messages"))).toEqual(["bad"]);
  expect(await retry(it)).toBe(false);
});

test("[P6] a quarantined mutation can be read in full", async () => {
  const { d, id } = await refused();
  expect(await readQuarantined(d.store, id)).toMatchObject({ id, code: "23514", ops: [{ table: "chat_messages", row: { message_text: "bad" } }] });
  expect(await readQuarantined(d.store, "none")).toBeNull();
});

test("[P6] discard removes a row that the server does not have", async () => {
  const it = await refused();
  expect(await discard(it)).toEqual({ ok: true, value: true });
  expect([it.d.store.table("chat_messages"), it.d.store.data.quarantine.size]).toEqual([[], 0]);
  expect(await discard(it)).toEqual({ ok: true, value: false });
});

test("[P6] discard takes the server's row where it has one", async () => {
  let refusing = false;
  const world = newWorld({ refuses: () => (refusing ? "23514" : null) });
  const d = new Device(world, 1);
  await d.prefer("theme", "light");
  await d.engine.sync();
  refusing = true;
  await d.prefer("theme", "dark");
  await d.engine.sync();
  const [entry] = d.store.data.quarantine.values();
  expect(d.store.table("preferences")).toMatchObject([{ value: "dark" }]);
  await discardQuarantined({ store: d.store, transport: d.transport, tables: specs }, entry?.id ?? "", never);
  expect(d.store.table("preferences")).toMatchObject([{ value: "light" }]);
});

test("[P6] discard keeps what still waits in the outbox for the same row", async () => {
  let refusing = true;
  const world = newWorld({ refuses: () => (refusing ? "23514" : null) });
  const d = new Device(world, 1);
  await d.prefer("theme", "dark");
  await d.engine.sync();
  refusing = false;
  await world.clock.advance(1000);
  await d.prefer("theme", "sepia");
  const [entry] = d.store.data.quarantine.values();
  await discardQuarantined({ store: d.store, transport: d.transport, tables: specs }, entry?.id ?? "", never);
  expect(d.store.table("preferences")).toMatchObject([{ value: "sepia", _seq: 2 }]);
  await d.engine.sync();
  expect(world.server.rows("user", "preferences")).toMatchObject([{ value: "sepia" }]);
});

test("[P6] a row acknowledged while the server is asked is not replaced by the older answer", async () => {
  let refusing = true;
  const world = newWorld({ refuses: () => (refusing ? "23514" : null) });
  const d = new Device(world, 1);
  await d.prefer("theme", "dark");
  await d.engine.sync();
  refusing = false;
  await world.clock.advance(1000);
  await d.prefer("theme", "sepia");
  d.fault = async (call, deliver) => {
    const answer = await deliver();
    if (call === "rows") {
      d.fault = (_call, pass) => pass();
      await d.engine.sync();
    }
    return answer;
  };
  const [entry] = d.store.data.quarantine.values();
  await discardQuarantined({ store: d.store, transport: d.transport, tables: specs }, entry?.id ?? "", never);
  expect(d.store.table("preferences")).toMatchObject([{ value: "sepia" }]);
  expect(world.server.calls.rows).toBe(2);
});

test("[P6] without the server's answer nothing is discarded", async () => {
  const it = await refused();
  it.d.fault = failing({ kind: "offline" });
  expect(await discard(it)).toEqual({ ok: false, error: { kind: "offline" } });
  expect([it.d.texts(), it.d.store.data.quarantine.size]).toEqual([["bad"], 1]);
});
