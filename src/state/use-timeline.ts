/** The conversation: one window over it for as long as the app is open, so that coming back finds it where it was left. */
import type { Queries, Timeline, TimelineView } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

const timelines = new WeakMap<Queries, Timeline>();

function timelineOf(queries: Queries): Timeline {
  const known = timelines.get(queries);
  if (known !== undefined) return known;
  const timeline = queries.timeline();
  timelines.set(queries, timeline);
  return timeline;
}

/** Lets a long window go: the next visit starts with the newest messages again. */
export function forgetTimeline(queries: Queries): void {
  timelines.get(queries)?.close();
  timelines.delete(queries);
}

export interface TimelineHandle {
  /** undefined until the device has answered. */
  readonly view: TimelineView | undefined;
  readonly loadOlder: () => Promise<void>;
}

export function useTimeline(): TimelineHandle {
  const timeline = timelineOf(useRuntime().queries);
  return { view: useLive(timeline), loadOlder: () => timeline.loadOlder() };
}
