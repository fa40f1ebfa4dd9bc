/** The stores of an account's database, for Dexie and for the search worker, which opens it without Dexie. */

/**
 * Dexie's version of the schema below; IndexedDB's own is ten times that. The state row keeps the version that its content has been
 * lifted to (T3). Raised by a change of stores or indexes, of the engine's state, or of the mutation schema.
 * 2: the state row keeps `shapes` and `backfill` (L7). 3: the search index and its journal (F2).
 * 4: activities, days, and the tally of them (N2). 5: answers, facts, what shaped a reply.
 */
export const schemaVersion = 5;

/** Few indexes: each one costs every write. The timeline walks `[stamp+id]`; replies are found by what they answer; the session history walks its own. */
export const schema = {
  chat_messages: "id, [stamp+id], reply_to",
  user_sessions: "id, [session_start+id]",
  activities: "id",
  streak_days: "id",
  message_reactions: "id",
  preferences: "id",
  personality_answers: "id",
  memory_facts: "id",
  reply_notes: "id",
  private_facts: "id",
  outbox: "seq",
  quarantine: "id",
  state: "key",
  asks: "messageId",
  drafts: "key",
  kv: "key",
  search_index: "n",
  search_journal: "++n",
  tally: "key",
  tally_journal: "++n",
} as const;
