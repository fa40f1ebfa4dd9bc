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
    await database.query(
      `insert into public.chat_messages (user_id, id, stamp, sender_type, session_id, created_at, message_text, version)
       select $1::uuid, gen_random_uuid(), lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '-0000-0000000000000001',
         case when n % 2 = 0 then 'user' else 'ai' end, $1::uuid, ${at}, 'a message of ordinary length, message ' || n,
         (extract(epoch from now()) * 1000000)::bigint - 1000000000 + n / 200
       from generate_series(1, $2::int) as n`,
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
