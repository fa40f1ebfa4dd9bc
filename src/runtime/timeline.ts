/**
 * The conversation as one window over the device: newest 50, backwards in pages of 100; or around a place, growing both ways (F7). Each
 * page is read again only when it changes.
 */
import type { BondhuDatabase } from "../adapters/dexie/database.ts";
import { engineState, hasMessagesBefore, quarantined, rows as liveRows, sideRow, sideRows } from "../adapters/dexie/queries.ts";
import { timelinePage, type TimelinePage } from "../adapters/dexie/timeline-page.ts";
import type { Place } from "../domain/place.ts";
import type { MessageReactionRow } from "../domain/records.ts";
import { type DeletionsRow, hiddenBy } from "./deleted.ts";
import { combine } from "./live.ts";
import type { MessageView, Timeline, TimelineView } from "./api.ts";
import type { AskRow, ReadRow, StoredMessage } from "./rows.ts";
import { keepSame, messageViews, replyProgress } from "./timeline-view.ts";

export const firstPageSize = 50;
export const olderPageSize = 100;
/** A newest page that has grown beyond it is cut in two, so that a long evening's talk is not read anew for every word. */
const splitAt = 200;

interface Page {
  readonly range: TimelinePage;
  rows: readonly StoredMessage[] | null;
  stop(): void;
}

/** What the rows alone do not tell. */
function margins(db: BondhuDatabase) {
  return combine(
    [engineState(db), quarantined(db), sideRows<AskRow>(db, "asks"), liveRows<MessageReactionRow>(db, "message_reactions"), sideRow<DeletionsRow>(db, "kv", "deletions"), sideRow<ReadRow>(db, "kv", "read")],
    (state, quarantine, asks, reactions, deletions, read) => ({
      ackedSeq: state.ackedSeq,
      backfilling: state.history !== null,
      quarantine,
      asks,
      reactions: new Map(reactions.map((row) => [row.message_id, row.reaction])),
      hidden: hiddenBy(deletions),
      readUpTo: read ?? null,
    }),
  );
}
type Margins = Parameters<Parameters<ReturnType<typeof margins>["subscribe"]>[0]>[0];

/** Newest first. The place itself opens the newer of the two. */
const firstRanges = (around: Place | null): readonly TimelinePage[] =>
  around === null
    ? [{ before: null, from: null }]
    : [
        { before: null, from: around, forward: true },
        { before: around, from: null },
      ];

/** `onView`: after each view that was published. `around`: the place that the window is opened around; null: the end. */
export function createTimeline(db: BondhuDatabase, onView: () => void = () => undefined, around: Place | null = null): Timeline {
  const listeners = new Set<{ next(view: TimelineView): void; error?: (reason: unknown) => void }>();
  /** Newest first. */
  let pages: Page[] = [];
  let beyond: { readonly place: Place; exists: boolean; stop(): void } | null = null;
  let margin: Margins | null = null;
  let stopMargins: (() => void) | null = null;
  let view: TimelineView | null = null;
  let known: ReadonlyMap<string, MessageView> = new Map();

  const fail = (reason: unknown): void => {
    for (const listener of [...listeners]) listener.error?.(reason);
  };

  /**
   * The rows of a page go out only with those of every page between it and the others, so that no hole is ever shown: at first all of
   * them together, later what is whole, while pages at either end are still on their way.
   */
  function publish(): void {
    if (margin === null || pages.length === 0 || (view === null && pages.some((page) => page.rows === null))) return;
    const newest = pages.findIndex((page) => page.rows !== null);
    if (newest === -1) return;
    const read = pages.slice(newest);
    const gap = read.findIndex((page) => page.rows === null);
    const ready = gap === -1 ? read : read.slice(0, gap);
    const all = ready.toReversed().flatMap((page) => page.rows ?? []);
    const messages = keepSame(known, messageViews({ rows: all, ...margin }));
    known = new Map(messages.map((message) => [message.id, message]));
    const hasNewer = newest > 0 || read[0]?.range.before !== null;
    view = {
      messages,
      hasOlder: gap !== -1 || (beyond?.exists ?? false),
      hasNewer,
      backfilling: margin.backfilling,
      // What Bondhu is doing belongs to the end.
      reply: hasNewer ? { kind: "idle" } : replyProgress(margin.asks, margin.hidden),
      readUpTo: margin.readUpTo,
    };
    for (const listener of [...listeners]) listener.next(view);
    onView();
  }

  /** Is there anything before the oldest page? Asked again when that page's beginning moves. */
  function lookBeyond(): void {
    const place = pages.at(-1)?.range.from ?? null;
    if (place !== null && beyond?.place.id === place.id) return;
    beyond?.stop();
    beyond = null;
    if (place === null) return;
    const watch = { place, exists: false, stop: (): void => undefined };
    beyond = watch;
    watch.stop = hasMessagesBefore(db, place).subscribe((exists) => {
      if (watch.exists === exists) return;
      watch.exists = exists;
      publish();
    }, fail);
  }

  function openPage(range: TimelinePage, limit: number, rows: readonly StoredMessage[] | null = null): { page: Page; read: Promise<void> } {
    let done = (): void => undefined;
    let broken = (_reason: unknown): void => undefined;
    const read = new Promise<void>((resolve, reject) => {
      done = resolve;
      broken = reject;
    });
    // A page closed before its first answer leaves this pending; a failed one is told to the listeners as well.
    read.catch(() => undefined);
    const page: Page = { range, rows, stop: () => undefined };
    page.stop = timelinePage(db, range, limit).subscribe(
      (next) => {
        page.rows = next;
        if (page === pages[0]) split(page);
        lookBeyond();
        publish();
        done();
      },
      (reason) => {
        broken(reason);
        fail(reason);
      },
    );
    return { page, read };
  }

  function split(page: Page): void {
    const rows = page.rows ?? [];
    const middle = rows[rows.length - firstPageSize];
    if (rows.length <= splitAt || middle === undefined || page.range.from === null || page.range.before !== null) return;
    const at: Place = { stamp: middle.stamp, id: middle.id };
    page.stop();
    const older = openPage({ before: at, from: page.range.from }, olderPageSize, rows.slice(0, -firstPageSize));
    const newer = openPage({ before: null, from: at }, firstPageSize, rows.slice(-firstPageSize));
    pages = [newer.page, older.page, ...pages.slice(1)];
  }

  function start(): void {
    stopMargins = margins(db).subscribe((next) => {
      margin = next;
      publish();
    }, fail);
    // Pages are kept while nobody looks; they are only read anew.
    const ranges = pages.length > 0 ? pages.map((page) => ({ range: page.range, rows: page.rows })) : firstRanges(around).map((range) => ({ range, rows: null }));
    pages = [];
    for (const [index, { range, rows }] of ranges.entries()) pages.push(openPage(range, index === 0 || view === null ? firstPageSize : olderPageSize, rows).page);
  }

  function stop(): void {
    for (const page of pages) page.stop();
    beyond?.stop();
    beyond = null;
    stopMargins?.();
    stopMargins = null;
  }

  return {
    subscribe(next, error) {
      const listener = error === undefined ? { next } : { next, error };
      listeners.add(listener);
      if (listeners.size === 1) start();
      else if (view !== null) next(view);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop();
      };
    },
    async loadOlder() {
      const oldest = pages.at(-1);
      if (oldest === undefined || oldest.rows === null || oldest.range.from === null || listeners.size === 0) return;
      const { page, read } = openPage({ before: oldest.range.from, from: null }, olderPageSize);
      pages = [...pages, page];
      await read;
    },
    async loadNewer() {
      const newest = pages[0];
      if (newest === undefined || newest.rows === null || newest.range.before === null || listeners.size === 0) return;
      const { page, read } = openPage({ before: null, from: newest.range.before, forward: true }, olderPageSize);
      pages = [page, ...pages];
      await read;
    },
    close() {
      listeners.clear();
      stop();
      pages = [];
    },
  };
}
