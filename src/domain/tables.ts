/** The synced tables and how two versions of a row merge (DESIGN §3). Column names are Postgres'. Order matters: it is the canonical order. */

export const tables = [
  {
    name: "chat_messages",
    kind: "grow",
    once: ["sender_type", "session_id", "created_at", "reply_to", "reply_source", "reply_attempt", "message_text", "mood_detected", "sentiment_score"],
    min: ["deleted_at"],
    max: [],
    union: [],
    wipe: { message_text: "", mood_detected: null, sentiment_score: null },
    instants: ["created_at", "deleted_at"],
  },
  {
    name: "user_sessions",
    kind: "grow",
    once: ["session_start", "created_at"],
    min: ["deleted_at"],
    max: ["session_end", "total_duration_minutes"],
    union: ["activities"],
    wipe: {},
    instants: ["session_start", "created_at", "session_end", "deleted_at"],
  },
  {
    name: "activities",
    kind: "grow",
    once: ["kind", "session_id", "started_at", "day"],
    min: ["deleted_at"],
    max: ["ended_at"],
    union: [],
    wipe: {},
    instants: ["started_at", "ended_at", "deleted_at"],
  },
  {
    name: "streak_days",
    kind: "grow",
    once: ["day"],
    min: ["first_moment", "deleted_at"],
    max: ["last_moment"],
    union: [],
    wipe: {},
    instants: ["first_moment", "last_moment", "deleted_at"],
  },
  { name: "message_reactions", kind: "lww", columns: ["message_id", "reaction"], instants: [] },
  { name: "preferences", kind: "lww", columns: ["key", "value"], instants: [] },
  { name: "personality_answers", kind: "lww", columns: ["run", "item", "answer", "answered_at"], instants: ["answered_at"] },
  { name: "memory_facts", kind: "lww", columns: ["text", "created_at"], instants: ["created_at"] },
  { name: "reply_notes", kind: "grow", once: ["shaped_by"], min: ["deleted_at"], max: [], union: [], wipe: { shaped_by: null }, instants: ["deleted_at"] },
] as const;

export type SyncedTable = (typeof tables)[number]["name"];
