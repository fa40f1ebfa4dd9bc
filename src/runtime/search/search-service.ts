/** What the search worker does for a page: answers from the index as the messages are now, and keeps it in step meanwhile. */
import type { ChatMessageRow } from "../../domain/records.ts";
import type { DaysOfMessages, SearchAnswer, SearchHit } from "../api.ts";
import { hasPhrase, snippetOf } from "./matches.ts";
import { find, queryOf, type QueryWord } from "./query.ts";
import { idAt } from "./segment.ts";
import { type IndexStore, SearchIndex } from "./search-index.ts";

export interface SearchService {
  /** Once whatever has changed is in the index; while it is first read, from what has been read so far. */
  find(text: string, limit: number): Promise<SearchAnswer>;
  /** Local days that have messages, oldest first. */
  days(): Promise<DaysOfMessages>;
  /** Resolves when the index has every message as it is. */
  catchUp(): Promise<void>;
  close(): void;
}

export interface SearchServiceDeps {
  readonly store: IndexStore;
  /** One at a time over all contexts: saves work, guarantees nothing (F3). */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** ms since epoch. */
  readonly now: () => number;
  readonly unit: () => number;
}

const dayFormat = (ms: number): string => {
  const date = new Date(ms);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
};

/** Several attempts at one reply are one place in the conversation: the best of them stands for it. */
function oncePerReply(rows: readonly ChatMessageRow[]): readonly ChatMessageRow[] {
  const seen = new Set<string>();
  return rows.filter(({ sender_type, reply_to }) => {
    if (sender_type !== "ai" || reply_to === null) return true;
    const fresh = !seen.has(reply_to);
    seen.add(reply_to);
    return fresh;
  });
}

/** Messages that have the words as a phrase come before the others. */
function phrasesFirst(rows: readonly ChatMessageRow[], query: readonly QueryWord[]): readonly ChatMessageRow[] {
  if (query.length < 2) return rows;
  const phrase = new Set(rows.filter((row) => hasPhrase(row.message_text, query)));
  return [...rows.filter((row) => phrase.has(row)), ...rows.filter((row) => !phrase.has(row))];
}

const hitOf = (row: ChatMessageRow, query: readonly QueryWord[]): SearchHit => ({
  id: row.id,
  stamp: row.stamp,
  replyTo: row.reply_to,
  sender: row.sender_type,
  createdAt: Date.parse(row.created_at),
  parts: snippetOf(row.message_text, query),
});

export function createSearchService({ store, alone, now, unit }: SearchServiceDeps): SearchService {
  const index = new SearchIndex(store, unit);
  let closed = false;
  let catching: Promise<void> | null = null;
  let steps: Promise<unknown> = Promise.resolve();

  /** Steps of this context one after another: each takes and leaves the index whole. */
  function step(): Promise<{ readonly done: boolean }> {
    const next = steps.then(() => alone(() => index.step()));
    // Only the order: whoever asked for the step hears of its failure, and the next one is tried all the same.
    steps = next.catch(() => undefined);
    return next;
  }
  async function run(): Promise<void> {
    while (!closed) if ((await step()).done) return;
  }
  const catchUp = (): Promise<void> => {
    catching ??= run().finally(() => {
      catching = null;
    });
    return catching;
  };
  /** Everything that had been written when it was asked is known; or, in a first reading, one step further. */
  async function fresh(): Promise<void> {
    do if ((await step()).done) return;
    while (index.complete && !closed);
    // The rest comes while the person reads what there is. Who follows it hears of a failure; here the next question does.
    catchUp().catch(() => undefined);
  }

  /** What the conversation shows of these: neither what was deleted while it was looked for, nor the answer to a deleted message (M3). */
  async function living(ids: readonly string[]): Promise<readonly ChatMessageRow[]> {
    const rows = (await store.rows(ids)).filter((row) => row !== undefined).filter((row) => row.deleted_at === null);
    const questions = [...new Set(rows.flatMap(({ reply_to }) => (reply_to === null ? [] : [reply_to])))];
    const deleted = new Set((await store.rows(questions)).flatMap((row) => (row === undefined || row.deleted_at === null ? [] : [row.id])));
    return rows.filter(({ reply_to }) => reply_to === null || !deleted.has(reply_to));
  }

  return {
    async find(text, limit) {
      const query = queryOf(text);
      await fresh();
      const { total, best } = find(index.segments, query, limit, now());
      const there = await living(best.map(({ id }) => id));
      const hits = phrasesFirst(oncePerReply(there), query).map((row) => hitOf(row, query));
      return { hits, total: Math.max(hits.length, total - (best.length - hits.length)), complete: index.complete };
    },

    async days() {
      await fresh();
      const days = new Map<string, { count: number; first: number; id: string }>();
      for (const { ids, times, size } of index.segments) {
        for (let place = 0; place < size; place += 1) {
          const at = times[place] ?? 0;
          const key = dayFormat(at);
          const day = days.get(key);
          if (day === undefined) days.set(key, { count: 1, first: at, id: idAt(ids, place) });
          else {
            day.count += 1;
            if (at < day.first) Object.assign(day, { first: at, id: idAt(ids, place) });
          }
        }
      }
      return { days: [...days].map(([day, { count, id }]) => ({ day, count, id })).sort((a, b) => (a.day < b.day ? -1 : 1)), complete: index.complete };
    },

    catchUp,
    close() {
      closed = true;
      store.close();
    },
  };
}
