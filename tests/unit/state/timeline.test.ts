/** The conversation's window over a change of screen: kept where it was read, let go where it only grew. */
import { beforeEach, describe, expect, it } from "vitest";
import { cellOf } from "../../../src/state/live-cell.ts";
import { useReadingPlace } from "../../../src/state/reading-place.ts";
import { keptWindow, openTimeline } from "../../../src/state/use-timeline.ts";
import type { Queries, Timeline, TimelineView } from "../../../src/runtime/api.ts";
import { createFakeRuntime } from "../../support/ui/fake-runtime.ts";
import { fakeConversation } from "../../support/ui/fake-conversation.ts";

beforeEach(() => useReadingPlace.setState({ place: null }));

/** Queries that open a new window each time and say which were closed. */
function opened(length: number) {
  const windows: { readonly timeline: Timeline; closed: boolean }[] = [];
  const view: TimelineView = { messages: fakeConversation(length, 0, "en"), hasOlder: false, hasNewer: false, backfilling: false, reply: { kind: "idle" }, readUpTo: null };
  const queries: Queries = {
    ...createFakeRuntime().queries,
    timeline: () => {
      const entry = {
        closed: false,
        timeline: {
          subscribe: (next: (value: TimelineView) => void) => (next(view), () => {}),
          loadOlder: async () => {},
          loadNewer: async () => {},
          close: () => {
            entry.closed = true;
          },
        },
      };
      windows.push(entry);
      return entry.timeline;
    },
  };
  return { queries, windows };
}

describe("timeline window", () => {
  it("[return] is the same one after another screen", () => {
    const { queries, windows } = opened(keptWindow);
    const first = openTimeline(queries);
    cellOf(first).subscribe(() => {})();
    expect(openTimeline(queries)).toBe(first);
    expect(windows.map(({ closed }) => closed)).toEqual([false]);
  });
  it("[return] a long one that was left at the end is let go of", () => {
    const { queries, windows } = opened(keptWindow + 1);
    const first = openTimeline(queries);
    cellOf(first).subscribe(() => {})();
    expect(openTimeline(queries)).not.toBe(first);
    expect(windows.map(({ closed }) => closed)).toEqual([true, false]);
  });
  it("[return] a long one in which the person was reading is kept", () => {
    const { queries, windows } = opened(keptWindow + 1);
    const first = openTimeline(queries);
    cellOf(first).subscribe(() => {})();
    useReadingPlace.getState().remember({ key: "a", offset: 0, sizes: new Map(), width: 300 });
    expect(openTimeline(queries)).toBe(first);
    expect(windows.map(({ closed }) => closed)).toEqual([false]);
  });
});
