/** Typed rows to the engine's rows and back, and the device-only rows of this room. */
import type { ActivityKind, ActivityRow, ChatMessageRow, MemoryFactRow, MessageReactionRow, PersonalityAnswerRow, PreferenceRow, ReplyNoteRow, StreakDayRow, UserSessionRow } from "../domain/records.ts";
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

/** V1, V2: this visit, shared by every tab. */
export interface VisitRow {
  readonly key: "visit";
  readonly sessionId: string;
  /** ms since epoch, corrected: when the app was first shown. */
  readonly start: number;
  /** ms: the last moment it was visible, as far as is known. */
  readonly seenAt: number;
  /** Empty until it counts as a session. */
  readonly activities: readonly ActivityKind[];
}

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
