/** T1 as a live value: from the queue, the engine's activity, the network and the passing of time. */
import type { BrowserNetwork } from "../adapters/browser/network.ts";
import { engineState, outboxSummary, quarantined } from "../adapters/dexie/queries.ts";
import type { AccountRecord } from "../adapters/dexie/registry.ts";
import type { Live } from "../shared/live.ts";
import type { Activity } from "../sync/activity.ts";
import type { Clock } from "../sync/ports.ts";
import { deriveStatus, type SyncStatus } from "../sync/status.ts";
import type { Device } from "./device.ts";
import { combine, sameJson } from "./live.ts";

/** Time alone turns syncing into stalled (T1). */
const tickMs = 3000;

const ticks = (clock: Clock): Live<number> => ({
  subscribe(next) {
    let cancel = (): void => undefined;
    const tick = (): void => {
      next(clock.now());
      cancel = clock.after(tickMs, tick);
    };
    tick();
    return () => cancel();
  },
});

/** Since when the device has thought it has a network; null while it knows it has none. */
function onlineSince(network: BrowserNetwork, clock: Clock): Live<number | null> {
  let since: number | null = null;
  let first = true;
  return {
    subscribe: (next, error) =>
      network.live.subscribe((online) => {
        if (!online) since = null;
        else since ??= first ? 0 : clock.now();
        first = false;
        next(since);
      }, error),
  };
}

export interface StatusSources {
  readonly device: Device;
  readonly account: Live<AccountRecord>;
  readonly activity: Live<Activity>;
  /** The account has tokens here; true for a guest, who needs none. */
  readonly signedIn: Live<boolean>;
  readonly network: BrowserNetwork;
  readonly clock: Clock;
}

export function syncStatus({ device, account, activity, signedIn, network, clock }: StatusSources): Live<SyncStatus> {
  const { db } = device;
  return combine(
    [account, activity, signedIn, outboxSummary(db), quarantined(db), engineState(db), onlineSince(network, clock), ticks(clock)],
    (record, doing, hasTokens, outbox, refused, state, since) =>
      deriveStatus({
        guest: record.kind === "guest",
        pending: outbox.count,
        quarantined: refused.length,
        oldestQueuedAt: outbox.oldestQueuedAt,
        lastSyncAt: state.lastSyncAt,
        activity: hasTokens ? doing : { ...doing, lastFailure: { kind: "auth" } },
        onlineSince: since,
        now: clock.now(),
      }),
    sameJson,
  );
}
