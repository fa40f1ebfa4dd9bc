/** L1–L8: how the server's rows reach the device. */
import { expect, test } from "vitest";
import { makeStamp, maxAheadMs } from "../../../src/sync/hlc.ts";
import type { WireRow } from "../../../src/sync/ports.ts";
import { Device, failing, message, newWorld, specs, textsOf, type World } from "../../support/sync/device.ts";
import { settle } from "../../support/sync/fakes.ts";

const elsewhere = "ffffffffffffffff";
const stampAt = (ms: number, counter = 0): string => makeStamp({ ms, counter, client: elsewhere });
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

function wireMessage(world: World, n: number, text = `old ${n}`): WireRow {
  const at = world.clock.now() - 1_000_000 + n;
  return { table: "chat_messages", row: message(uuid(n), stampAt(at), text, at) };
}

/** An account with history, each message of its own version. */
function withHistory(count: number, options: Parameters<typeof newWorld>[0] = {}): World {
  const world = newWorld(options);
  for (let n = 0; n < count; n++) world.server.insert("user", [wireMessage(world, n)]);
  return world;
}

test("[L4] a new device is usable after one answer: the newest 50 messages and the small tables", async () => {
  const world = withHistory(120);
  world.server.insert("user", [{ table: "preferences", row: { id: "p", stamp: stampAt(1), key: "theme", value: "dark" } }]);
  const d = new Device(world, 1, { pageRows: 20, historyRows: 20 });
  let usable: number | null = null;
  d.fault = async (call, deliver) => {
    if (call === "history") usable ??= d.texts().length;
    return deliver();
  };
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(world.server.calls).toMatchObject({ bootstrap: 1, pull: 0 });
  await settle();
  await d.engine.stop();
  expect(usable).toBe(50);
  expect(d.store.table("preferences")).toMatchObject([{ value: "dark" }]);
});

test("[L4] older history comes newest first by a second cursor, and sync resolves without waiting for it", async () => {
  const world = withHistory(200);
  const d = new Device(world, 1, { pageRows: 30, historyRows: 30 });
  const order: number[] = [];
  let hold: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (hold = resolve));
  d.fault = async (call, deliver) => {
    if (call === "history") await held;
    return deliver();
  };
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(d.texts().length).toBe(50);
  const write = d.store.write.bind(d.store);
  d.store.write = async (tables, fn) => {
    const result = await write(tables, fn);
    order.push(d.texts().length);
    return result;
  };
  hold();
  await settle();
  expect(d.state.history).toBeNull();
  expect(d.texts()).toEqual(Array.from({ length: 200 }, (_, n) => `old ${n}`));
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test("[L4] after the first answer the walk back waits for a quiet moment, once, and a write meanwhile goes first", async () => {
  const world = withHistory(200);
  const d = new Device(world, 1, { pageRows: 30, historyRows: 30 });
  const calls: string[] = [];
  d.fault = (call, deliver) => {
    calls.push(call);
    return deliver();
  };
  const quiet: (() => void)[] = [];
  const engine = d.context(specs, () => new Promise((resolve) => quiet.push(resolve)));
  expect(await engine.sync()).toEqual({ kind: "drained" });
  await settle();
  expect([calls, quiet.length]).toEqual([["bootstrap"], 1]);
  await d.send("meanwhile");
  engine.wake("write");
  quiet[0]?.();
  await settle();
  expect(calls.slice(0, 4)).toEqual(["bootstrap", "push", "pull", "history"]);
  expect([d.texts().length, quiet.length]).toEqual([201, 1]);
});

test("[L4] history resumes where it stopped, and a page is fetched while the one before is applied", async () => {
  const world = withHistory(200);
  const d = new Device(world, 1, { pageRows: 30, historyRows: 30 });
  let pages = 0;
  d.fault = (call, deliver, signal) => (call === "history" && ++pages > 2 ? failing({ kind: "offline" })(call, deliver, signal) : deliver());
  await d.engine.sync();
  await settle();
  expect(d.state.history).not.toBeNull();
  const asked = world.server.calls.history;
  d.fault = (_call, deliver) => deliver();
  await d.engine.sync();
  await settle();
  expect([d.state.history, d.texts().length]).toEqual([null, 200]);
  expect(world.server.calls.history - asked).toBeLessThanOrEqual(Math.ceil(200 / 30) - asked + 1);
});

test("[L4] [L8] a message deleted elsewhere arrives as a tombstone in the walk back too", async () => {
  const world = withHistory(80);
  const { row } = wireMessage(world, 3);
  world.server.insert("user", [{ table: "chat_messages", row: { ...row, deleted_at: new Date(world.clock.now()).toISOString() } }]);
  const d = new Device(world, 1);
  await d.engine.sync();
  await settle();
  expect(d.store.table("chat_messages").find(({ id }) => id === uuid(3))).toMatchObject({ message_text: "", deleted_at: expect.any(String) });
  expect(d.texts().length).toBe(80);
});

test("[L4] a write does not wait for the history: it goes before the next page", async () => {
  const world = withHistory(300);
  const d = new Device(world, 1, { pageRows: 10, historyRows: 10 });
  const calls: string[] = [];
  d.fault = async (call, deliver) => {
    calls.push(call);
    // Another tab writes; it cannot wake this context's engine.
    if (calls.length === 4) await d.send("now");
    return deliver();
  };
  await d.engine.sync();
  await settle();
  const written = calls.indexOf("history", 3);
  expect(calls.indexOf("push") - written).toBeLessThanOrEqual(2);
  expect(textsOf(world.server.rows("user", "chat_messages"))).toContain("now");
  expect(calls.lastIndexOf("history")).toBeGreaterThan(calls.indexOf("push"));
});

test("[L1] pages follow each other until the server's head, and the cursor says it is finished", async () => {
  const world = withHistory(0);
  const d = new Device(world, 1, { pageRows: 10, historyRows: 10 });
  await d.engine.sync();
  world.server.insert("user", Array.from({ length: 25 }, (_, n) => wireMessage(world, n)));
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(world.server.calls.pull).toBe(3);
  expect(d.state.cursor).toEqual([world.server.account("user").head, "~", ""]);
  expect(d.texts().length).toBe(25);
});

test("[L3] a page and its cursor are one transaction: a store that fails keeps both from happening", async () => {
  const world = withHistory(0);
  const d = new Device(world, 1);
  await d.engine.sync();
  const { cursor } = d.state;
  world.server.insert("user", [wireMessage(world, 1)]);
  const write = d.store.write.bind(d.store);
  d.store.write = (tables, fn) =>
    write(tables, async (tx) => {
      await fn(tx);
      throw new Error("no room");
    });
  await expect(d.engine.sync()).rejects.toThrow("no room");
  expect([d.state.cursor, d.texts()]).toEqual([cursor, []]);
  d.store.write = write;
  d.engine.wake("visible");
  await settle();
  expect([d.texts(), d.state.cursor]).toEqual([["old 1"], [world.server.account("user").head, "~", ""]]);
});

test("[L3] an arriving row is joined with the local one, so unsynced work survives it", async () => {
  const world = newWorld();
  const d = new Device(world, 1);
  await d.prefer("theme", "light");
  await d.engine.sync();
  const [row] = world.server.rows("user", "preferences");
  if (!row) throw new Error("the preference was pushed");
  d.fault = (call, deliver, signal) => (call === "push" ? failing({ kind: "offline" })(call, deliver, signal) : deliver());
  world.server.insert("user", [{ table: "preferences", row: { ...row, stamp: stampAt(world.clock.now()), value: "theirs" } }]);
  await world.clock.advance(1000);
  await d.prefer("theme", "mine");
  const other = d.context();
  await other.sync();
  expect(world.server.calls.pull).toBe(1);
  expect(d.store.table("preferences")).toMatchObject([{ value: "mine", _seq: 2 }]);
});

test("[L3] a page whose cursor another context has moved meanwhile is dropped", async () => {
  const world = withHistory(0);
  const d = new Device(world, 1);
  await d.engine.sync();
  world.server.insert("user", [wireMessage(world, 1)]);
  const moved = [world.server.account("user").head + 5, "~", ""] as const;
  d.fault = async (_call, deliver) => {
    const answer = await deliver();
    await d.store.write([], async (tx) => tx.setState({ ...(await tx.state()), cursor: moved }));
    return answer;
  };
  await d.engine.sync();
  expect(d.state.cursor).toEqual(moved);
});

test("[L6] the echo of a push is not pulled; what somebody else wrote meanwhile is", async () => {
  const world = newWorld();
  const d = new Device(world, 1);
  await d.engine.sync();
  const pulls = (): number => world.server.calls.pull;
  const before = pulls();
  await d.send("mine");
  d.engine.wake("write");
  await settle();
  expect([d.pending, pulls()]).toEqual([0, before]);
  world.server.insert("user", [wireMessage(world, 1, "theirs")]);
  await d.send("mine too");
  d.engine.wake("write");
  await settle();
  expect(pulls()).toBe(before + 1);
  expect([...d.texts()].sort()).toEqual(["mine", "mine too", "theirs"]);
});

test("[L4] a row that waits in history and is pushed to meanwhile comes by its echo: the walk back would never meet it", async () => {
  const world = newWorld({ newest: (table) => (table === "user_sessions" ? 0 : 2) });
  const day = (activities: string[], ms: number): WireRow => ({
    table: "user_sessions",
    row: { id: "session", stamp: stampAt(ms), session_start: "s", created_at: "c", session_end: null, total_duration_minutes: null, activities, deleted_at: null },
  });
  world.server.insert("user", [day(["game"], 1)]);
  for (let n = 0; n < 10; n++) world.server.insert("user", [wireMessage(world, n)]);
  const d = new Device(world, 1, { pageRows: 3, historyRows: 3 });
  await d.writer.write(["user_sessions"], async (tx) => {
    await tx.put("user_sessions", { ...day(["chat"], 2).row, stamp: tx.stamp() });
  });
  await d.engine.sync();
  await settle();
  expect(d.store.table("user_sessions")).toMatchObject([{ stamp: stampAt(1), activities: ["chat", "game"] }]);
});

test("[L6] a poke brings the news; without it any later wake does", async () => {
  const world = newWorld();
  const [a, b] = [new Device(world, 1), new Device(world, 2)];
  await a.engine.sync();
  await b.engine.sync();
  await a.send("one");
  a.engine.wake("write");
  await settle();
  b.engine.wake("poke");
  await settle();
  expect(b.texts()).toEqual(["one"]);
  await a.send("two");
  a.engine.wake("write");
  await settle();
  expect(b.texts()).toEqual(["one"]);
  b.engine.wake("visible");
  await settle();
  expect(b.texts()).toEqual(["one", "two"]);
});

test("[L6] a poke that comes while a pull is on its way asks once more", async () => {
  const world = newWorld();
  const d = new Device(world, 1);
  await d.engine.sync();
  d.fault = async (_call, deliver) => {
    const answer = await deliver();
    d.fault = (_again, pass) => pass();
    world.server.insert("user", [wireMessage(world, 1, "just after")]);
    d.engine.wake("poke");
    return answer;
  };
  d.engine.wake("poke");
  await settle();
  expect(d.texts()).toEqual(["just after"]);
});

test("[W3] what is written after a pull sorts after everything pulled, save what claims to come from far ahead", async () => {
  const world = newWorld();
  const now = world.clock.now();
  const near = stampAt(now + maxAheadMs - 1000, 9);
  const far = stampAt(now + maxAheadMs + 60_000);
  world.server.insert("user", [{ table: "preferences", row: { id: "p", stamp: near, key: "k", value: 1 } }]);
  world.server.insert("user", [{ table: "preferences", row: { id: "q", stamp: far, key: "l", value: 1 } }]);
  const d = new Device(world, 1);
  await d.engine.sync();
  await d.send("later");
  const [row] = d.store.table("chat_messages");
  expect([row && row.stamp > near, row && row.stamp > far]).toEqual([true, false]);
});

test("[L5] another epoch means other data: everything is read anew, and nothing is deleted", async () => {
  const world = withHistory(3);
  const d = new Device(world, 1);
  await d.engine.sync();
  await d.send("mine");
  const restored = withHistory(2);
  restored.server.renewAll("user");
  Object.assign(d.transport, restored.server.transport("user"));
  await d.engine.sync();
  expect(restored.server.calls.bootstrap).toBe(1);
  expect(d.state.epoch).toBe(restored.server.account("user").epoch);
  expect(d.texts()).toEqual(["old 0", "old 1", "old 2", "mine"]);
  expect(textsOf(restored.server.rows("user", "chat_messages"))).toEqual(d.texts());
});
