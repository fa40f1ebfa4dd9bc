/**
 * The search index of one account, kept in step with its messages (F2, F3). Several contexts may work on it at once: each step is read,
 * thought about and written only if nobody has written meanwhile.
 */
import type { Contents, SearchStore } from "../../adapters/dexie/search-store.ts";
import type { ChatMessageRow } from "../../domain/records.ts";
import { applied, type Change } from "./changes.ts";
import { opened, type Segment, stored, type StoredSegment } from "./segment.ts";

/** Raised with every change of what words become: an index of another format is made anew (F5). */
export const indexFormat = 1;

/** How far the first reading of all messages has come: it goes from the newest to the oldest. */
type Reading = { readonly before: readonly [stamp: string, id: string] | null };

export interface IndexContents extends Contents {
  readonly format: number;
  readonly nextSegment: number;
  /** null: every message has been read; since then the journal tells. */
  readonly reading: Reading | null;
}

export type IndexStore = SearchStore<IndexContents, StoredSegment>;

/** Messages of one step: some tens of milliseconds of work, after which a question may be answered. */
const stepSize = 2000;
/** Entries of the journal in one step; a page of the server's history is one. */
const journalStep = 8;

const changeOf = (id: string, row: ChatMessageRow | undefined): Change => ({
  id,
  now: row === undefined || row.deleted_at !== null ? null : { createdAt: Date.parse(row.created_at), text: row.message_text },
});

export interface Progress {
  /** False: there is more to read, call again. */
  readonly done: boolean;
}

export class SearchIndex {
  readonly #store: IndexStore;
  readonly #unit: () => number;
  #contents: IndexContents | null = null;
  #segments: readonly Segment[] = [];

  /** @param unit random, from 0 to 1. */
  constructor(store: IndexStore, unit: () => number) {
    this.#store = store;
    this.#unit = unit;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }
  /** Every message has been read once; the journal may hold news. */
  get complete(): boolean {
    return this.#contents !== null && this.#contents.reading === null;
  }

  /** One step towards the messages as they are: what has changed first, then older ones that were never read. */
  async step(): Promise<Progress> {
    const contents = await this.#refresh();
    const news = await this.#store.journal(journalStep);
    if (news !== null) {
      const rows = await this.#store.rows(news.ids);
      await this.#apply(contents, news.ids.map((id, index) => changeOf(id, rows[index])), contents.reading, news.upTo);
      return { done: false };
    }
    if (contents.reading === null) return { done: true };
    const { rows, from } = await this.#store.rowsBefore(contents.reading.before, stepSize);
    await this.#apply(contents, rows.map((row) => changeOf(row.id, row)), from === null ? null : { before: from }, null);
    return { done: false };
  }

  /** What other contexts have written since; a new beginning where there is no index that this build can read. */
  async #refresh(): Promise<IndexContents> {
    for (;;) {
      const known = new Map(this.#segments.map((segment) => [segment.n, segment]));
      const { contents, parts } = await this.#store.load(new Set(known.keys()));
      if (contents !== null && contents.generation === this.#contents?.generation) return this.#contents;
      const ours = contents?.format === indexFormat ? contents : null;
      if (ours !== null) for (const part of parts) known.set(part.n, opened(part));
      const segments = ours?.parts.map((n) => known.get(n)).filter((segment) => segment !== undefined) ?? [];
      if (ours !== null && segments.length === ours.parts.length) {
        this.#segments = segments;
        this.#contents = ours;
        return ours;
      }
      // None, another format, or a part was lost: the messages are still there.
      await this.#restart(contents?.generation ?? null);
    }
  }

  /** Begins anew: the journal is of no use to who reads everything, and what is written from now on stands in it again. */
  async #restart(seen: number | null): Promise<void> {
    // Numbers that no context has in its memory from an index before.
    const first = Math.floor(this.#unit() * 2 ** 48);
    await this.#store.restart(seen, { n: 0, format: indexFormat, generation: first, parts: [], nextSegment: first + 1, reading: { before: null } });
  }

  /** Where another context was quicker nothing is written, and the next step begins with what it wrote. */
  async #apply(before: IndexContents, changes: readonly Change[], reading: Reading | null, journalUpTo: number | null): Promise<void> {
    const { segments, added, removed, nextSegment } = applied(this.#segments, changes, before.nextSegment);
    const contents: IndexContents = { ...before, generation: before.generation + 1, parts: segments.map(({ n }) => n), nextSegment, reading };
    if (!(await this.#store.write(before.generation, { contents, added: added.map(stored), removed, journalUpTo }))) return;
    this.#segments = segments;
    this.#contents = contents;
  }
}
