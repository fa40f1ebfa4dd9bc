/** T1: what the engine tells a person about their words. */
import type { Activity } from "./activity.ts";

export type SyncState = "guest" | "offline" | "syncing" | "synced" | "stalled" | "signedOut" | "attention";

export interface SyncStatus {
  readonly state: SyncState;
  /** Mutations not yet acknowledged; a guest's all count. */
  readonly pending: number;
  readonly quarantined: number;
  /** Device clock, ms: when the oldest pending mutation was queued; null when nothing is pending. */
  readonly oldestQueuedAt: number | null;
  /** Device clock, ms: the last acknowledged sync; null never. */
  readonly lastSyncAt: number | null;
}

/** With something pending and nothing acknowledged for this long, the device online, it says stalled: within the 30 s that T1 allows. */
export const stalledAfterMs = 20_000;

export interface StatusInput {
  /** No account: there is nowhere to sync to. */
  readonly guest: boolean;
  readonly pending: number;
  readonly quarantined: number;
  readonly oldestQueuedAt: number | null;
  readonly lastSyncAt: number | null;
  readonly activity: Activity;
  /** Device clock, ms: since when the device has thought it has a network; null while it knows it has none. 0 when unknown. */
  readonly onlineSince: number | null;
  /** Device clock, ms. */
  readonly now: number;
}

/** Pure; call it again when its inputs change and, while something is pending, every few seconds: time alone makes it `stalled`. */
export function deriveStatus(input: StatusInput): SyncStatus {
  const { pending, quarantined, oldestQueuedAt, lastSyncAt } = input;
  return { state: stateOf(input), pending, quarantined, oldestQueuedAt, lastSyncAt };
}

function stateOf(input: StatusInput): SyncState {
  const failure = input.activity.lastFailure?.kind;
  if (input.guest) return "guest";
  if (failure === "auth") return "signedOut";
  if (input.quarantined > 0 || input.activity.fault || failure === "outdated" || failure === "wrongAccount" || failure === "clockAhead") {
    return "attention";
  }
  if (input.onlineSince === null) return "offline";
  // The first sync of a device owes an answer as a pending mutation does.
  if (input.pending === 0 && input.lastSyncAt !== null) return failure === "offline" ? "offline" : "synced";
  return waitedSince(input) + stalledAfterMs <= input.now ? "stalled" : "syncing";
}

/** When the wait for the next acknowledgement began. An instant in the future (the clock was set back) says nothing and is left out. */
function waitedSince({ oldestQueuedAt, lastSyncAt, activity, onlineSince, now }: StatusInput): number {
  const known = [oldestQueuedAt, lastSyncAt, activity.startedAt, onlineSince].filter((at) => at !== null && at <= now);
  return Math.max(0, ...known.map(Number));
}
