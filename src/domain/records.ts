/** Rows as Bondhu reads them: one type per synced table. Instants are `YYYY-MM-DDTHH:mm:ss.sssZ`. */
import type { Json } from "../shared/json.ts";

export type SenderType = "user" | "ai";
/** Who worded a reply: the rule-based companion, a model on this device, a model on a server. */
export type ReplySource = "rules" | "device" | "model";
/** In order. Breathing is a game. */
export const activityKinds = ["chat", "game", "music", "video"] as const;
export type ActivityKind = (typeof activityKinds)[number];

export interface ChatMessageRow {
  readonly id: string;
  readonly stamp: string;
  readonly sender_type: SenderType;
  readonly session_id: string | null;
  readonly created_at: string;
  /** For ai rows: the message answered; null otherwise. */
  readonly reply_to: string | null;
  readonly reply_source: ReplySource | null;
  readonly reply_attempt: number | null;
  /** '' once deleted. At most {@link maxMessageLength} UTF-16 code units for a person's message. */
  readonly message_text: string;
  readonly mood_detected: string | null;
  readonly sentiment_score: number | null;
  readonly deleted_at: string | null;
}

export interface UserSessionRow {
  readonly id: string;
  readonly stamp: string;
  readonly session_start: string;
  readonly created_at: string;
  readonly session_end: string | null;
  readonly total_duration_minutes: number | null;
  readonly activities: readonly ActivityKind[];
  readonly deleted_at: string | null;
}

/** V4. */
export interface ActivityRow {
  /** UUIDv5(session id, "chat") for talking; UUIDv7 otherwise. */
  readonly id: string;
  readonly stamp: string;
  readonly kind: ActivityKind;
  readonly session_id: string;
  readonly started_at: string;
  /** The local date it counts for (K1), `YYYY-MM-DD`. */
  readonly day: string;
  /** null: nothing is known of its end yet. */
  readonly ended_at: string | null;
  readonly deleted_at: string | null;
}

/** K1. */
export interface StreakDayRow {
  /** UUIDv5(namespace of days, day). */
  readonly id: string;
  readonly stamp: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** As `momentText` has them: instant and offset. */
  readonly first_moment: string;
  readonly last_moment: string;
  readonly deleted_at: string | null;
}

export interface MessageReactionRow {
  /** UUIDv5(message id, "reaction"). */
  readonly id: string;
  readonly stamp: string;
  readonly message_id: string;
  /** One emoji, or null when taken back. */
  readonly reaction: string | null;
}

export interface PreferenceRow {
  /** UUIDv5(preference namespace, key). */
  readonly id: string;
  readonly stamp: string;
  readonly key: string;
  readonly value: Json;
}

/** Q2: one answer of one run; the latest word for an item wins. */
export interface PersonalityAnswerRow {
  /** UUIDv5(namespace of answers, "run/item"). */
  readonly id: string;
  readonly stamp: string;
  /** From 1 (Q5). */
  readonly run: number;
  /** 1 to 20. */
  readonly item: number;
  /** 1 to 5. */
  readonly answer: number;
  readonly answered_at: string;
}

/** D1: what the person told Bondhu to remember. */
export interface MemoryFactRow {
  readonly id: string;
  readonly stamp: string;
  /** 1 to {@link maxFactLength} characters; null once it is forgotten. */
  readonly text: string | null;
  readonly created_at: string;
}

/** X5: what shaped a reply. */
export interface ReplyNoteRow {
  /** The reply's. */
  readonly id: string;
  readonly stamp: string;
  /** null once deleted. */
  readonly shaped_by: {
    /** Trait and band, those that changed its words. */
    readonly traits: readonly (readonly [trait: string, band: string])[];
    /** Ids of facts that it spoke of. */
    readonly facts: readonly string[];
  } | null;
  readonly deleted_at: string | null;
}

/** Of the questionnaire. */
export const maxRun = 10_000;
/** In characters as Postgres counts them: code points. */
export const maxFactLength = 500;
/** Longest message a person may send, in UTF-16 code units. */
export const maxMessageLength = 8000;
