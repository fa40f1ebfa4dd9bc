/** What the hooks of this room hand to screens, which may not name the runtime. */
export type {
  AuthError,
  Commands,
  ExportError,
  ExportFormat,
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
export type { Watch } from "../runtime/archive/watch.ts";
export type { SyncState, SyncStatus } from "../sync/status.ts";
