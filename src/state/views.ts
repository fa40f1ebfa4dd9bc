/** What the hooks of this room hand to screens, which may not name the runtime. */
export type {
  DayOfMessages,
  AuthError,
  Codes,
  GuestQuestionView,
  Commands,
  Doors,
  DeletionView,
  ExportError,
  ExportFormat,
  Leaving,
  ExportedFile,
  ImportError,
  LockDoor,
  LockError,
  LockProof,
  LockView,
  MessageState,
  MessageView,
  Person,
  Preferences,
  QuarantineView,
  ReplyProgress,
  SendProblem,
  SearchHit,
  StartFailure,
  StorageView,
  TimelinePlace,
  TimelineView,
  WaitingView,
  WriteError,
} from "../runtime/api.ts";
export type { LifeView, SessionItem } from "../runtime/life/views.ts";
export type { ArchiveSummary } from "../domain/archive/reader.ts";
export type { FactView, PersonalityView, RunView, ShapedView } from "../runtime/personality/views.ts";
export type { Watch } from "../runtime/archive/watch.ts";
export type { SyncState, SyncStatus } from "../sync/status.ts";
export type { Result } from "../shared/result.ts";
