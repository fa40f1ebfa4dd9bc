/** Turns what `realtime.send` notifies into broadcasts. */
import * as v from "valibot";
import type { Database } from "../database/database.ts";
import type { Hub } from "./hub.ts";

const messageSchema = v.object({ topic: v.string(), event: v.nullable(v.string()), private: v.boolean(), payload: v.unknown() });
const noticeSchema = v.union([messageSchema, v.object({ id: v.string() })]);

/** Longer messages are stored until they have been sent; what a stopped host left is of no use to anybody. */
const pruneEveryMs = 10 * 60_000;
const pruneSql = "delete from realtime.messages where inserted_at < now() - interval '10 minutes'";

async function load(database: Database, notice: string): Promise<v.InferOutput<typeof messageSchema> | null> {
  const parsed = v.parse(noticeSchema, JSON.parse(notice));
  if (!("id" in parsed)) return parsed;
  const [row] = await database.transaction((tx) => tx.query("select topic, event, private, payload from realtime.messages where id = $1", [parsed.id]));
  return row === undefined ? null : v.parse(messageSchema, row);
}

/** Resolves once it hears; returns what stops the pruning. */
export async function startFeed(database: Database, hub: Hub, log: (line: string) => void): Promise<() => void> {
  const guarded = (work: Promise<unknown>, what: string) => {
    work.catch((error: unknown) => log(`realtime could not ${what}: ${String(error)}`));
  };
  // One at a time, so that a stored message is not overtaken by a later short one.
  let tail: Promise<void> = Promise.resolve();
  await database.listen("bondhu_realtime", (notice) => {
    tail = tail.then(async () => {
      try {
        const message = await load(database, notice);
        if (message === null) return;
        const { topic, event, payload } = message;
        hub.broadcast(`realtime:${topic}`, message.private, { type: "broadcast", event, payload }, null);
      } catch (error) {
        log(`realtime dropped a notification: ${String(error)}`);
      }
    });
  });
  const prune = setInterval(() => guarded(database.transaction((tx) => tx.query(pruneSql)), "prune its messages"), pruneEveryMs);
  prune.unref();
  return () => clearInterval(prune);
}
