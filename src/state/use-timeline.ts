/** The conversation: one window over it for as long as the app is open, so that coming back finds it where it was left. */
import { useCallback, useState } from "react";
import type { Queries, Timeline, TimelinePlace, TimelineView } from "../runtime/api.ts";
import { cellOf } from "./live-cell.ts";
import { useReadingPlace } from "./reading-place.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

/** A window longer than this is not carried to the next visit, unless the person was reading in it. */
export const keptWindow = 400;

const timelines = new WeakMap<Queries, Timeline>();

/** The window to open the screen with at the end: the one that was left, or a new one where the old grew long and nobody reads in it. */
export function openTimeline(queries: Queries): Timeline {
  const known = timelines.get(queries);
  if (known !== undefined) {
    const length = cellOf(known).read()?.messages.length ?? 0;
    if (length <= keptWindow || useReadingPlace.getState().place !== null) return known;
    known.close();
  }
  const timeline = queries.timeline();
  timelines.set(queries, timeline);
  return timeline;
}

export interface TimelineHandle {
  /** undefined until the device has answered. */
  readonly view: TimelineView | undefined;
  readonly loadOlder: () => Promise<void>;
  readonly loadNewer: () => Promise<void>;
}

/** `around`: a window of its own around that place, for as long as the screen asks for it; the other one stays as it was. */
export function useTimeline(around: TimelinePlace | null = null): TimelineHandle {
  const { queries } = useRuntime();
  const open = () => ({ queries, at: around?.id, timeline: around === null ? openTimeline(queries) : queries.timeline(around) });
  const [opened, setOpened] = useState(open);
  // Another account's queries are another conversation.
  const current = opened.queries === queries && opened.at === around?.id ? opened : open();
  if (current !== opened) setOpened(current);
  const { timeline } = current;
  const loadOlder = useCallback(() => timeline.loadOlder(), [timeline]);
  const loadNewer = useCallback(() => timeline.loadNewer(), [timeline]);
  return { view: useLive(timeline), loadOlder, loadNewer };
}
