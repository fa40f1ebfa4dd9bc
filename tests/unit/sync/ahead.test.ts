/** W4: a device whose clock ran ahead. */
import { expect, test } from "vitest";
import { maxAheadMs, parseStamp } from "../../../src/sync/hlc.ts";
import type { PushRequest, Row } from "../../../src/sync/ports.ts";
import { answerLost, delivered, Device, newWorld, textsOf, type World } from "../../support/sync/device.ts";
import { FakeClock } from "../../support/sync/fakes.ts";

const year = 365 * 24 * 60 * 60_000;

/** A world whose devices' clocks are ahead of the server's by what `ahead.ms` says. */
function worldAhead(ms: number): { readonly world: World; readonly ahead: { ms: number }; serverNow(): number } {
  const ahead = { ms };
  const clock = new FakeClock();
  const serverNow = (): number => clock.now() - ahead.ms;
  const { server } = newWorld({ now: serverNow });
  return { world: { clock, server }, ahead, serverNow };
}

const messages = (d: Device): readonly Row[] => [...d.store.table("chat_messages")].sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
const onServer = (d: Device): readonly Row[] => d.world.server.rows(d.user, "chat_messages");
const bare = (rows: readonly Row[]): object[] => rows.map(({ _seq, version: _, ...row }) => row).sort((a, b) => (a.id < b.id ? -1 : 1));

test.each([6 * 60_000, year, 40 * year])("[W4] what a clock %i ms ahead has written arrives as of now, in its order, and nowhere later", async (ms) => {
  const { world, serverNow } = worldAhead(ms);
  const d = new Device(world, 1);
  for (let n = 0; n < 5; n++) {
    await d.send(`m${n}`);
    await world.clock.advance(1000);
  }
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(d.texts()).toEqual(["m0", "m1", "m2", "m3", "m4"]);
  expect(textsOf(onServer(d))).toEqual(d.texts());
  expect(bare(onServer(d))).toEqual(bare(messages(d)));
  for (const row of messages(d)) {
    expect(parseStamp(row.stamp).ms).toBeLessThanOrEqual(serverNow());
    expect(Date.parse(String(row["created_at"]))).toBeLessThanOrEqual(serverNow());
  }
  expect([d.pending, parseStamp(d.state.stamp).ms]).toEqual([0, serverNow()]);
});

test("[W4] only what is later than now moves: what was written before the clock jumped keeps stamp, instant and id", async () => {
  const { world, ahead } = worldAhead(0);
  const d = new Device(world, 1);
  await d.send("in time");
  const [early] = messages(d);
  await world.clock.advance(60_000);
  ahead.ms = year;
  world.clock.set(world.clock.now() + year);
  await d.send("ahead");
  const [kept, moved] = [...d.store.data.outbox.values()].map(({ id }) => id);
  const pushes: PushRequest[] = [];
  const { push } = d.transport;
  Object.assign(d.transport, {
    push: (request: PushRequest, signal: AbortSignal) => {
      pushes.push(request);
      return push(request, signal);
    },
  });
  await d.engine.sync();
  expect(messages(d)[0]).toMatchObject({ stamp: early?.stamp, created_at: early?.["created_at"] });
  const last = pushes.at(-1)?.mutations.map(({ id }) => id);
  expect([last?.[0] === kept, last?.[1] === moved, last?.length]).toEqual([true, false, 2]);
});

test("[W4] entries already taken are settled first, under the ids they had, and what is synced never changes", async () => {
  const { world, ahead, serverNow } = worldAhead(maxAheadMs - 10_000);
  const d = new Device(world, 1, { batchMutations: 2 });
  await d.send("taken");
  const [taken] = messages(d);
  let lost = false;
  d.fault = (call, deliver, signal) => {
    if (call !== "push") return deliver();
    lost = true;
    return answerLost(call, deliver, signal);
  };
  await d.engine.sync();
  expect([lost, d.pending, onServer(d).length]).toEqual([true, 1, 1]);
  d.fault = delivered;
  // The clock runs further ahead, and the device has forgotten nothing.
  await d.store.write([], async (tx) => tx.setState({ ...(await tx.state()), clockOffset: null }));
  world.clock.set(world.clock.now() + year);
  ahead.ms += year;
  await d.send("later");
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(d.texts()).toEqual(["taken", "later"]);
  const synced = messages(d)[0];
  expect([synced?.stamp, synced?.["created_at"]]).toEqual([taken?.stamp, taken?.["created_at"]]);
  expect([...world.server.account(d.user).applied.values()].map((by) => by.length)).toEqual([1, 1]);
  // The clock does not fall below what is synced, and what was moved sorts after it.
  expect(parseStamp(d.state.stamp).ms - serverNow()).toBeLessThan(maxAheadMs);
  expect(bare(onServer(d))).toEqual(bare(messages(d)));
});

test("[W4] a message and its deletion move together, once, and a synced row's own stamp and instants stay", async () => {
  const { world, ahead, serverNow } = worldAhead(0);
  const d = new Device(world, 1);
  const old = await d.send("old");
  await d.engine.sync();
  const [before] = messages(d);
  const remove = (id: string): Promise<void> =>
    d.writer.write(["chat_messages"], async (tx) => {
      const [row] = await tx.rows("chat_messages", [id]);
      if (row) await tx.put("chat_messages", { ...row, deleted_at: new Date(tx.now()).toISOString() });
    });
  await d.store.write([], async (tx) => tx.setState({ ...(await tx.state()), clockOffset: null }));
  world.clock.set(world.clock.now() + year);
  ahead.ms = year;
  const gone = await d.send("gone");
  await d.send("kept");
  await remove(gone);
  await remove(old);
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  const now = new Date(serverNow()).toISOString();
  expect(messages(d)).toMatchObject([
    { id: old, stamp: before?.stamp, created_at: before?.["created_at"], deleted_at: now },
    { id: gone, created_at: now, deleted_at: now },
    { created_at: now, deleted_at: null },
  ]);
  expect(bare(onServer(d))).toEqual(bare(messages(d)));
});

test("[W4] the later of two settings still wins after both were moved, also against one that another device wrote just ahead", async () => {
  const { world, ahead, serverNow } = worldAhead(0);
  const d = new Device(world, 1);
  await d.engine.sync();
  const stamp = `${(serverNow() + 120_000).toString(16).padStart(12, "0")}-0000-ffffffffffffffff`;
  world.server.insert(d.user, [{ table: "preferences", row: { id: "preference-theme", stamp, key: "theme", value: "theirs" } }]);
  d.engine.wake("poke");
  await d.engine.sync();
  await d.store.write([], async (tx) => tx.setState({ ...(await tx.state()), clockOffset: null }));
  world.clock.set(world.clock.now() + year);
  ahead.ms = year;
  await d.prefer("theme", "first");
  await d.prefer("theme", "second");
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(world.server.rows(d.user, "preferences")).toMatchObject([{ value: "second" }]);
  expect(d.store.table("preferences")).toMatchObject([{ value: "second" }]);
});

test("[W4] a server whose clock fell back by a year is not a dead end: new words and deletions go on", async () => {
  const { world, ahead } = worldAhead(0);
  const d = new Device(world, 1);
  const first = await d.send("first");
  await d.engine.sync();
  ahead.ms = year;
  await d.send("second");
  await d.writer.write(["chat_messages"], async (tx) => {
    const [row] = await tx.rows("chat_messages", [first]);
    if (row) await tx.put("chat_messages", { ...row, deleted_at: new Date(tx.now()).toISOString() });
  });
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(d.pending).toBe(0);
  expect(bare(onServer(d))).toEqual(bare(messages(d)));
});

test("[W4] a server that calls everything ahead is not asked for ever", async () => {
  const d = new Device(newWorld(), 1);
  await d.send("kept");
  let pushes = 0;
  d.fault = async (call, deliver) => {
    const answer = await deliver();
    if (call !== "push") return answer;
    pushes += 1;
    const value = answer.ok ? (answer.value as { verdicts: readonly unknown[] }) : null;
    return value?.verdicts.length === 0 ? { ok: true, value: { ...value, lastSeq: 0 } } : { ok: false, failure: { kind: "clockAhead", serverTime: null } };
  };
  expect(await d.engine.sync()).toEqual({ kind: "failed", failure: { kind: "clockAhead", serverTime: null } });
  expect(pushes).toBeLessThanOrEqual(6);
  expect([d.pending, d.texts()]).toEqual([1, ["kept"]]);
});

test("[W4] what is moved below what the server has taken of it is found again", async () => {
  const { world, ahead } = worldAhead(60_000);
  const d = new Device(world, 1);
  const visit = (): Promise<void> =>
    d.writer.write(["user_sessions"], async (tx) => {
      const at = new Date(tx.now()).toISOString();
      const start = { session_start: "2026-11-21T00:00:00.000Z", created_at: "2026-11-21T00:00:00.000Z" };
      await tx.put("user_sessions", { id: "session", stamp: tx.stamp(), ...start, session_end: at, total_duration_minutes: 1, activities: ["chat"], deleted_at: null });
    });
  await visit();
  await d.engine.sync();
  const end = d.store.table("user_sessions")[0]?.["session_end"];
  ahead.ms += year;
  world.clock.set(world.clock.now() + year);
  await visit();
  await d.engine.sync();
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  const [mine, theirs] = [d.store.table("user_sessions"), world.server.rows(d.user, "user_sessions")].map(([row]) => row?.["session_end"]);
  expect([mine, theirs]).toEqual([end, end]);
  expect([d.pending, d.state.audit]).toEqual([0, null]);
});

test("[W4] what began minutes ahead of now, and is synced, does not end before that", async () => {
  const { world, ahead } = worldAhead(4 * 60_000);
  const d = new Device(world, 1);
  await d.writer.write(["user_sessions"], async (tx) => {
    const at = new Date(tx.now()).toISOString();
    await tx.put("user_sessions", { id: "session", stamp: tx.stamp(), session_start: at, created_at: at, session_end: null, total_duration_minutes: null, activities: ["chat"], deleted_at: null });
  });
  await d.engine.sync();
  ahead.ms += year;
  world.clock.set(world.clock.now() + year);
  await d.writer.write(["user_sessions"], async (tx) => {
    const [row] = await tx.rows("user_sessions", ["session"]);
    if (row) await tx.put("user_sessions", { ...row, session_end: new Date(tx.now()).toISOString() });
  });
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  const [row] = world.server.rows(d.user, "user_sessions");
  expect([typeof row?.["session_end"], String(row?.["session_end"]) >= String(row?.["session_start"])]).toEqual(["string", true]);
});
