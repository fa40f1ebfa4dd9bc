/** T4, sync now: everything that waits is sent, and where something is left, why. */
import { readWaiting } from "../../adapters/dexie/waiting.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import type { SyncOutcome } from "../../sync/engine.ts";
import type { Clock, Failure } from "../../sync/ports.ts";
import type { SendProblem } from "../api.ts";
import type { Connection } from "../connection.ts";
import type { Device } from "../device.ts";

/** Another tab or the worker is at it: how often to look, and how long it may show nothing, ms. */
const lookMs = 250;
const patienceMs = 15_000;

function problemOf({ kind }: Failure): SendProblem {
  if (kind === "offline" || kind === "outdated") return kind;
  return kind === "auth" || kind === "wrongAccount" ? "signedOut" : "busy";
}

export async function send(device: Device, { engine, asks }: Connection, clock: Clock): Promise<Result<void, SendProblem>> {
  // By hand is a fresh start: it does not wait for the backoff.
  engine.wake("online");
  let outcome = await settled(device, await engine.sync(), clock);
  if (outcome.kind !== "failed") {
    await asks.drain();
    outcome = await settled(device, await engine.sync(), clock);
  }
  const { changes, refused, asks: open } = await readWaiting(device.store);
  if (changes > 0) return err(outcome.kind === "failed" ? problemOf(outcome.failure) : "busy");
  if (refused > 0) return err("refused");
  return open > 0 ? err("reply") : ok(undefined);
}

/** Waits for whoever holds the lock, while the queue gets shorter. */
async function settled(device: Device, outcome: SyncOutcome, clock: Clock): Promise<SyncOutcome> {
  if (outcome.kind !== "elsewhere") return outcome;
  let [left, quiet] = [Number.POSITIVE_INFINITY, 0];
  while (left > 0 && quiet < patienceMs) {
    const { changes } = await readWaiting(device.store);
    quiet = changes < left ? 0 : quiet + lookMs;
    left = changes;
    if (left > 0) await new Promise<void>((resolve) => clock.after(lookMs, resolve));
  }
  return outcome;
}
