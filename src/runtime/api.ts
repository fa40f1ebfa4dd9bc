/** What the screens get: commands and live queries over the device, never the network. Implemented in this room, handed to `state` by `main.tsx`. */
import type { Place } from "../domain/place.ts";
import type { MoodTrend } from "../domain/mood/mood-trend.ts";
import type { ActivityKind, ReplySource, SenderType } from "../domain/records.ts";
import type { Json } from "../shared/json.ts";
import type { Live } from "../shared/live.ts";
import type { Result } from "../shared/result.ts";
import type { SyncStatus } from "../sync/status.ts";
import type { FileError } from "../domain/archive/file-error.ts";
import type { ArchiveSummary } from "../domain/archive/reader.ts";
import type { DayStart } from "../domain/streak/day-start.ts";
import type { ExportOptions } from "./archive/export.ts";
import type { OpenOptions } from "./archive/import.ts";
import type { Watch } from "./archive/watch.ts";
import type { ActivityTracker, LifeView, SessionHistory, UnknownActivity } from "./life/views.ts";
import type { FactView, PersonalityView, ShapedView } from "./personality/views.ts";

/** user: local, synced, answered, failed (in quarantine). ai: streaming, local, synced. */
export type MessageState = "local" | "synced" | "answered" | "failed" | "streaming";

/** One of several replies to the same message. */
export type ReplyAttempt = Pick<MessageView, "id" | "text" | "createdAt" | "state" | "source" | "attempt" | "reaction">;

export interface MessageView {
  readonly id: string;
  /** Timeline order: ascending. */
  readonly stamp: string;
  readonly sender: SenderType;
  readonly text: string;
  /** ms since epoch. */
  readonly createdAt: number;
  readonly state: MessageState;
  readonly replyTo: string | null;
  readonly source: ReplySource | null;
  readonly attempt: number | null;
  readonly reaction: string | null;
  /** The mutation in quarantine, when state is failed. */
  readonly quarantineId: string | null;
  /** Every attempt at this reply, in the order of asking, this one among them; null when there is only this one. */
  readonly attempts: readonly ReplyAttempt[] | null;
}

/** A deletion that can still be undone (M2). */
export interface DeletionView {
  readonly key: string;
  /** Answers that go with it. */
  readonly answers: number;
  /** Device clock, ms: the end of undo. */
  readonly until: number;
}

/** What Bondhu is doing about the last unanswered message. */
export type ReplyProgress =
  | { readonly kind: "idle" }
  | { readonly kind: "thinking"; readonly messageId: string }
  /** The person chose that the message waits for the network or a model (R6). */
  | { readonly kind: "waiting"; readonly messageId: string }
  | { readonly kind: "failed"; readonly messageId: string };

export interface TimelineView {
  /** Oldest first; superseded replies and deleted messages are left out. */
  readonly messages: readonly MessageView[];
  /** Older messages exist on this device beyond the first of `messages`. */
  readonly hasOlder: boolean;
  /** The window was opened around a place, and newer messages exist beyond the last of `messages`. */
  readonly hasNewer: boolean;
  /** Older messages are still on their way from the server (L4). */
  readonly backfilling: boolean;
  readonly reply: ReplyProgress;
  /** F9: the newest message that was in sight on this device; null: none yet. */
  readonly readUpTo: TimelinePlace | null;
}

/** The conversation as a screen holds it: starts with the newest 50, grows backwards on demand; or around a place, growing both ways. */
export interface Timeline extends Live<TimelineView> {
  /** Adds up to 100 older messages; resolves when they are in the view. */
  loadOlder(): Promise<void>;
  /** Adds up to 100 newer messages, where the window does not reach the end. */
  loadNewer(): Promise<void>;
  close(): void;
}

/** Why a write did not happen. Nothing was written; the text is still the caller's. */
export type WriteError =
  | { readonly kind: "blank" }
  | { readonly kind: "tooLong"; readonly length: number; readonly max: number }
  | { readonly kind: "mutationTooLarge" }
  | { readonly kind: "quota" }
  /** The database was closed, deleted or replaced under the app: reload. */
  | { readonly kind: "gone" };

/** Q2: no such run, item or answer. */
export type AnswerError = WriteError | { readonly kind: "noSuchAnswer" };
/** The fact has been forgotten meanwhile, in another tab or on another device. */
export type FactError = WriteError | { readonly kind: "forgotten" };

/** Discarding takes the server's row in exchange, so it needs the server's answer. */
export type DiscardError = WriteError | { readonly kind: "unreachable" };

export type AccountView =
  | { readonly kind: "guest" }
  | { readonly kind: "user"; readonly userId: string; readonly email: string; readonly signedOut: boolean };

export type AuthError =
  | { readonly kind: "invalidCredentials" }
  | { readonly kind: "emailTaken" }
  | { readonly kind: "weakPassword"; readonly minLength: number }
  | { readonly kind: "invalidEmail" }
  | { readonly kind: "longPassword" }
  | { readonly kind: "samePassword" }
  | { readonly kind: "wrongCode" }
  /** No letter can be sent at the moment. */
  | { readonly kind: "mailUnavailable" }
  /** E9: the password or a code is needed again. */
  | { readonly kind: "notFresh" }
  | { readonly kind: "signedOut" }
  /** The password or code is right, and of another account than the one that is open. */
  | { readonly kind: "otherAccount" }
  | { readonly kind: "rateLimited"; readonly retryAfterMs: number | null }
  | { readonly kind: "offline" }
  | { readonly kind: "server" }
  /** The server wants the address confirmed first: a letter was sent, then sign in. */
  | { readonly kind: "confirmEmail" };

/** T4: what of an account is on this device and nowhere else. */
export interface WaitingView {
  /** Mutations that the server has not acknowledged, those it refused, replies still to come. */
  readonly changes: number;
  readonly refused: number;
  readonly asks: number;
  /** Rows of a guest that are on their way into this account (G4). */
  readonly bringing: number;
  /** Facts that are kept on this device only (D2): nothing sends them. */
  readonly here: number;
  /** Words stand in the field, unsent. */
  readonly draft: boolean;
  /** Names this state of things for {@link Leaving}. */
  readonly mark: number;
}

/** T4's ways out. `now`: nothing waits. `discard`: what waited at `mark` is given up. `gone`: the account itself has been deleted. */
export type Leaving =
  | { readonly kind: "now" }
  | { readonly kind: "keep" }
  | { readonly kind: "discard"; readonly mark: number }
  | { readonly kind: "gone" };
/** Something waits that was not given up; nothing was touched. */
export interface LeaveError {
  readonly kind: "waiting";
}
/** Why not everything was sent. reply: only answers are still to come. */
export type SendProblem = "offline" | "signedOut" | "refused" | "reply" | "outdated" | "busy";

/** Somebody whose words are on this device. */
export interface Person {
  /** Of the database. */
  readonly name: string;
  /** null: a guest. */
  readonly email: string | null;
  /** open: on screen now. ready: opens in one tap. shut: opens by signing in. coming: a guest whose words are on their way into that account. */
  readonly state: "open" | "ready" | "shut" | "coming";
  readonly messages: number;
  readonly waiting: WaitingView;
}

/** G1: asked once in the account that was entered from a guest with words. */
export interface GuestQuestionView {
  readonly guest: Person;
  readonly email: string;
}

/** Who is on this device, and how they come and go. Loaded when a screen asks for it. */
export interface Doors {
  readonly people: Live<readonly Person[]>;
  readonly waiting: Live<WaitingView>;
  readonly question: Live<GuestQuestionView | null>;
  /** Rows; null: nothing is on its way. */
  readonly bringing: Live<{ readonly done: number; readonly total: number } | null>;
  /** Sends what waits, and tells why something still does. */
  send(): Promise<Result<void, SendProblem>>;
  /** Opens somebody else's words; the page starts anew. */
  open(name: string): Promise<Result<void, "shut">>;
  /** Removes somebody who is not open from this device. `mark`: of what is given up; null: nothing may wait. */
  remove(name: string, mark: number | null): Promise<Result<void, LeaveError>>;
  /** G2: brings a guest's words into the account that is open. */
  bring(name: string): Promise<Result<void, "gone">>;
  /** G1: they stay apart. */
  apart(): Promise<void>;
}

/** How a person shows anew that they are who is signed in (E9). */
export type Proof = { readonly kind: "password"; readonly password: string } | { readonly kind: "code"; readonly code: string };

/** What goes by six-digit codes, and what needs a fresh sign-in. Loaded when a screen asks for it; everything here needs the network. */
export interface Codes {
  /** Where codes are to be seen; null: not known now. */
  readonly shown: "mail" | "console" | null;
  /** Says the same whether the address has an account or not (E2). */
  ask(purpose: "signIn" | "reset", email: string): Promise<Result<void, AuthError>>;
  /** Opens the account. `password`: what was given at sign-up; it becomes a new account's own, while one that was there keeps its own. */
  signIn(email: string, code: string, password?: string): Promise<Result<"new" | "known", AuthError>>;
  /** The code of a forgotten password; what it opened is kept here until {@link Codes.choosePassword}. */
  checkReset(email: string, code: string): Promise<Result<void, AuthError>>;
  /** Sets the password of what {@link Codes.checkReset} opened, and opens the account on this device. */
  choosePassword(password: string): Promise<Result<void, AuthError>>;
  /** Ends what {@link Codes.checkReset} opened and nobody went on with. */
  leaveReset(): void;
  /** A fresh session of the account that is open. */
  prove(proof: Proof): Promise<Result<void, AuthError>>;
  changePassword(password: string): Promise<Result<void, AuthError>>;
  /** A code goes to the new address. */
  askToMove(email: string): Promise<Result<void, AuthError>>;
  move(email: string, code: string): Promise<Result<void, AuthError>>;
  /** E7: on the server. Afterwards leave with `gone`. */
  deleteAccount(): Promise<Result<void, AuthError>>;
  /** E8: whether the account whose tokens were refused is gone; false also when nobody can say now. */
  isGone(): Promise<boolean>;
  /** E8: what is here becomes a guest's, all of it to be sent again should it ever have an account. */
  keepAsGuest(): Promise<void>;
}

export interface CrisisView {
  /** ms since epoch. */
  readonly since: number;
  /** null: opened by hand. */
  readonly messageId: string | null;
}

export interface QuarantineView {
  readonly id: string;
  readonly code: string;
  readonly quarantinedAt: number;
  /** Tables and a short text of what is in it, for the person. */
  readonly preview: string;
}

export interface StorageView {
  readonly usage: number | null;
  readonly quota: number | null;
  readonly persisted: boolean | null;
}

export interface Preferences {
  readonly theme: "system" | "light" | "dark";
  readonly locale: "system" | "en" | "bn";
  /** R6: what happens to a message when nothing but rules can answer it. */
  readonly offlineReply: "rules" | "wait";
  /** K1: the hour at which the person's day begins. */
  readonly dayStart: DayStart;
  /** K2. */
  readonly restDays: boolean;
  /** X1: whether Bondhu talks by what the questionnaire told. */
  readonly usePersonality: boolean;
}

export interface DeviceReport {
  readonly messages: number;
  readonly sessions: number;
  readonly databaseName: string;
  readonly historyComplete: boolean;
}

export type TimelinePlace = Place;

export interface SearchHit extends TimelinePlace {
  readonly replyTo: string | null;
  readonly sender: SenderType;
  /** ms since epoch. */
  readonly createdAt: number;
  /** The piece of the message that shows what was asked for. */
  readonly parts: readonly { readonly text: string; readonly hit: boolean }[];
}
export interface SearchAnswer {
  /** Best first. */
  readonly hits: readonly SearchHit[];
  readonly total: number;
  /** False while the messages are read for the first time: more may be found. */
  readonly complete: boolean;
}
export interface DayOfMessages {
  /** Local day, YYYY-MM-DD. */
  readonly day: string;
  readonly count: number;
  /** Its first message. */
  readonly id: string;
}
export interface DaysOfMessages {
  /** Oldest first. */
  readonly days: readonly DayOfMessages[];
  readonly complete: boolean;
}
/** The search, opened (F6): answers on this device alone. */
export interface Search {
  find(text: string, limit: number): Promise<SearchAnswer>;
  days(): Promise<DaysOfMessages>;
  /** Where a message stands; null when it is not there any more. */
  place(id: string): Promise<TimelinePlace | null>;
  close(): void;
}

export interface Queries {
  /** `around`: a window around that place instead of the newest messages. */
  timeline(around?: TimelinePlace): Timeline;
  readonly status: Live<SyncStatus>;
  readonly account: Live<AccountView>;
  readonly preferences: Live<Preferences>;
  readonly crisis: Live<CrisisView | null>;
  readonly quarantine: Live<readonly QuarantineView[]>;
  readonly deletions: Live<readonly DeletionView[]>;
  /** This visit's session, once it is one. */
  readonly session: Live<{ readonly id: string; readonly start: number; readonly activities: readonly ActivityKind[] } | null>;
  readonly life: Live<LifeView>;
  sessions(): SessionHistory;
  readonly report: Live<DeviceReport>;
  /** What the person's own messages of the last fourteen dates sounded like: a hint, never a diagnosis. The same object at every call. */
  moods(): Live<MoodTrend>;
  readonly personality: Live<PersonalityView>;
  /** Newest first. */
  readonly facts: Live<readonly FactView[]>;
  /** X5; null: nothing of theirs shaped this reply. */
  shaped(replyId: string): Promise<ShapedView | null>;
  draft(): Promise<string>;
  storage(): Promise<StorageView>;
  /** Close it when it is not needed any more. Rejects where the search cannot be loaded; it may be asked again. */
  search(): Promise<Search>;
}

export type ExportFormat = "json" | "markdown";
/** A file for the person to keep: hand it to the browser. */
export interface ExportedFile {
  readonly name: string;
  readonly blob: Blob;
}
export type ExportError = { readonly kind: "cancelled" } | { readonly kind: "gone" };

/** `changed`: rows that had been brought in by then. They stay, and bringing the file again goes on. */
export type ImportError = FileError | ({ readonly changed: number } & (WriteError | { readonly kind: "cancelled" }));
/** A file that has been read and judged; nothing of it is written yet. */
export interface OpenedArchive {
  readonly summary: ArchiveSummary;
  /** Once. `changed`: rows that were not here, or not like this. */
  bringIn(watch?: Watch): Promise<Result<{ readonly changed: number }, ImportError>>;
  /** Without bringing it in. */
  close(): void;
}

/** A text on its way from the field to the device. */
export interface Sending {
  readonly token: string;
  readonly text: string;
}

export interface Commands {
  /** Resolves once the message is durable on this device (W1). */
  /** `token` names this sending to {@link Commands.saveDraft}; absent: no draft is written meanwhile. */
  sendMessage(text: string, token?: string): Promise<Result<string, WriteError>>;
  /** Asks for a reply again: a failed one anew, an answered one as a further attempt. */
  askAgain(messageId: string): Promise<Result<void, WriteError>>;
  react(messageId: string, reaction: string | null): Promise<Result<void, WriteError>>;
  /** Hides it, with its answers, at once; written when {@link Commands.undoDelete} no longer can (M2). */
  deleteMessage(messageId: string): Promise<Result<void, WriteError>>;
  /** False: too late. `key` is the deletion's. */
  undoDelete(key: string): Promise<Result<boolean, WriteError>>;
  setPreference<K extends keyof Preferences>(key: K, value: Preferences[K]): Promise<Result<void, WriteError>>;
  /** One answer of one run of the questionnaire; the latest for an item counts (Q5). */
  answerItem(run: number, item: number, answer: number): Promise<Result<void, AnswerError>>;
  /** Resolves with the fact's id (D1). */
  addFact(text: string, onlyHere: boolean): Promise<Result<string, WriteError>>;
  editFact(id: string, text: string): Promise<Result<void, FactError>>;
  /** Wipes its words, also out of what waits to be sent. Forgetting what is forgotten changes nothing. */
  forgetFact(id: string): Promise<Result<void, WriteError>>;
  /** D2: to this device only, or to all of them. Resolves with the new id: to everybody else the fact that was is forgotten, or new. */
  moveFact(id: string, onlyHere: boolean): Promise<Result<string, FactError>>;
  /** `sending`: what of the text has been handed over and not yet accepted, from its beginning on. */
  saveDraft(text: string, sending?: readonly Sending[]): Promise<void>;
  /** F9: everything up to here was in sight. */
  markRead(place: TimelinePlace): Promise<void>;
  openCrisis(): Promise<void>;
  closeCrisis(): Promise<void>;
  /** V5: from now on; nothing is written before it counts. */
  trackActivity(kind: ActivityKind): Promise<Result<ActivityTracker, UnknownActivity>>;
  retryQuarantined(id: string): Promise<Result<void, WriteError>>;
  discardQuarantined(id: string): Promise<Result<void, DiscardError>>;
  /** The quarantined mutation as readable JSON. */
  exportQuarantined(id: string): Promise<Json>;
  /** Everything of this account on this device as one readable file (src/runtime/archive/README.md). */
  exportEverything(format: ExportFormat, options?: ExportOptions): Promise<Result<ExportedFile, ExportError>>;
  /** The same, readable only with the passphrase. */
  exportBackup(passphrase: string, watch?: Watch): Promise<Result<ExportedFile, ExportError>>;
  /** An archive or a backup, from this device or another. */
  openArchive(file: Blob, options?: OpenOptions): Promise<Result<OpenedArchive, ImportError>>;
  syncNow(): Promise<void>;
  signUp(email: string, password: string): Promise<Result<void, AuthError>>;
  signIn(email: string, password: string): Promise<Result<void, AuthError>>;
  codes(): Promise<Codes>;
  /** T4; absent: only if nothing waits. The page starts anew. */
  signOut(how?: Leaving): Promise<Result<void, LeaveError>>;
  doors(): Promise<Doors>;
  /** `navigator.storage.persist()`, after the first message or by hand (T2). */
  requestPersistence(): Promise<boolean>;
}

/** The app lock (src/runtime/lock/README.md). */
export interface LockView {
  readonly method: "pin" | "passkey";
  readonly afterMs: number;
  /** Until the next try is looked at. */
  readonly waitMs: number;
}
export type LockProof = { readonly kind: "pin"; readonly pin: string } | { readonly kind: "passkey" };
/** wait: not looked at. noPin: no 4 to 12 digits. unavailable: this browser keeps nothing that would be there before the first paint. */
export interface LockError {
  readonly kind: "wrong" | "wait" | "cancelled" | "noPin" | "unavailable";
  readonly waitMs: number;
}
export interface LockDoor {
  /** null: there is no lock. */
  view(): Promise<LockView | null>;
  offers(): Promise<{ readonly pin: boolean; readonly passkey: boolean }>;
  unlock(proof: LockProof): Promise<Result<void, LockError>>;
  /** `proof` of the lock there is; null where there is none, else its time is kept. */
  setPin(pin: string, afterMs: number, proof: LockProof | null): Promise<Result<void, LockError>>;
  setPasskey(name: string, afterMs: number, proof: LockProof | null): Promise<Result<void, LockError>>;
  setAfter(afterMs: number): Promise<void>;
  turnOff(proof: LockProof): Promise<Result<void, LockError>>;
  lockNow(): void;
  /** The password of the account that is open turns the lock off. */
  forgotten(password: string): Promise<Result<void, AuthError>>;
  /** Removes everything of everybody on this device and starts the page anew. */
  wipe(): Promise<void>;
}
export interface AppLock {
  /** Known from the first moment. */
  state(): "off" | "open" | "locked";
  subscribe(listener: () => void): () => void;
  door(): Promise<LockDoor>;
}

export interface Runtime {
  readonly lock: AppLock;
  readonly queries: Queries;
  readonly commands: Commands;
  /** A newer version of the app waits; `apply` activates it and reloads, keeping queue and draft. */
  readonly update: Live<{ readonly ready: boolean }> & { apply(): Promise<void> };
  /** Browser's own install prompt, when it offers one. */
  readonly install: Live<{ readonly available: boolean }> & { prompt(): Promise<void> };
}

/** The app cannot keep anything on this device: say so instead of pretending. */
export type StartFailure =
  | { readonly kind: "noIndexedDb" }
  | { readonly kind: "noLocks" }
  | { readonly kind: "newerDatabase" }
  | { readonly kind: "storage"; readonly message: string };
