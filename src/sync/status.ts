/** T1: what the engine tells a person about their words. */

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
