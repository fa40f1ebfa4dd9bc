/** T1: what a person is told. */
import { describe, expect, test } from "vitest";
import type { Activity } from "../../../src/sync/activity.ts";
import type { Failure } from "../../../src/sync/ports.ts";
import { deriveStatus, stalledAfterMs, type StatusInput } from "../../../src/sync/status.ts";
import { blackHole, Device, newWorld } from "../../support/sync/device.ts";

const now = 1_000_000;
const idle: Activity = { startedAt: 0, running: false, lastFailure: null, fault: null, lastProgressAt: null, retryAt: null };
const calm: StatusInput = { guest: false, pending: 0, quarantined: 0, oldestQueuedAt: null, lastSyncAt: now - 5000, activity: idle, onlineSince: 0, now };
const failed = (failure: Failure): Activity => ({ ...idle, lastFailure: failure });
const waiting = { pending: 1, oldestQueuedAt: now - 1000 };

describe("[T1] the state", () => {
  test.each<readonly [string, Partial<StatusInput>]>([
    ["synced", {}],
    ["guest", { guest: true, ...waiting }],
    ["syncing", waiting],
    ["syncing", { lastSyncAt: null, activity: { ...idle, startedAt: now - 1000 } }],
    ["offline", { onlineSince: null }],
    ["offline", { onlineSince: null, ...waiting, oldestQueuedAt: now - 1_000_000 }],
    ["offline", { activity: failed({ kind: "offline" }) }],
    ["stalled", { pending: 1, oldestQueuedAt: now - stalledAfterMs, lastSyncAt: now - stalledAfterMs }],
    ["stalled", { pending: 1, oldestQueuedAt: now - 50_000, lastSyncAt: null, activity: failed({ kind: "busy", retryAfterMs: null, blame: true, status: null }) }],
    // A long drain acknowledges all the time.
    ["syncing", { pending: 9000, oldestQueuedAt: now - 1_000_000, lastSyncAt: now - 200 }],
    // Back online a moment ago: the wait begins there.
    ["syncing", { pending: 1, oldestQueuedAt: now - 1_000_000, lastSyncAt: null, onlineSince: now - 3000 }],
    // The device's clock was set back: an instant in the future cannot hide a stall.
    ["stalled", { pending: 1, oldestQueuedAt: now + 3_600_000, lastSyncAt: now + 3_600_000 }],
    ["signedOut", { ...waiting, activity: failed({ kind: "auth" }) }],
    ["attention", { quarantined: 1 }],
    ["attention", { activity: failed({ kind: "outdated" }) }],
    ["attention", { activity: failed({ kind: "wrongAccount" }) }],
    ["attention", { activity: { ...idle, fault: new Error("no room") } }],
  ])("[T1] %s: %j", (state, change) => {
    expect(deriveStatus({ ...calm, ...change }).state).toBe(state);
  });
});

test("[T1] never synced while something is unacknowledged", () => {
  const failures: (Failure | null)[] = [null, { kind: "offline" }, { kind: "auth" }, { kind: "outdated" }, { kind: "reset" }, { kind: "tooLarge" }];
  for (const lastFailure of failures) {
    for (const onlineSince of [null, 0, now]) {
      for (const lastSyncAt of [null, 0, now]) {
        const input = { ...calm, ...waiting, onlineSince, lastSyncAt, activity: { ...idle, lastFailure } };
        expect(deriveStatus(input).state).not.toBe("synced");
      }
    }
  }
});

test("[T1] with the network black-holed it says stalled within 30 s", async () => {
  const d = new Device(newWorld(), 1);
  await d.engine.sync();
  d.fault = blackHole;
  await d.world.clock.advance(60_000);
  const writtenAt = d.world.clock.now();
  await d.send("into the void");
  d.engine.wake("write");
  const stateAt = async (ms: number): Promise<string> => {
    await d.world.clock.advance(writtenAt + ms - d.world.clock.now());
    let activity = idle;
    d.engine.activity.subscribe((value) => (activity = value))();
    const { count, oldestQueuedAt } = await d.store.read([], (tx) => tx.outboxSize());
    const { lastSyncAt } = d.state;
    return deriveStatus({ guest: false, pending: count, quarantined: 0, oldestQueuedAt, lastSyncAt, activity, onlineSince: 0, now: d.world.clock.now() }).state;
  };
  expect(await stateAt(5_000)).toBe("syncing");
  expect(await stateAt(29_000)).toBe("stalled");
});

test("[T1] a pull that succeeds while pushes fail does not hide that nothing is acknowledged", async () => {
  const d = new Device(newWorld(), 1);
  await d.send("stuck");
  d.fault = (call, deliver) =>
    call === "push" ? Promise.resolve({ ok: false, failure: { kind: "busy", retryAfterMs: null, blame: false, status: 500 } }) : deliver();
  await d.engine.sync();
  expect(d.world.server.calls.bootstrap).toBe(1);
  expect(d.state.lastSyncAt).toBeNull();
});
