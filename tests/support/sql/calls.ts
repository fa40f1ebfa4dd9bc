/** The requests that devices make, as SQL, for whoever measures them or looks at their plans. */
import { randomUUID } from "node:crypto";
import { type Call, md5Id, type Person } from "./many-people.ts";

const tables = "{chat_messages,user_sessions,activities,streak_days,message_reactions,preferences}";
/** Where the rows of many-people.sql end. */
export const head = (1_760_000_000_000 + 100 * 600_000) * 1000;
/** What `sync.first_epoch` gives. */
const epoch = ({ id }: Person): string => md5Id(`bondhu epoch ${id}`);

export const pull = (who: Person, after: number, limit = 500): Call => ({
  sql: "public.sync_pull($1::uuid, $2::text, 0::bigint, $3::text[], $4::uuid, $5::jsonb, $6::int)",
  params: [who.id, who.client, tables, epoch(who), JSON.stringify([after, "~", ""]), limit],
});
export const bootstrap = ({ id, client }: Person): Call => ({ sql: "public.sync_bootstrap($1::uuid, $2::text, $3::text[])", params: [id, client, tables] });
export const history = (who: Person, limit = 1000): Call => ({
  sql: "public.sync_history($1::uuid, $2::text, $3::text[], $4::uuid, $5::jsonb, $6::int)",
  params: [who.id, who.client, tables, epoch(who), JSON.stringify([head + 1, "", ""]), limit],
});
export const rowsById = ({ id, client }: Person, ids: readonly string[]): Call => ({
  sql: "public.sync_rows($1::uuid, $2::text, $3::jsonb)",
  params: [id, client, JSON.stringify(ids.map((row) => ({ table: "chat_messages", id: row })))],
});
/** What GET /rest/v1/chat_messages?order=created_at.desc&limit=50 asks, under the policies. */
export const newestOverRest: Call = {
  sql: "(select coalesce(json_agg(m), '[]') from (select id, message_text, sender_type, created_at from public.chat_messages order by created_at desc limit 50) m)",
  params: [],
};

/** K2 of the 273 days of many-people.sql, as of the last. */
export const calculateStreak = ({ id }: Person): Call => ({ sql: "public.calculate_streak($1::uuid, $2::date, true)", params: [id, "2026-08-05"] });
/** What GET /rest/v1/user_activity_stats asks (N1). */
export const activityStats: Call = { sql: "(select json_agg(s) from public.user_activity_stats s)", params: [] };

/** `count` mutations of a new message each. */
export function push({ id, client }: Person, firstSeq: number, count: number): Call {
  const now = Date.now();
  const mutations = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    schema: 1,
    ops: [
      {
        table: "chat_messages",
        row: {
          id: randomUUID(),
          stamp: `${now.toString(16).padStart(12, "0")}-${n.toString(16).padStart(4, "0")}-${client}`,
          sender_type: "user",
          created_at: new Date(now).toISOString(),
          message_text: `A message of ordinary length, neither short nor long, pushed as number ${firstSeq + n}`,
        },
      },
    ],
  }));
  return {
    sql: "public.sync_push($1::uuid, $2::text, $3::bigint, $4::bigint, $5::jsonb, 0::bigint)",
    params: [id, client, firstSeq, firstSeq - 1, JSON.stringify(mutations)],
  };
}
