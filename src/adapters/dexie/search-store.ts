/**
 * The search index on the device, and the messages it is made of: for the search worker, which goes to IndexedDB without Dexie.
 * Guarantees: nothing is created here; nothing is written into a database that is not open, of this build and of the generation that
 * was read (T3); an upgrade or a deletion by somebody else finds this connection closed.
 */
import type { ChatMessageRow } from "../../domain/records.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { IdbEnvironment } from "./environment.ts";
import { pinnedFactory } from "./environment.ts";
import { schemaVersion } from "./schema.ts";

/** A record of the index: `n` 0 is its table of contents, every other number a part that is written once. */
export interface IndexRecord {
  readonly n: number;
}
export interface Contents extends IndexRecord {
  readonly n: 0;
  /** One more with every write: whoever read an older one has to look again. */
  readonly generation: number;
  /** The parts that count. */
  readonly parts: readonly number[];
}

/** A place in the timeline; a key of its index. */
type PlaceKey = readonly [stamp: string, id: string];

export interface JournalPiece {
  /** Each once. */
  readonly ids: readonly string[];
  /** Key of the last entry. */
  readonly upTo: number;
}

export interface IndexWrite<C extends Contents, R extends IndexRecord> {
  readonly contents: C;
  readonly added: readonly R[];
  readonly removed: readonly number[];
  /** Entries of the journal that this settles; null: none. */
  readonly journalUpTo: number | null;
}

export interface SearchStore<C extends Contents, R extends IndexRecord> {
  /** The table of contents, whatever build wrote it, and the parts of it that `known` lacks. */
  load(known: ReadonlySet<number>): Promise<{ readonly contents: C | null; readonly parts: readonly R[] }>;
  /** The oldest entries of the journal; null when it is empty. */
  journal(entries: number): Promise<JournalPiece | null>;
  rows(ids: readonly string[]): Promise<readonly (ChatMessageRow | undefined)[]>;
  /** The `limit` rows right before `before` (null: the newest), and where they begin; null when nothing is older than they are. */
  rowsBefore(before: PlaceKey | null, limit: number): Promise<{ readonly rows: readonly ChatMessageRow[]; readonly from: PlaceKey | null }>;
  /** One transaction. False, and nothing written, when another context has written since `generation`. */
  write(generation: number, write: IndexWrite<C, R>): Promise<boolean>;
  /** Forgets index and journal for `contents`; `seen`: the generation that is given up, null where there was none. False as above. */
  restart(seen: number | null, contents: C): Promise<boolean>;
  close(): void;
}

const request = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.addEventListener("success", () => resolve(asked.result));
    asked.addEventListener("error", () => reject(asked.error ?? new DOMException("request failed", "UnknownError")));
  });

const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", () => reject(transaction.error ?? new DOMException("the transaction was aborted", "AbortError")));
  });

function open(name: string, { indexedDB }: IdbEnvironment): Promise<IDBDatabase> {
  const native = schemaVersion * 10;
  const opening = pinnedFactory(indexedDB, native).open(name, native);
  // Missing or older: the account door's to make or to lift, never ours.
  opening.addEventListener("upgradeneeded", () => opening.transaction?.abort());
  return new Promise((resolve, reject) => {
    opening.addEventListener("success", () => resolve(opening.result));
    opening.addEventListener("error", () => reject(new DatabaseGone(`${name} is not there to be searched`, { cause: opening.error })));
  });
}

/** A key of the index [stamp+id]. */
function placeOf(key: IDBValidKey): PlaceKey {
  const [stamp, id] = Array.isArray(key) ? key : [];
  if (typeof stamp !== "string" || typeof id !== "string") throw new TypeError("not a place in the timeline");
  return [stamp, id];
}

/** @throws {DatabaseGone} when the database is missing, or another build's. */
export async function openSearchStore<C extends Contents, R extends IndexRecord>(name: string, environment: IdbEnvironment): Promise<SearchStore<C, R>> {
  const db = await open(name, environment);
  const { IDBKeyRange } = environment;
  let closed = false;
  const close = (): void => {
    closed = true;
    db.close();
  };
  db.addEventListener("versionchange", close);

  const begin = (stores: readonly string[], mode: IDBTransactionMode): IDBTransaction => {
    if (closed) throw new DatabaseGone(`${name} was closed`);
    // The index can be made again from the messages: it need not wait for the disk.
    return db.transaction([...stores], mode, { durability: "relaxed" });
  };

  /** A transaction that may write: only while the account is open and of this build, and the index still of the generation that was read. */
  async function writing(generation: number | null, work: (stores: { readonly index: IDBObjectStore; readonly journal: IDBObjectStore }) => void): Promise<boolean> {
    const transaction = begin(["state", "search_index", "search_journal"], "readwrite");
    const end = ended(transaction);
    // A failure before the end is told by whoever met it.
    end.catch(() => undefined);
    const state = await request<{ readonly status?: unknown; readonly schema?: unknown } | undefined>(transaction.objectStore("state").get("engine"));
    if (state?.status !== "open" || state.schema !== schemaVersion) throw new DatabaseGone(`${name} may not be written any more`);
    const index = transaction.objectStore("search_index");
    const now = await request<C | undefined>(index.get(0));
    if ((now?.generation ?? null) !== generation) return false;
    work({ index, journal: transaction.objectStore("search_journal") });
    await end;
    return true;
  }

  return {
    async load(known) {
      const store = begin(["search_index"], "readonly").objectStore("search_index");
      const contents = await request<C | undefined>(store.get(0));
      if (contents === undefined) return { contents: null, parts: [] };
      const missing = contents.parts.filter((n) => !known.has(n));
      const parts = await Promise.all(missing.map((n) => request<R | undefined>(store.get(n))));
      return { contents, parts: parts.filter((part) => part !== undefined) };
    },

    async journal(entries) {
      const found = await request<{ readonly n: number; readonly ids: readonly string[] }[]>(
        begin(["search_journal"], "readonly").objectStore("search_journal").getAll(null, entries),
      );
      const last = found.at(-1);
      return last === undefined ? null : { ids: [...new Set(found.flatMap(({ ids }) => ids))], upTo: last.n };
    },

    async rows(ids) {
      const store = begin(["chat_messages"], "readonly").objectStore("chat_messages");
      return await Promise.all(ids.map((id) => request<ChatMessageRow | undefined>(store.get(id))));
    },

    async rowsBefore(before, limit) {
      const index = begin(["chat_messages"], "readonly").objectStore("chat_messages").index("[stamp+id]");
      // A cursor that skips finds the beginning in one request; all rows then come in another.
      const first = await new Promise<IDBValidKey | null>((resolve, reject) => {
        const walk = index.openKeyCursor(before === null ? null : IDBKeyRange.upperBound([...before], true), "prev");
        let skipped = false;
        walk.addEventListener("error", () => reject(walk.error ?? new DOMException("request failed", "UnknownError")));
        walk.addEventListener("success", () => {
          const cursor = walk.result;
          if (cursor === null) return resolve(null);
          if (skipped || limit === 1) return resolve(cursor.key);
          skipped = true;
          cursor.advance(limit - 1);
        });
      });
      const from = first === null ? null : placeOf(first);
      const range = from === null ? (before === null ? null : IDBKeyRange.upperBound([...before], true)) : before === null ? IDBKeyRange.lowerBound([...from]) : IDBKeyRange.bound([...from], [...before], false, true);
      return { rows: await request<ChatMessageRow[]>(index.getAll(range)), from };
    },

    write: (generation, { contents, added, removed, journalUpTo }) =>
      writing(generation, ({ index, journal }) => {
        for (const part of added) index.put(part);
        for (const n of removed) index.delete(n);
        index.put(contents);
        if (journalUpTo !== null) journal.delete(IDBKeyRange.upperBound(journalUpTo));
      }),

    restart: (seen, contents) =>
      writing(seen, ({ index, journal }) => {
        index.clear();
        journal.clear();
        index.put(contents);
      }),
    close,
  };
}
