/** The engine's state in a word. */
import { m } from "../../i18n/messages.ts";
import type { SyncStatus } from "../../state/views.ts";

export type SyncState = SyncStatus["state"];

const words: Record<SyncState, () => string> = {
  guest: () => m.sync_guest(),
  offline: () => m.sync_offline(),
  syncing: () => m.sync_syncing(),
  synced: () => m.sync_synced(),
  stalled: () => m.sync_stalled(),
  signedOut: () => m.sync_signedOut(),
  attention: () => m.sync_attention(),
};

export const syncWord = (state: SyncState): string => words[state]();
