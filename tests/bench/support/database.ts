/** The embedded database's own files, opened while no host runs on them. */
import { PGlite } from "@electric-sql/pglite";
import { readFileSync } from "node:fs";
import { join } from "node:path";

async function inDatabase(dataDir: string, work: (database: PGlite) => Promise<void>): Promise<void> {
  const database = await PGlite.create(join(dataDir, "pg"));
  try {
    await work(database);
    await database.exec("checkpoint");
  } finally {
    await database.close();
  }
}

/** Adds the plain design's table. */
export const addPlainTable = (dataDir: string): Promise<void> =>
  inDatabase(dataDir, async (database) => {
    await database.exec(readFileSync(new URL("../plain/plain.sql", import.meta.url), "utf8"));
  });

/** The same `count` messages of one person in both designs, as if 200 had come with each push. The last one says `message <count>`. */
export const addMessages = (dataDir: string, userId: string, count: number): Promise<void> =>
  inDatabase(dataDir, async (database) => {
    const at = "date_trunc('milliseconds', now()) - ($2::int - n) * interval '1 second'";
    // Neither triggers nor the version clock: the rows carry what those would have given them.
    await database.exec("set session_replication_role = replica");
    // A person's messages have UUIDv7, replies UUIDv5, which fall anywhere.
    await database.query(
      `insert into public.chat_messages
         (user_id, id, stamp, sender_type, session_id, created_at, reply_to, reply_source, reply_attempt, message_text, version)
       select $1::uuid, case when own then id else gen_random_uuid() end, ms || '-0000-0000000000000001',
         case when own then 'user' else 'ai' end, $1::uuid, at, case when own then null else lag(id) over (order by n) end,
         case when own then null else 'rules' end, case when own then null else 1 end,
         'a message of ordinary length, message ' || n, (extract(epoch from now()) * 1000000)::bigint - 1000000000 + n / 200
       from generate_series(1, $2::int) as n,
         lateral (select ${at} as at, n % 2 = 1 as own) a,
         lateral (select lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') as ms) m,
         lateral (select (left(ms, 8) || '-' || right(ms, 4) || '-7' || substr(md5(n::text)::uuid::text, 16, 3) || '-8' || substr(md5(n::text)::uuid::text, 21))::uuid as id) i`,
      [userId, count],
    );
    await database.query(
      `insert into public.sync_heads (user_id, epoch, head)
       select $1::uuid, sync.first_epoch($1::uuid), max(version) from public.chat_messages where user_id = $1::uuid`,
      [userId],
    );
    await database.query(
      `insert into public.plain_messages (id, user_id, message_text, sender_type, created_at)
       select id, user_id, message_text, sender_type, created_at from public.chat_messages where user_id = $1::uuid order by stamp`,
      [userId],
    );
  });
