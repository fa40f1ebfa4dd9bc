/** O2: the conversation as a person would read it, the way the screen shows it. */
import { answersTo, countRows, messagesAfter } from "../../adapters/dexie/archive.ts";
import { type MarkdownWords, markdownWriter } from "../../domain/archive/markdown.ts";
import type { ChatMessageRow } from "../../domain/records.ts";
import { msOf } from "../../shared/instant.ts";
import { type DeletionsRow, hiddenBy, type Hidden } from "../deleted.ts";
import type { Device } from "../device.ts";
import { messageViews } from "../timeline-view.ts";
import { TextFile } from "./text-file.ts";
import { checkCancelled, type Watch } from "./watch.ts";

const pageRows = 200;

const alive = (row: ChatMessageRow): boolean => row.deleted_at === null;

/** Which of these the screen shows: of several replies to one message, the best (R1). */
async function shown(db: Device["db"], hidden: Hidden, page: readonly ChatMessageRow[]): Promise<readonly ChatMessageRow[]> {
  const answered = [...new Set(page.flatMap((row) => row.reply_to ?? []))];
  const rivals = (await answersTo(db, answered)).filter(alive);
  const rows = new Map([...page.filter(alive), ...rivals].map((row) => [row.id, row]));
  const views = messageViews({ rows: [...rows.values()], reactions: new Map(), ackedSeq: Infinity, quarantine: [], asks: [], hidden });
  const ids = new Set(views.map(({ id }) => id));
  return page.filter((row) => alive(row) && ids.has(row.id));
}

export async function exportMarkdown({ db, store }: Device, now: number, words: MarkdownWords, watch: Watch): Promise<Blob> {
  const file = new TextFile();
  const writer = markdownWriter(words, now);
  const total = await countRows(db, ["chat_messages"]);
  const hidden = hiddenBy(await store.read(["kv"], (tx) => tx.side<DeletionsRow>("kv").get("deletions")));
  let done = 0;
  file.add(writer.start);
  for (let last: ChatMessageRow | null | undefined = null; last !== undefined; ) {
    checkCancelled(watch);
    const page: readonly ChatMessageRow[] = await messagesAfter(db, last, pageRows);
    for (const row of await shown(db, hidden, page)) {
      file.add(writer.message({ sender: row.sender_type, at: msOf(row.created_at), text: row.message_text }));
    }
    done += page.length;
    watch.onProgress?.(Math.min(done, total), total);
    last = page.at(-1);
  }
  return file.finish("text/markdown");
}
