/** What the hooks of this room hand to screens, which may not name the runtime. */
export type {
  AccountView,
  AuthError,
  Commands,
  CrisisView,
  DeviceReport,
  MessageState,
  MessageView,
  Preferences,
  QuarantineView,
  Queries,
  ReplyProgress,
  StartFailure,
  StorageView,
  TimelineView,
  WriteError,
} from "../runtime/api.ts";
export type { SyncState, SyncStatus } from "../sync/status.ts";
