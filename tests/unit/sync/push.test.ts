/** P1–P8: how mutations leave the device. */
import { expect, test } from "vitest";
import type { PushRequest } from "../../../src/sync/ports.ts";
import { answerLost, blackHole, delivered, Device, type Fault, failing, newWorld, textsOf } from "../../support/sync/device.ts";
import { settle } from "../../support/sync/fakes.ts";

const blame = failing({ kind: "busy", retryAfterMs: null, blame: true, status: 400 });
const serverTexts = (d: Device): string[] => textsOf(d.world.server.rows(d.user, "chat_messages"));
const range = (count: number): string[] => Array.from({ length: count }, (_, i) => `m${i}`);

async function queued(count: number, options: ConstructorParameters<typeof Device>[2] = {}, world = newWorld()): Promise<Device> {
  const d = new Device(world, 7, options);
  for (const text of range(count)) await d.send(text);
  return d;
}

/** Records the pushes that reach the network. */
function watchPushes(d: Device): PushRequest[] {
  const seen: PushRequest[] = [];
  const push = d.transport.push;
  Object.assign(d.transport, {
    push: (request: PushRequest, signal: AbortSignal) => {
      seen.push(request);
      return push(request, signal);
    },
  });
  return seen;
}

test("[P1] a push runs only under the lock of its database", async () => {
  const d = await queued(1);
  let release: () => void = () => undefined;
  const held = d.locks.run("bondhu:sync:db", { wait: true }, () => new Promise<void>((resolve) => (release = resolve)));
  expect(await d.engine.sync()).toEqual({ kind: "elsewhere" });
  await settle();
  expect(d.world.server.calls).toMatchObject({ push: 0, pull: 0, bootstrap: 0 });
  release();
  await held;
  await settle();
  expect(serverTexts(d)).toEqual(["m0"]);
});

test("[P1] no transaction of the store is open while a request is on its way", async () => {
  const d = await queued(3);
  let open = false;
  d.fault = async (_call, deliver) => {
    const probe = await Promise.race([d.store.write([], async () => "free"), settle().then(() => settle()).then(() => "blocked")]);
    open ||= probe === "blocked";
    return deliver();
  };
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(open).toBe(false);
});

test("[P1] a token of another account consumes nothing", async () => {
  const d = await queued(2);
  d.fault = (call, deliver) => (call === "push" ? failing({ kind: "wrongAccount" })(call, deliver, AbortSignal.abort()) : deliver());
  expect(await d.engine.sync()).toEqual({ kind: "failed", failure: { kind: "wrongAccount" } });
  expect([d.pending, d.state.ackedSeq]).toEqual([2, 0]);
});

test("[P2] batches are the oldest first, contiguous, at most 200 mutations", async () => {
  const d = await queued(450);
  const pushes = watchPushes(d);
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(pushes.map(({ firstSeq, mutations }) => [firstSeq, mutations.length])).toEqual([
    [1, 200],
    [201, 200],
    [401, 50],
  ]);
  expect(serverTexts(d)).toEqual(range(450));
});

test("[P2] a batch holds at most 256 kB, or one mutation alone", async () => {
  const d = new Device(newWorld(), 3);
  for (const size of [100_000, 100_000, 100_000, 600_000, 1_000]) await d.send("x".repeat(size));
  const pushes = watchPushes(d);
  await d.engine.sync();
  expect(pushes.map(({ mutations }) => mutations.length)).toEqual([2, 1, 1, 1]);
  for (const { mutations } of pushes) expect(mutations.length === 1 || JSON.stringify(mutations).length <= 256_000).toBe(true);
});

test("[P3] [P4] a lost answer is resent and applied once", async () => {
  const d = await queued(3);
  let lost = 0;
  d.fault = (call, deliver, signal) => (call === "push" && lost++ === 0 ? answerLost(call, deliver, signal) : deliver());
  expect(await d.engine.sync()).toMatchObject({ kind: "failed" });
  expect(d.pending).toBe(3);
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect([...d.world.server.account(d.user).applied.values()].map((by) => by.length)).toEqual([1, 1, 1]);
  expect([d.pending, serverTexts(d)]).toEqual([0, range(3)]);
});

test("[P4] the server may forget answers only up to what is durable here", async () => {
  const d = await queued(5, { batchMutations: 2 });
  const pushes = watchPushes(d);
  await d.engine.sync();
  // Each is sent while the acknowledgement of the one before it is being stored.
  expect(pushes.map(({ firstSeq, ackedSeq }) => [firstSeq, ackedSeq])).toEqual([
    [1, 0],
    [3, 0],
    [5, 2],
  ]);
});

test("[P5] an entry stays in the outbox until its acknowledgement, whatever fails", async () => {
  const d = await queued(2);
  for (const kind of ["offline", "auth", "wrongAccount", "outdated", "tooLarge"] as const) {
    d.fault = (call, deliver, signal) => (call === "push" ? failing({ kind })(call, deliver, signal) : deliver());
    expect(await d.engine.sync()).toEqual({ kind: "failed", failure: { kind } });
  }
  d.fault = (call, deliver, signal) => (call === "push" ? failing({ kind: "clockAhead", serverTime: null })(call, deliver, signal) : deliver());
  expect(await d.engine.sync()).toMatchObject({ kind: "failed" });
  expect([d.pending, d.state.ackedSeq]).toEqual([2, 0]);
});

test("[P5] an acknowledgement of other ids removes nothing", async () => {
  const d = await queued(2);
  d.fault = async (call, deliver) => {
    const answer = await deliver();
    if (call !== "push" || !answer.ok) return answer;
    const value = answer.value as { verdicts: readonly object[] };
    return { ok: true, value: { ...value, verdicts: value.verdicts.map((verdict) => ({ ...verdict, id: "00000000-0000-4000-8000-000000000000" })) } };
  };
  expect(await d.engine.sync()).toMatchObject({ kind: "failed", failure: { kind: "busy" } });
  expect([d.pending, d.state.ackedSeq]).toEqual([2, 0]);
});

test("[P5] an answer that speaks of a part settles that part, and the rest is sent again", async () => {
  const d = await queued(3);
  const waiting: number[] = [];
  d.fault = async (call, deliver) => {
    if (call !== "push") return deliver();
    waiting.push(d.pending);
    const answer = await deliver();
    if (!answer.ok || waiting.length > 1) return answer;
    const value = answer.value as { verdicts: readonly object[] };
    return { ok: true, value: { ...value, verdicts: value.verdicts.slice(0, 1) } };
  };
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(waiting).toEqual([3, 2]);
  expect([d.pending, d.state.ackedSeq, serverTexts(d)]).toEqual([0, 3, range(3)]);
});

test("[P5] an answer that comes after another context's acknowledgement changes nothing", async () => {
  const d = await queued(2);
  d.fault = async (call, deliver) => {
    const answer = await deliver();
    if (call !== "push") return answer;
    // Meanwhile somebody else has settled the same batch.
    await d.store.write([], async (tx) => {
      await tx.removeOutbox([1, 2]);
      await tx.setState({ ...(await tx.state()), ackedSeq: 2 });
    });
    await d.send("later");
    d.fault = delivered;
    return answer;
  };
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect([d.pending, d.state.ackedSeq, serverTexts(d)]).toEqual([0, 3, ["m0", "m1", "later"]]);
});

test("[P5] an answer to a client that has been reset meanwhile acknowledges nothing", async () => {
  const d = await queued(2);
  let first = true;
  d.fault = async (call, deliver) => {
    const answer = await deliver();
    if (call === "push" && first) await d.store.write([], async (tx) => tx.setState({ ...(await tx.state()), client: "0123456789abcdef" }));
    first &&= call !== "push";
    return answer;
  };
  const pushes = watchPushes(d);
  await d.engine.sync();
  expect(pushes.map(({ client, firstSeq }) => [client === "0123456789abcdef", firstSeq])).toEqual([
    [false, 1],
    [true, 1],
  ]);
  expect([d.pending, serverTexts(d)]).toEqual([0, range(2)]);
});

test("[P6] a refused mutation goes to the quarantine with its code, in the acknowledging transaction, and the others go on", async () => {
  const world = newWorld({ refuses: (row) => (row["message_text"] === "m1" ? "23514" : null) });
  const d = await queued(3, {}, world);
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(serverTexts(d)).toEqual(["m0", "m2"]);
  expect([...d.store.data.quarantine.values()]).toMatchObject([{ code: "23514", ops: [{ row: { message_text: "m1" } }] }]);
  expect([d.pending, d.state.ackedSeq]).toEqual([0, 3]);
});

test("[P6] a batch that fails three times by 4xx is halved until the guilty mutation is alone, and only that one is quarantined", async () => {
  const world = newWorld({ chokesOn: (row) => row["message_text"] === "m5" });
  const d = await queued(12, {}, world);
  const pushes = watchPushes(d);
  d.engine.wake("start");
  await d.world.clock.advance(10 * 60_000);
  expect([d.pending, serverTexts(d)]).toEqual([0, range(12).filter((text) => text !== "m5")]);
  expect([...d.store.data.quarantine.values()]).toMatchObject([{ code: "undeliverable", ops: [{ row: { message_text: "m5" } }] }]);
  expect(pushes.slice(0, 4).map(({ mutations }) => mutations.length)).toEqual([12, 12, 12, 6]);
});

test("[P6] two guilty mutations in a row are both found", async () => {
  const world = newWorld({ chokesOn: (row) => row["message_text"] === "m0" || row["message_text"] === "m1" });
  const d = await queued(4, {}, world);
  d.engine.wake("start");
  await d.world.clock.advance(60 * 60_000);
  expect([d.pending, serverTexts(d), d.store.data.quarantine.size]).toEqual([0, ["m2", "m3"], 2]);
});

test("[P6] while nothing passes the server is at fault: nothing is quarantined, and all of it arrives once it is mended", async () => {
  const d = await queued(5);
  d.fault = (call, deliver, signal) => (call === "push" ? blame(call, deliver, signal) : deliver());
  d.engine.wake("start");
  await d.world.clock.advance(6 * 60 * 60_000);
  expect([d.pending, d.store.data.quarantine.size]).toEqual([5, 0]);
  d.fault = delivered;
  await d.world.clock.advance(10 * 60_000);
  expect([d.pending, d.store.data.quarantine.size, serverTexts(d)]).toEqual([0, 0, range(5)]);
});

test("[P6] a mutation alone in the outbox is not judged before another one has passed", async () => {
  const world = newWorld({ chokesOn: (row) => row["message_text"] === "m0" });
  const d = await queued(1, {}, world);
  d.engine.wake("start");
  await d.world.clock.advance(60 * 60_000);
  expect([d.pending, d.store.data.quarantine.size]).toEqual([1, 0]);
  await d.send("another");
  d.engine.wake("write");
  await d.world.clock.advance(60 * 60_000);
  expect([d.pending, d.store.data.quarantine.size, serverTexts(d)]).toEqual([0, 1, ["another"]]);
});

test("[P6] 5xx, offline and auth never blame a batch", async () => {
  const d = await queued(4);
  const pushes = watchPushes(d);
  for (const failure of [{ kind: "busy", retryAfterMs: null, blame: false, status: 503 }, { kind: "offline" }, { kind: "auth" }] as const) {
    d.fault = (call, deliver, signal) => (call === "push" ? failing(failure)(call, deliver, signal) : deliver());
    for (let i = 0; i < 4; i++) await d.engine.sync();
  }
  expect(new Set(pushes.map(({ mutations }) => mutations.length))).toEqual(new Set([4]));
});

test("[P6] a batch too large for the server is halved at once", async () => {
  const d = await queued(8);
  const pushes = watchPushes(d);
  d.fault = (call, deliver, signal) =>
    call === "push" && (pushes.at(-1)?.mutations.length ?? 0) > 2 ? failing({ kind: "tooLarge" })(call, deliver, signal) : deliver();
  d.engine.wake("start");
  await d.world.clock.advance(60_000);
  expect(pushes.slice(0, 3).map(({ mutations }) => mutations.length)).toEqual([8, 4, 2]);
  expect(serverTexts(d)).toEqual(range(8));
});

test("[P7] it tries again by itself, with full jitter from 1 s up to 5 min", async () => {
  const d = await queued(1);
  const offline: Fault = failing({ kind: "offline" });
  const tries: number[] = [];
  d.fault = (...call) => {
    tries.push(d.world.clock.now());
    return offline(...call);
  };
  d.engine.wake("start");
  await d.world.clock.advance(3 * 60 * 60_000);
  const gaps = tries.slice(1).map((at, i) => at - (tries[i] ?? 0));
  gaps.forEach((gap, i) => expect(gap).toBeLessThanOrEqual(Math.min(1000 * 2 ** i, 300_000)));
  // Full jitter: anywhere below the ceiling, or devices that failed together would return together.
  const shares = gaps.map((gap, i) => gap / Math.min(1000 * 2 ** i, 300_000));
  expect([Math.min(...shares) < 0.25, Math.max(...shares) > 0.75]).toEqual([true, true]);
  expect(Math.max(...gaps)).toBeGreaterThan(60_000);
  expect(tries.length).toBeGreaterThan(20);
});

test.each(["online", "visible", "write"] as const)("[P7] %s resets the backoff and tries at once", async (reason) => {
  const d = await queued(1);
  let tries = 0;
  d.fault = async () => {
    tries += 1;
    return { ok: false, failure: { kind: "offline" } };
  };
  d.engine.wake("start");
  await d.world.clock.advance(20 * 60_000);
  const before = tries;
  d.engine.wake(reason);
  await settle();
  expect(tries).toBe(before + 1);
  await d.world.clock.advance(1_000);
  expect(tries).toBe(before + 2);
});

test("[P7] a poke or the slow timer does not break into the backoff", async () => {
  const d = await queued(1);
  let tries = 0;
  d.fault = async () => {
    tries += 1;
    return { ok: false, failure: { kind: "offline" } };
  };
  d.engine.wake("start");
  await settle();
  d.engine.wake("poke");
  d.engine.wake("timer");
  await settle();
  expect(tries).toBe(1);
});

test("[P7] Retry-After binds every wake, and the try after it succeeds", async () => {
  const d = await queued(1);
  let tries = 0;
  d.fault = (call, deliver, signal) =>
    tries++ === 0 ? failing({ kind: "busy", retryAfterMs: 60_000, blame: false, status: 429 })(call, deliver, signal) : deliver();
  d.engine.wake("start");
  await d.world.clock.advance(30_000);
  d.engine.wake("write");
  d.engine.wake("online");
  expect(await d.engine.sync()).toMatchObject({ kind: "failed", failure: { kind: "busy" } });
  await d.world.clock.advance(29_999);
  expect(tries).toBe(1);
  await d.world.clock.advance(2_000);
  expect(d.pending).toBe(0);
});

test("[P7] knowing that there is no network it asks nobody until it comes back", async () => {
  const d = await queued(1);
  d.network.up = false;
  expect(await d.engine.sync()).toEqual({ kind: "failed", failure: { kind: "offline" } });
  await d.world.clock.advance(60 * 60_000);
  expect(d.world.server.calls.bootstrap).toBe(0);
  d.network.up = true;
  d.engine.wake("online");
  await settle();
  expect(d.pending).toBe(0);
});

test("[P7] a request that is never answered ends by its deadline", async () => {
  const d = await queued(1, { requestMs: 5_000 });
  d.fault = blackHole;
  const outcome = d.engine.sync();
  await d.world.clock.advance(5_000);
  expect(await outcome).toEqual({ kind: "failed", failure: { kind: "busy", retryAfterMs: null, blame: true, status: null } });
});

test("[P8] after client_reset everything unsynced is sent again under a new client id, numbered from 1", async () => {
  const d = await queued(2);
  await d.engine.sync();
  await d.send("m2");
  await d.send("m3");
  // A copied profile: the server has seen other mutations under these numbers.
  const { client } = d.state;
  d.world.server.account(d.user).clients.get(client)?.answers.set(3, { id: "stranger", code: null });
  const record = d.world.server.account(d.user).clients.get(client);
  if (record) record.lastSeq = 3;
  const pushes = watchPushes(d);
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(pushes.map(({ client: by, firstSeq, ackedSeq }) => [by === client, firstSeq, ackedSeq])).toEqual([
    [true, 3, 2],
    [false, 1, 0],
  ]);
  expect(serverTexts(d)).toEqual(range(4));
  expect([d.pending, d.state.ackedSeq, d.state.seqBase]).toEqual([0, 4, 2]);
  // What was acknowledged before the reset must not look pending after it.
  expect(d.store.table("chat_messages").every((row) => Number(row["_seq"]) <= d.state.ackedSeq)).toBe(true);
});

test("[P8] a server that refuses every client does not make the device spin", async () => {
  const d = await queued(1);
  let pushes = 0;
  d.fault = (call, deliver, signal) => {
    if (call !== "push") return deliver();
    pushes += 1;
    return failing({ kind: "reset" })(call, deliver, signal);
  };
  expect(await d.engine.sync()).toMatchObject({ kind: "failed" });
  expect(pushes).toBeLessThanOrEqual(4);
  expect(d.pending).toBe(1);
});

test("[P2] draining 10,000 messages takes their number by 200 in requests and a handful", async () => {
  const d = await queued(10_000);
  expect(await d.engine.sync()).toEqual({ kind: "drained" });
  expect(d.world.server.calls).toMatchObject({ push: 50, pull: 0, bootstrap: 1 });
});
