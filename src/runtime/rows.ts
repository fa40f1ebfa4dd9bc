/** Typed rows to the engine's rows and back, and the device-only rows of this room. */
import type { ActivityKind, ActivityRow, ChatMessageRow, MemoryFactRow, MessageReactionRow, PersonalityAnswerRow, PreferenceRow, ReplyNoteRow, StreakDayRow, UserSessionRow } from "../domain/records.ts";
import type { Moment } from "../domain/streak/local-day.ts";
import type { Row } from "../sync/ports.ts";
import type { CrisisView } from "./api.ts";

export interface RowTypes {
  readonly chat_messages: ChatMessageRow;
  readonly user_sessions: UserSessionRow;
  readonly activities: ActivityRow;
  readonly streak_days: StreakDayRow;
  readonly message_reactions: MessageReactionRow;
  readonly preferences: PreferenceRow;
  readonly personality_answers: PersonalityAnswerRow;
  readonly memory_facts: MemoryFactRow;
  readonly reply_notes: ReplyNoteRow;
}

/** The row as the engine sees it: the same columns, without their names. */
export const asRow = (row: RowTypes[keyof RowTypes]): Row => ({ ...row });

/** Instants as they are stored and sent. */
export const instant = (ms: number): string => new Date(ms).toISOString();

/** A message as it is stored: `_seq` is the mutation that last changed it on this device. */
export type StoredMessage = ChatMessageRow & { readonly _seq?: number };

/** R8: a reply is wanted. One a message; durable, drained by whoever is awake. */
export interface AskRow {
  readonly messageId: string;
  /** From 1. */
  readonly attempt: number;
  /** waiting: the person wants the server's or a model's answer, and there is none to be had now (R6). */
  readonly state: "open" | "waiting" | "failed";
  /** ms since epoch, corrected. */
  readonly askedAt: number;
}

/** V1–V3: this visit, shared by every tab. What older builds did not write is optional. */
export interface VisitRow {
  readonly key: "visit";
  readonly sessionId: string;
  /** ms since epoch, corrected: when the app was first shown. */
  readonly start: number;
  /** ms: the last moment it was visible or played, as far as is known. */
  readonly seenAt: number;
  /** Empty until it counts as a session. */
  readonly activities: readonly ActivityKind[];
  /** V3, ms: what was lived of it up to `seenAt`. */
  readonly lived?: number;
  /** V3, ms: by how much the device's clock was found to have been set since the start, so that two tabs count one step once. */
  readonly stepped?: number;
  /** ms: the offset of the server's clock by which these moments are told. */
  readonly offset?: number;
  /** V4: what may still go on. */
  readonly ongoing?: readonly OngoingActivity[];
  /** V4, K1: a message between these moments (ms), at this offset from UTC (minutes), has nothing more to tell. */
  readonly told?: { readonly from: number; readonly before: number; readonly offset: number } | null;
  /** V5: when something was said that could not be counted yet. */
  readonly owed?: readonly Moment[];
  /** V2: visits that are over and not closed yet. */
  readonly left?: readonly VisitRow[];
}
/** With all its columns. */
export interface Visit extends Required<VisitRow> {
  readonly left: readonly Visit[];
}

/** V4: an activity that was counted, as far as this device knows it. */
export interface OngoingActivity {
  readonly id: string;
  readonly kind: ActivityKind;
  /** ms of the visit that had been lived when it began. */
  readonly from: number;
  /** ms. */
  readonly length: number;
  /** ms since epoch: when its row was last written. */
  readonly toldAt: number;
}

/** D2: a fact of this device only. */
export type PrivateFactRow = Pick<MemoryFactRow, "id" | "created_at"> & { readonly text: string };

export interface CrisisRow extends CrisisView {
  readonly key: "crisis";
}

export interface DraftRow {
  readonly key: "chat";
  readonly text: string;
  /** Token of the last sending whose text has left it. */
  readonly taken?: string | undefined;
}

/** G4: how far a guest's words have come into this account. */
export interface BringingRow {
  readonly key: `bringing:${string}`;
  /** null: all of it is here. */
  readonly table: string | null;
  /** The id of the last row that is here. */
  readonly after: string;
  /** Rows. */
  readonly done: number;
  readonly total: number;
}
export const bringingKey = (guest: string): BringingRow["key"] => `bringing:${guest}`;

/** F9: the newest message that was in sight on this device. */
export interface ReadRow {
  readonly key: "read";
  readonly stamp: string;
  readonly id: string;
}
