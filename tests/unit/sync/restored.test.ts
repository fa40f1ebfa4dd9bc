/** L5: a server that comes back from a backup. */
import { expect, test } from "vitest";
import type { Row } from "../../../src/sync/ports.ts";
import { discardQuarantined } from "../../../src/sync/quarantine.ts";
import { Device, failing, message, newWorld, specs, textsOf, type World } from "../../support/sync/device.ts";
import { settle } from "../../support/sync/fakes.ts";

const onServer = (world: World): string[] => textsOf(world.server.rows("user", "chat_messages")).sort();
const pendingRows = (d: Device): readonly Row[] => d.store.table("chat_messages").filter((row) => Number(row["_seq"] ?? 0) > d.state.ackedSeq);

/** Two devices that have synced "kept", then a dump, then `after` more messages of the first, which both have. */
async function restoredWorld(after: number): Promise<{ readonly world: World; readonly a: Device; readonly b: Device }> {
  const world = newWorld();
  const [a, b] = [new Device(world, 1, { auditRows: 3 }), new Device(world, 2, { auditRows: 3 })];
  await a.send("kept");
  await a.engine.sync();
  await b.engine.sync();
  const dump = world.server.dump("user");
  for (let n = 0; n < after; n++) {
    await world.clock.advance(1000);
    await a.send(`lost ${String(n).padStart(3, "0")}`);
    await a.engine.sync();
  }
  await b.engine.sync();
  world.server.restore("user", dump);
  return { world, a, b };
}
const all = (after: number): string[] => ["kept", ...Array.from({ length: after }, (_, n) => `lost ${String(n).padStart(3, "0")}`)];

test.each(["pull", "push"] as const)("[L5] who had written it all notices by a %s and brings back what the server forgot", async (first) => {
  const { world, a } = await restoredWorld(10);
  const { epoch } = world.server.account("user");
  if (first === "push") {
    await a.send("new");
    a.engine.wake("write");
    await settle();
    await settle();
  }
  expect(await a.engine.sync()).toEqual({ kind: "drained" });
  expect(onServer(world)).toEqual([...all(10), ...(first === "push" ? ["new"] : [])]);
  expect(world.server.account("user").epoch).not.toBe(epoch);
  expect([a.state.audit, a.pending, pendingRows(a)]).toEqual([null, 0, []]);
  expect(world.server.calls.renew).toBe(1);
});

test("[L5] who had only read it brings it back too, also when the writer never returns", async () => {
  const { world, b } = await restoredWorld(7);
  expect(await b.engine.sync()).toEqual({ kind: "drained" });
  expect(onServer(world)).toEqual(all(7));
  expect(b.texts().sort()).toEqual(all(7));
});

test("[L5] however many devices notice, there is one new epoch, and nothing is deleted anywhere", async () => {
  const { world, a, b } = await restoredWorld(7);
  await a.send("from a");
  await b.send("from b");
  await a.engine.sync();
  await b.engine.sync();
  a.engine.wake("poke");
  b.engine.wake("poke");
  for (let i = 0; i < 6; i++) await settle();
  const everything = ["from a", "from b", ...all(7)];
  expect([onServer(world), [...a.texts()].sort(), [...b.texts()].sort()]).toEqual([everything, everything, everything]);
  expect(a.state.epoch).toBe(b.state.epoch);
  expect(world.server.calls.renew).toBe(1);
});

test("[L5] only what the server lacks is queued again", async () => {
  const { world, a } = await restoredWorld(4);
  const applied = world.server.account("user").applied.size;
  await a.engine.sync();
  const [again] = [...world.server.account("user").applied.keys()].slice(applied);
  expect(world.server.account("user").applied.size - applied).toBeLessThanOrEqual(3);
  expect(again).toBeDefined();
  expect(a.store.table("chat_messages").find((row) => row["message_text"] === "kept")?.["_seq"]).toBe(1);
});

test("[L5] the comparison goes on where it stopped, and until it is done nobody calls the device synced", async () => {
  const { world, a } = await restoredWorld(9);
  let asked = 0;
  a.fault = (call, deliver, signal) => (call === "rows" && ++asked > 2 ? failing({ kind: "offline" })(call, deliver, signal) : deliver());
  expect(await a.engine.sync()).toMatchObject({ kind: "failed" });
  expect([a.state.audit === null, a.state.lastSyncAt]).toEqual([false, null]);
  const place = a.state.audit?.[1] ?? "";
  expect(place > "").toBe(true);
  await a.engine.stop();
  a.fault = (_call, deliver) => deliver();
  const rows = world.server.calls.rows;
  expect(await a.context().sync()).toEqual({ kind: "drained" });
  expect(onServer(world)).toEqual(all(9));
  expect(world.server.calls.rows - rows).toBeLessThanOrEqual(4);
  expect(a.state.lastSyncAt).not.toBeNull();
});

test("[L5] a server that is restored while its clock has fallen back is met all the same", async () => {
  let behind = 0;
  const world = newWorld();
  const slow = newWorld({ now: () => world.clock.now() - behind });
  const d = new Device({ clock: world.clock, server: slow.server }, 1);
  await d.send("kept");
  await d.engine.sync();
  const dump = slow.server.dump("user");
  await d.send("lost");
  await d.engine.sync();
  slow.server.restore("user", dump);
  behind = 86_400_000;
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(onServer({ clock: world.clock, server: slow.server })).toEqual(["kept", "lost"]);
});

test("[L5] a row that was taken before it was refused comes back, whatever becomes of the refusal", async () => {
  const world = newWorld({ refuses: (row) => (row["message_text"] === "bad" ? "23514" : null) });
  const a = new Device(world, 1);
  const dump = world.server.dump("user");
  await a.prefer("theme", "dark");
  await a.engine.sync();
  await a.writer.write(["chat_messages", "preferences"], async (tx) => {
    await tx.add("chat_messages", message(a.random.uuid(), tx.stamp(), "bad", tx.now()));
    await tx.put("preferences", { id: "preference-theme", stamp: tx.stamp(), key: "theme", value: "light" });
  });
  await a.engine.sync();
  world.server.restore("user", dump);
  a.engine.wake("visible");
  await settle();
  await a.engine.sync();
  expect(world.server.rows("user", "preferences").map((row) => row["value"])).toEqual(["light"]);
  const [entry, ...others] = a.store.data.quarantine.values();
  expect([others, entry?.code, entry?.ops.map(({ table }) => table)]).toEqual([[], "23514", ["chat_messages"]]);
  expect(await discardQuarantined({ store: a.store, transport: a.transport, tables: specs }, entry?.id ?? "", new AbortController().signal)).toEqual({ ok: true, value: true });
  expect([a.texts(), a.store.table("preferences").map((row) => row["value"])]).toEqual([[], ["light"]]);
});

test("[L5] [P6] nothing is discarded while the server has forgotten what it had", async () => {
  const world = newWorld({ refuses: (row) => (row["message_text"] === "bad" ? "23514" : null) });
  const a = new Device(world, 1);
  await a.send("first");
  await a.engine.sync();
  const dump = world.server.dump("user");
  await a.writer.write(["chat_messages", "preferences"], async (tx) => {
    await tx.add("chat_messages", message(a.random.uuid(), tx.stamp(), "bad", tx.now()));
    await tx.put("preferences", { id: "preference-theme", stamp: tx.stamp(), key: "theme", value: "light" });
  });
  await a.prefer("theme", "dark");
  await a.engine.sync();
  world.server.restore("user", dump);
  const [entry] = a.store.data.quarantine.values();
  const discard = () => discardQuarantined({ store: a.store, transport: a.transport, tables: specs }, entry?.id ?? "", new AbortController().signal);
  expect(await discard()).toEqual({ ok: false, error: { kind: "behind" } });
  // Somebody else has noticed.
  world.server.renewAll("user");
  expect(await discard()).toMatchObject({ ok: false, error: { kind: "busy" } });
  expect(a.store.table("preferences").map((row) => row["value"])).toEqual(["dark"]);
  await a.engine.sync();
  expect(world.server.rows("user", "preferences").map((row) => row["value"])).toEqual(["dark"]);
});

test("[L5] two servers under one address do not keep a device reading for ever", async () => {
  const d = new Device(newWorld(), 1);
  await d.send("word");
  await d.engine.sync();
  let n = 0;
  d.fault = async (_call, deliver) => {
    const answer = await deliver();
    return answer.ok ? { ok: true, value: { ...(answer.value as object), epoch: `epoch ${n++}` } } : answer;
  };
  expect(await d.engine.sync()).toMatchObject({ kind: "failed", failure: { kind: "busy" } });
  expect(n).toBeLessThan(20);
});
