/** C1–C3, C5: several contexts of one device, and when they work. */
import { expect, test } from "vitest";
import { createEngine } from "../../../src/sync/engine.ts";
import type { Activity } from "../../../src/sync/activity.ts";
import { DatabaseGone, type Locks, QuotaExceeded } from "../../../src/sync/ports.ts";
import { delivered, Device, failing, newWorld, schema, specs, textsOf } from "../../support/sync/device.ts";
import { settle } from "../../support/sync/fakes.ts";

const serverTexts = (d: Device): string[] => textsOf(d.world.server.rows(d.user, "chat_messages"));
const activityOf = (engine: Device["engine"]): Activity => {
  const seen: Activity[] = [];
  engine.activity.subscribe((value) => seen.push(value))();
  const [value] = seen;
  if (!value) throw new Error("a live value tells its value at once");
  return value;
};

test.each(["start", "write", "online", "visible", "poke", "timer", "sync"] as const)("[C1] %s drains what waits", async (reason) => {
  const d = new Device(newWorld(), 1);
  await d.send("hello");
  d.engine.wake(reason);
  await settle();
  expect(serverTexts(d)).toEqual(["hello"]);
});

test("[C1] many wakes at once are one run", async () => {
  const d = new Device(newWorld(), 1);
  await d.send("hello");
  for (let i = 0; i < 50; i++) d.engine.wake("write");
  await settle();
  expect(d.world.server.calls).toEqual({ bootstrap: 1, push: 1, pull: 0, history: 0, rows: 0, renew: 0 });
});

test("[C1] a write in the last moment of a run is drained by the same context", async () => {
  const d = new Device(newWorld(), 1);
  await d.engine.sync();
  let written = false;
  d.fault = async (_call, deliver) => {
    const answer = await deliver();
    if (!written) {
      written = true;
      await d.send("late");
      d.engine.wake("write");
    }
    return answer;
  };
  await d.engine.sync();
  await settle();
  expect(serverTexts(d)).toEqual(["late"]);
});

test("[C2] two contexts never push at the same time", async () => {
  const d = new Device(newWorld(), 1);
  const other = d.context();
  let flying = 0;
  let most = 0;
  d.fault = async (_call, deliver) => {
    flying += 1;
    most = Math.max(most, flying);
    await settle();
    const answer = await deliver();
    flying -= 1;
    return answer;
  };
  await d.send("one");
  d.engine.wake("write");
  other.wake("write");
  await d.send("two");
  d.engine.wake("write");
  other.wake("visible");
  for (let i = 0; i < 30; i++) await settle();
  expect(most).toBe(1);
  expect(serverTexts(d)).toEqual(["one", "two"]);
});

test("[C2] a write committed while another context finishes is not stranded: the writer queues for the lock", async () => {
  const d = new Device(newWorld(), 1);
  await d.engine.sync();
  const { store, transport, random, network, world } = d;
  // The page writes when the worker has looked at the outbox for the last time and still holds the lock.
  const locks: Locks = {
    run: (name, options, fn) =>
      d.locks.run(name, options, async () => {
        const value = await fn();
        await d.send("just missed");
        d.engine.wake("write");
        await settle();
        return value;
      }),
  };
  const worker = createEngine({ store, transport, clock: world.clock, random, locks, network, tables: specs, schema, database: "db" });
  await worker.sync();
  for (let i = 0; i < 10; i++) await settle();
  expect(serverTexts(d)).toEqual(["just missed"]);
});

test("[C3] sync tells drained, elsewhere, failed and guest apart", async () => {
  const d = new Device(newWorld(), 1);
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  d.fault = failing({ kind: "auth" });
  expect(await d.engine.sync()).toEqual({ kind: "failed", failure: { kind: "auth" } });
  let release: () => void = () => undefined;
  void d.locks.run("bondhu:sync:db", { wait: true }, () => new Promise<void>((resolve) => (release = resolve)));
  expect(await d.context().sync()).toEqual({ kind: "elsewhere" });
  release();
  const { store, random, locks, network } = d;
  const guest = createEngine({ store, transport: null, clock: d.world.clock, random, locks, network, tables: specs, schema, database: "guest" });
  expect(await guest.sync()).toEqual({ kind: "guest" });
  guest.wake("write");
  await guest.stop();
});

test("[C3] a lock holder's progress shows in the store: ackedSeq and lastSyncAt move with every batch", async () => {
  const d = new Device(newWorld(), 1, { batchMutations: 2 });
  for (let i = 0; i < 6; i++) await d.send(`${i}`);
  const seen: (readonly [number, number | null])[] = [];
  d.fault = async (call, deliver) => {
    if (call === "push") seen.push([d.state.ackedSeq, d.state.lastSyncAt === null ? null : d.state.lastSyncAt - start]);
    await d.world.clock.advance(1_000);
    return deliver();
  };
  const start = d.world.clock.now();
  await d.engine.sync();
  expect(seen).toEqual([
    [0, null],
    // Sent while the acknowledgement of the one before it is being stored.
    [0, null],
    [2, 2_000],
  ]);
});

test("[C3] a sync during a run has it run once more, so that it speaks for what was written before the call", async () => {
  const d = new Device(newWorld(), 1);
  const first = d.engine.sync();
  await d.send("before the second call");
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(await first).toEqual({ kind: "drained" });
  expect(d.pending).toBe(0);
});

test("[C3] a sync right after a failed one is a new try", async () => {
  const d = new Device(newWorld(), 1);
  d.fault = failing({ kind: "offline" });
  expect(await d.engine.sync()).toMatchObject({ kind: "failed" });
  d.fault = delivered;
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
});

test("[C5] signed out, nothing is consumed; after signing in again all of it goes", async () => {
  const d = new Device(newWorld(), 1);
  await d.send("kept");
  d.fault = failing({ kind: "auth" });
  d.engine.wake("write");
  await d.world.clock.advance(60_000);
  expect([d.pending, activityOf(d.engine).lastFailure]).toEqual([1, { kind: "auth" }]);
  d.fault = delivered;
  d.engine.wake("visible");
  await settle();
  expect([d.pending, serverTexts(d), activityOf(d.engine).lastFailure]).toEqual([0, ["kept"], null]);
});

test("[C5] [W4] the server's clock is heard before the first push of a context", async () => {
  const world = newWorld();
  const d = new Device(world, 1);
  await d.engine.sync();
  await d.engine.stop();
  await d.send("offline");
  const calls: string[] = [];
  d.fault = (call, deliver) => {
    calls.push(call);
    return deliver();
  };
  await d.context().sync();
  expect(calls).toEqual(["pull", "push"]);
});

test("[W4] the clock's offset is the server's time against the middle of the request; a slow answer does not spoil a quick one", async () => {
  const world = newWorld();
  const d = new Device(world, 1);
  const ahead = 3_600_000;
  const slow = { ms: 20 };
  d.fault = async (_call, deliver) => {
    await world.clock.advance(slow.ms);
    const answer = await deliver();
    await world.clock.advance(slow.ms);
    return answer.ok ? { ok: true, value: { ...(answer.value as object), serverTime: world.clock.now() - slow.ms + ahead } } : answer;
  };
  await d.engine.sync();
  expect(d.state.clockOffset).toBe(ahead);
  d.fault = async (_call, deliver) => {
    const answer = await deliver();
    await world.clock.advance(8_000);
    return answer.ok ? { ok: true, value: { ...(answer.value as object), serverTime: world.clock.now() - 8_000 + ahead } } : answer;
  };
  await d.engine.sync();
  expect(d.state.clockOffset).toBe(ahead);
});

test("[T2] a full device stops the run loudly and half-writes nothing; it tries again", async () => {
  const d = new Device(newWorld(), 1);
  const write = d.store.write.bind(d.store);
  d.store.write = () => Promise.reject(new QuotaExceeded("no room"));
  await expect(d.engine.sync()).rejects.toBeInstanceOf(QuotaExceeded);
  expect(activityOf(d.engine).fault).toBeInstanceOf(QuotaExceeded);
  d.store.write = write;
  await d.world.clock.advance(2_000);
  expect([activityOf(d.engine).fault, d.state.cursor]).toEqual([null, [0, "~", ""]]);
});

test("[T2] what a full device could not store of a pull is asked for again", async () => {
  const d = new Device(newWorld(), 1);
  await d.engine.sync();
  const writer = new Device(d.world, 2);
  await writer.send("theirs");
  await writer.engine.sync();
  const write = d.store.write.bind(d.store);
  d.store.write = () => Promise.reject(new QuotaExceeded("no room"));
  await expect(d.engine.sync()).rejects.toBeInstanceOf(QuotaExceeded);
  d.store.write = write;
  await d.world.clock.advance(2_000);
  expect(d.texts()).toEqual(["theirs"]);
});

test("[T3] a database that is gone ends the engine for good", async () => {
  const d = new Device(newWorld(), 1);
  d.store.gone = true;
  await expect(d.engine.sync()).rejects.toBeInstanceOf(DatabaseGone);
  await d.world.clock.advance(60 * 60_000);
  d.engine.wake("online");
  await settle();
  expect(d.world.server.calls.bootstrap).toBe(0);
});

test("[C2] stopping aborts the request in flight, frees the lock and leaves nothing running", async () => {
  const d = new Device(newWorld(), 1);
  let aborted = false;
  d.fault = (_call, _deliver, signal) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        aborted = true;
        resolve({ ok: false, failure: { kind: "offline" } });
      });
    });
  const outcome = d.engine.sync();
  await settle();
  const stopped = d.engine.stop();
  await expect(outcome).rejects.toMatchObject({ name: "Stopped" });
  await stopped;
  expect([aborted, d.locks.held("bondhu:sync:db"), d.world.clock.pending]).toEqual([true, false, 0]);
});
