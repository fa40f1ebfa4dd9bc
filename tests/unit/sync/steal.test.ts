/** C4: a context that freezes while it holds the lock. */
import { expect, test } from "vitest";
import { createEngine, type Engine, lockName } from "../../../src/sync/engine.ts";
import type { Answer, Clock, Transport } from "../../../src/sync/ports.ts";
import { type Call, delivered, Device, faulty, message, newWorld, schema, specs, textsOf } from "../../support/sync/device.ts";
import { settle } from "../../support/sync/fakes.ts";

const serverTexts = (d: Device): string[] => textsOf(d.world.server.rows(d.user, "chat_messages"));

interface Frozen {
  readonly engine: Engine;
  /** What it was waiting for arrives, all at once. */
  thaw(): Promise<void>;
}

/** A context of `d` that the browser freezes in the middle of its first `call`: the request arrives, no timer of it fires, no answer is heard. */
function freezing(d: Device, call: Call): Frozen {
  let frozen = false;
  let thaw: () => void = () => undefined;
  const thawed = new Promise<void>((resolve) => (thaw = resolve));
  const clock: Clock = { now: () => d.world.clock.now(), after: (ms, callback) => d.world.clock.after(ms, () => (frozen ? void thawed.then(callback) : callback())) };
  const transport: Transport = faulty(d.world.server.transport(d.user), () => async (name, deliver): Promise<Answer<unknown>> => {
    const answer = await deliver();
    if (name !== call || frozen) return answer;
    frozen = true;
    await thawed;
    return answer;
  });
  const { store, random, locks, network, limits } = d;
  const engine = createEngine({ store, transport, clock, random, locks, network, tables: specs, schema, database: "db", limits });
  return {
    engine,
    async thaw() {
      frozen = false;
      thaw();
      await settle();
    },
  };
}

test.each(["push", "pull", "bootstrap", "history"] as const)("[C4] a holder frozen in a %s is stolen from, and what it hears when it thaws is not stored", async (call) => {
  const world = newWorld({ newest: () => 2 });
  const at = world.clock.now() - 60_000;
  for (let n = 0; n < 9; n++) {
    const stamp = `${(at + n).toString(16).padStart(12, "0")}-0000-ffffffffffffffff`;
    world.server.insert("user", [{ table: "chat_messages", row: message(`old-${n}`, stamp, `old ${n}`, at) }]);
  }
  const d = new Device(world, 1, { pageRows: 3, historyRows: 3 });
  if (call === "push" || call === "pull") await d.engine.sync();
  await settle();
  await d.send("mine");
  const { engine: victim, thaw } = freezing(d, call);
  victim.wake("write");
  await settle();
  expect(d.locks.held(lockName("db"))).toBe(true);
  await d.send("more");
  expect(await d.engine.sync()).toEqual({ kind: "elsewhere" });
  await world.clock.advance(50_000);
  expect(serverTexts(d)).not.toContain("more");
  await world.clock.advance(15_000);
  expect(serverTexts(d)).toEqual(expect.arrayContaining(["mine", "more"]));
  await world.clock.advance(60_000);
  expect([d.pending, d.state.history, d.texts().length]).toEqual([0, null, 11]);
  const before = d.state;
  await thaw();
  // It has joined again, under a fence of its own; nothing else has moved.
  expect({ ...d.state, fence: 0, lastSyncAt: 0 }).toEqual({ ...before, fence: 0, lastSyncAt: 0 });
  expect([...world.server.account(d.user).applied.values()].every((by) => by.length === 1)).toBe(true);
  await d.send("after the thaw");
  expect(await victim.sync()).toEqual({ kind: "drained" });
  expect(serverTexts(d)).toContain("after the thaw");
});

test.each(["push", "pull"] as const)("[C4] a holder whose fence is taken during a %s stores nothing of it, even where nobody tells it that its lock is gone", async (taken) => {
  const world = newWorld();
  const d = new Device(world, 1);
  await d.engine.sync();
  if (taken === "push") await d.send("word");
  else world.server.insert("user", [{ table: "chat_messages", row: message("theirs", `${world.clock.now().toString(16).padStart(12, "0")}-0000-ffffffffffffffff`, "word", 0) }]);
  const asked = { ...world.server.calls };
  let fence = 0;
  d.fault = async (call, deliver) => {
    const answer = await deliver();
    if (call !== taken) return answer;
    d.fault = delivered;
    ({ fence } = d.state);
    await d.store.write([], async (tx) => tx.setState({ ...(await tx.state()), fence: fence + 1 }));
    return answer;
  };
  d.engine.wake("visible");
  await settle();
  // Asked again under the next fence; a push is taken once all the same.
  expect([d.state.fence, d.pending, d.texts(), serverTexts(d)]).toEqual([fence + 2, 0, ["word"], ["word"]]);
  expect(world.server.calls[taken] - asked[taken]).toBe(2);
});

test("[C4] a context alone takes one fence; another one that takes over takes the next", async () => {
  const d = new Device(newWorld(), 1);
  const other = d.context();
  const fences: number[] = [];
  for (const engine of [d.engine, d.engine, d.engine, other, other, d.engine]) {
    await d.send("word");
    await engine.sync();
    fences.push(d.state.fence);
  }
  expect(fences).toEqual([1, 1, 1, 2, 2, 3]);
});

test("[C4] a holder that gets on is not stolen from, however long it takes", async () => {
  const d = new Device(newWorld(), 1, { batchMutations: 1 });
  for (let n = 0; n < 20; n++) await d.send(`m${n}`);
  d.fault = async (_call, deliver) => {
    await new Promise<void>((resolve) => d.world.clock.after(14_000, resolve));
    return deliver();
  };
  d.engine.wake("write");
  await settle();
  const other = d.context();
  expect(await other.sync()).toEqual({ kind: "elsewhere" });
  await d.world.clock.advance(22 * 14_000);
  expect([d.pending, d.state.fence]).toEqual([0, 2]);
  expect(d.world.server.calls.push).toBe(20);
  await other.stop();
  await d.engine.stop();
  expect(d.world.clock.pending).toBe(0);
});

test("[C4] of several that wait one steals, and the others wait for it", async () => {
  const d = new Device(newWorld(), 1);
  await d.engine.sync();
  await d.send("mine");
  const { engine: victim } = freezing(d, "push");
  victim.wake("write");
  await settle();
  const others = [d.context(), d.context(), d.context()];
  for (const engine of others) engine.wake("write");
  await d.world.clock.advance(61_000);
  expect([d.pending, serverTexts(d)]).toEqual([0, ["mine"]]);
  expect([...d.world.server.account(d.user).applied.values()].map((by) => by.length)).toEqual([1]);
});
