/** The conversation: a window of drawn rows over a list of any length, which follows the end only while the reader is there. */
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import type { VirtualItem, Virtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { useLocale } from "../../i18n/locale.ts";
import { m } from "../../i18n/messages.ts";
import { useAccount } from "../../state/use-account.ts";
import { useCrisis } from "../../state/use-crisis.ts";
import type { TimelineView } from "../../state/views.ts";
import { MessageRow } from "./message-row.tsx";
import { ReplyProgress } from "./reply-progress.tsx";
import { guessHeight } from "./row-height.ts";
import { rowsOf } from "./rows.ts";
import { ToTheEnd } from "./to-the-end.tsx";
import { UnreadLine } from "./unread-line.tsx";
import { useEnd } from "./use-end.ts";
import { usePages } from "./use-pages.ts";
import { useRead } from "./use-read.ts";
import { useRemembered } from "./use-remembered.ts";
import { useArrival } from "./use-arrival.ts";
import type { Destination } from "./destination.ts";
import { useToday } from "./use-today.ts";

/** Room above the first row, for the line about older pages; constant, so that it never moves a row. CSS pixels. */
const top = 44;
const bottom = 20;
/** As near to the end as still counts as being there. CSS pixels. */
const endThreshold = 56;
/** A window this short is drawn whole: find-in-page and reading aloud then see all of it. */
const drawnWhole = 64;
const everyRow = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/**
 * Whether a row's new height moves the reader along: rows above what is being read do. At the very beginning the first
 * row stands `top` below the edge, and what is then put before it is drawn into that room: it is above the reader too.
 */
function isAbove(item: VirtualItem, _delta: number, list: Virtualizer<HTMLDivElement, Element>): boolean {
  const offset = list.scrollOffset ?? 0;
  if (!list.itemSizeCache.has(item.key)) return item.start < offset + top;
  return item.end <= offset && list.scrollDirection !== "backward";
}

interface Props {
  readonly view: TimelineView;
  readonly loadOlder: () => Promise<void>;
  readonly loadNewer: () => Promise<void>;
  /** F8: the place that the window was opened around; null: the end, or where the reader was last. */
  readonly destination: Destination | null;
  /** Leaves a window around a place for the end of the conversation. */
  readonly onLatest: () => void;
  /** Grows with every message sent from here: one's own words are always followed. */
  readonly sent: number;
}

export function Conversation({ view, loadOlder, loadNewer, destination, onLatest, sent }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(view), [view]);
  const { opening, remember } = useRemembered(destination === null);
  // F8: until the reader moves in a window that has reached the end, what is put behind it is not followed.
  const [live, setLive] = useState(!view.hasNewer);
  const width = useRef(opening?.width ?? Math.min(innerWidth, 700));
  const locale = useLocale();
  const today = useToday();
  const guest = useAccount()?.kind === "guest";
  const crisis = useCrisis();

  const { keyAt, rowAt } = rows;
  const estimateSize = useMemo(() => {
    const guesses: number[] = [];
    return (index: number): number => (guesses[index] ??= opening?.sizes.get(keyAt(index)) ?? guessHeight(rowAt(index), width.current));
  }, [keyAt, rowAt, opening]);
  // Where to begin, from guesses: good enough to draw the right rows first; measured rows then move it exactly.
  const [initialOffset] = useState(() => {
    let offset = top;
    const target = destination === null ? -1 : rows.indexOf(destination.id);
    for (let index = 0; index < rows.count; index += 1) {
      if (index === target) return Math.max(0, offset - innerHeight / 4);
      if (opening !== null && keyAt(index) === opening.key) return offset + opening.offset;
      offset += estimateSize(index);
    }
    return offset;
  });
  const virtualizer = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    getItemKey: keyAt,
    estimateSize,
    initialOffset,
    paddingStart: top,
    paddingEnd: bottom,
    overscan: 8,
    rangeExtractor: (range) => (range.count <= drawnWhole ? everyRow(range.count) : defaultRangeExtractor(range)),
    anchorTo: "end",
    followOnAppend: live,
    scrollEndThreshold: endThreshold,
  });
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = isAbove;

  const { atEnd, far, unseen, look, goToEnd } = useEnd({ scroller, virtualizer, messages: view.messages, threshold: endThreshold, startsAtEnd: opening === null && destination === null, live, sent });
  const loadWhenNear = usePages({ scroller, hasOlder: view.hasOlder, hasNewer: view.hasNewer, length: view.messages.length, loadOlder, loadNewer });
  const { unreadId, look: lookRead } = useRead({ view, scroller, virtualizer, messageAt: rows.messageAt, atEnd: atEnd && !view.hasNewer });
  const hit = useArrival({ destination, rows, scroller, virtualizer });

  const leave = useRef(() => {});
  useLayoutEffect(() => {
    leave.current = () => remember({ atEnd, virtualizer, width: scroller.current?.clientWidth ?? 0 });
  });
  useLayoutEffect(() => () => leave.current(), []);

  const firstOwn = guest && !view.hasOlder && !view.backfilling ? view.messages.find((message) => message.sender === "user")?.id : undefined;
  return (
    <div className="chat-log-frame">
      <div
        ref={scroller}
        role="log"
        aria-label={m.chat_conversation()}
        aria-live="off"
        // A region that scrolls has to be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="chat-log"
        onScroll={() => {
          if (!live && !view.hasNewer) setLive(true);
          look();
          lookRead();
          loadWhenNear();
        }}
      >
        <div className="chat-sizer" style={{ height: virtualizer.getTotalSize() }}>
          {view.backfilling && !view.hasOlder ? <p className="chat-backfilling">{m.chat_backfilling()}</p> : null}
          {virtualizer.getVirtualItems().map((item) => {
            const row = rowAt(item.index);
            if (row === undefined) return null;
            return (
              <div
                key={row.key}
                data-index={item.index}
                data-hit={item.index === hit || undefined}
                tabIndex={item.index === hit ? -1 : undefined}
                ref={virtualizer.measureElement}
                className="chat-place"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.kind === "message" && row.message.id === unreadId ? <UnreadLine /> : null}
                {row.kind === "progress" ? (
                  <ReplyProgress progress={row.progress} />
                ) : (
                  <MessageRow
                    message={row.message}
                    gap={row.gap}
                    opens={row.opens}
                    crisis={crisis?.messageId === row.message.id}
                    guest={row.message.id === firstOwn}
                    today={today}
                    locale={locale}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {atEnd && !view.hasNewer ? null : <ToTheEnd unseen={view.hasNewer ? 0 : unseen} far={far || view.hasNewer} onGo={view.hasNewer ? onLatest : goToEnd} />}
    </div>
  );
}
