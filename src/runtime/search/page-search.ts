/**
 * The search of one page: a thread while somebody searches, or while something waits to be read into the index (F4). A page that nobody
 * searches in keeps none: it would hold memory for nothing.
 */
import type { SearchThread } from "../../adapters/browser/search-thread.ts";
import { indexState } from "../../adapters/dexie/counts.ts";
import { sideRow } from "../../adapters/dexie/queries.ts";
import type { Clock } from "../../sync/ports.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { Search } from "../api.ts";
import { type DeletionsRow, hiddenBy } from "../deleted.ts";
import type { Device } from "../device.ts";
import { once } from "../live.ts";
import { openLine, type SearchLine } from "./open-search.ts";

export interface PageSearchDeps {
  readonly thread: () => Promise<SearchThread>;
  readonly clock: Clock;
  readonly visible: () => boolean;
  readonly report: (reason: unknown) => void;
}

export interface PageSearch {
  open(): Promise<Search>;
  stop(): void;
}

/** After the last change, ms: a conversation goes on for a while, and a page that has just started has better things to do. */
const quietMs = 2000;
/** A thread that nobody needs any more is kept for the next word, ms. */
const lingerMs = 10_000;

export function createPageSearch({ thread, clock, visible, report }: PageSearchDeps, { db, account }: Device): PageSearch {
  let line: Promise<SearchLine> | null = null;
  let users = 0;
  let stopped = false;
  let cancelQuiet = (): void => undefined;
  let cancelLinger = (): void => undefined;

  const hangUp = (): void => {
    cancelLinger();
    const ending = line;
    line = null;
    // A thread that never came has been told to whoever called for it, and holds nothing.
    ending?.then((open) => open.hangUp()).catch(() => undefined);
  };
  async function call(): Promise<SearchLine> {
    if (stopped) throw new DatabaseGone("this page is on its way out");
    cancelLinger();
    const mine = (line ??= thread().then((made) => openLine(made, account.name)));
    try {
      return await mine;
    } catch (reason) {
      if (line === mine) line = null;
      throw reason;
    }
  }
  async function withLine<T>(work: (open: SearchLine) => Promise<T>): Promise<T> {
    users += 1;
    const open = await call().catch((reason: unknown) => {
      users -= 1;
      throw reason;
    });
    try {
      return await work(open);
    } catch (reason) {
      // A thread that failed is not asked again: the next question gets a new one.
      hangUp();
      throw reason;
    } finally {
      users -= 1;
      if (users === 0 && line !== null) cancelLinger = clock.after(lingerMs, hangUp);
    }
  }

  /** Another tab may have been quicker. */
  async function readNews(): Promise<void> {
    if (!visible() || (await once(indexState(db))).upToDate) return;
    await withLine((open) => open.ask({ kind: "catchUp" }));
  }
  const stopFollowing = indexState(db).subscribe(({ upToDate }) => {
    cancelQuiet();
    if (upToDate) return;
    cancelQuiet = clock.after(quietMs, () => {
      readNews().catch((reason: unknown) => {
        // What was not read waits in the journal: for the next change, the next start or the next question.
        if (!stopped) report(reason);
      });
    });
  }, report);

  return {
    async open() {
      await call();
      users += 1;
      let closed = false;
      return {
        async find(text, limit) {
          const answer = await withLine((open) => open.ask({ kind: "find", text, limit }));
          // M2: what waits to be deleted is not shown anywhere.
          const hidden = hiddenBy(await once(sideRow<DeletionsRow>(db, "kv", "deletions")));
          const hits = answer.hits.filter(({ id, replyTo }) => !hidden({ id, reply_to: replyTo }));
          return { ...answer, hits, total: answer.total - (answer.hits.length - hits.length) };
        },
        days: () => withLine((open) => open.ask({ kind: "days" })),
        async place(id) {
          const row = await db.chat_messages.get(id);
          return row === undefined || row.deleted_at !== null ? null : { stamp: row.stamp, id };
        },
        close() {
          if (closed) return;
          closed = true;
          users -= 1;
          if (users === 0) cancelLinger = clock.after(lingerMs, hangUp);
        },
      };
    },
    stop() {
      stopped = true;
      stopFollowing();
      cancelQuiet();
      hangUp();
    },
  };
}
