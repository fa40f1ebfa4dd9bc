/** DESIGN §7: row level security of every table, functions revoked by default; and the embedded host's three faults. */
import { contract, migration, newestMigration, pgtap, unit } from "./in.mjs";

const tables = /** @type {const} */ ([
  ["public.chat_messages", "0200_create_chat_messages"],
  ["public.user_sessions", "0300_create_user_sessions"],
  ["public.message_reactions", "0400_create_message_reactions"],
  ["public.preferences", "0500_create_preferences"],
  ["public.sync_heads", "0600_create_sync_state"],
  ["public.sync_clients", "0600_create_sync_state"],
  ["public.sync_answers", "0600_create_sync_state"],
  ["public.reply_jobs", "1300_create_reply_jobs"],
  ["sync.tables", "0100_create_sync_schema"],
]);

const policies = /** @type {const} */ ([
  ["chat_messages", "0200_create_chat_messages"],
  ["user_sessions", "0300_create_user_sessions"],
  ["message_reactions", "0400_create_message_reactions"],
  ["preferences", "0500_create_preferences"],
]);

const functions = ["sync_push", "sync_pull", "sync_bootstrap", "sync_history", "claim_reply", "finish_reply", "sync_rows"];

/** @type {readonly import("./in.mjs").Break[]} */
export const security = [
  ...tables.map(([table, file]) => ({
    rule: "§7",
    what: `${table} has no row level security`,
    file: migration(file),
    find: `alter table ${table} enable row level security;`,
    replace: "",
    tests: pgtap("01"),
  })),
  ...policies.map(([table, file]) => ({
    rule: "§7",
    what: `everybody reads ${table}`,
    file: migration(file),
    find: "using (user_id = (select auth.uid()))",
    replace: "using (true)",
    tests: pgtap("01"),
  })),
  {
    rule: "§7",
    what: "a message may be written in another's name",
    file: migration("0200_create_chat_messages"),
    find: "with check (user_id = (select auth.uid()))",
    replace: "with check (true)",
    tests: pgtap("06"),
  },
  ...functions.map((name) => ({
    rule: "§7",
    what: `${name} is not revoked`,
    file: newestMigration,
    find: `revoke all on function public.${name}(`,
    replace: `-- revoke all on function public.${name}(`,
    tests: pgtap("02"),
  })),
  {
    rule: "§7",
    what: "anon may call functions of the sync schema",
    file: migration("1500_create_sync_rows"),
    find: "grant execute on function public.sync_rows(uuid, text, jsonb) to authenticated;",
    replace: "grant execute on function public.sync_rows(uuid, text, jsonb) to authenticated;\ngrant execute on all functions in schema sync to anon;",
    tests: pgtap("02"),
  },
  {
    rule: "§7",
    what: "a function with its owner's rights looks names up in the caller's path",
    file: migration("1500_create_sync_rows"),
    find: "security definer set search_path = ''",
    replace: "security definer",
    tests: pgtap("02"),
  },
  {
    rule: "fault 1",
    what: "requests share one session without a lock",
    file: "supabase/embedded/database/pglite-dialect.ts",
    find: "await this.#lock.acquire()",
    replace: "() => undefined",
    tests: contract("host/api"),
  },
  {
    rule: "fault 2",
    what: "what a failed bind half wrote stays in the session",
    file: "supabase/embedded/database/pglite-dialect.ts",
    find: "      if (this.#isSpoilt) await this.#flush();\n    } finally",
    replace: "    } finally",
    tests: unit("embedded/pglite-dialect"),
  },
  {
    rule: "fault 2",
    what: "one query is thought enough to take what a failed bind left",
    file: "supabase/embedded/database/pglite-dialect.ts",
    find: "if (attempt === maxFlushes) throw error;",
    replace: "return;",
    tests: unit("embedded/pglite-dialect"),
  },
  {
    rule: "fault 3",
    what: "jsonb is encoded twice on PostgreSQL",
    file: "supabase/embedded/database/postgres.ts",
    find: '(typeof value === "string" ? value : JSON.stringify(value))',
    replace: "JSON.stringify(value)",
    tests: contract("host/api"),
  },
];
