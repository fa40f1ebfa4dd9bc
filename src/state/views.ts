/** What the hooks of this room hand to screens, which may not name the runtime. */
export type {
  AuthError,
  MessageState,
  MessageView,
  Preferences,
  QuarantineView,
  ReplyProgress,
  StartFailure,
  StorageView,
  TimelineView,
  WriteError,
} from "../runtime/api.ts";
export type { SyncState, SyncStatus } from "../sync/status.ts";
