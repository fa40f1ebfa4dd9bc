/** M8: Markdown is drawn once and as it stays: a conversation that holds some waits for the module that draws it. Small, in the first screen's way. */
import { useEffect, useState } from "react";
import type { TimelineView } from "../../../state/views.ts";
import type { drawMarkdown, spokenMarkdown } from "./markdown.tsx";

interface Markdown {
  readonly drawMarkdown: typeof drawMarkdown;
  readonly spokenMarkdown: typeof spokenMarkdown;
}
/** "plain": it could not be loaded (the network is away and nothing is cached): replies are shown as written. */
let loaded: Markdown | "plain" | null = null;
let loading: Promise<void> | null = null;

const load = (): Promise<void> =>
  (loading ??= import("./markdown.tsx").then(
    (module) => void (loaded = module),
    () => void (loaded = "plain"),
  ));

const marks = /[*_`[>#\\@]|:\/\/|www\.|^\s*(?:[-+]|\d+[.)])\s|^---/m;

/** What draws this reply; null: its own characters do. */
export const markdownFor = (text: string): Markdown | null => (loaded === null || loaded === "plain" || !marks.test(text) ? null : loaded);

/** After the first screen, ms. */
const soon = 400;

/** The newest view whose every row can be drawn at its final height: a row drawn twice would move the reader. */
export function useDrawable(view: TimelineView | undefined): TimelineView | undefined {
  const [ready, setReady] = useState(loaded !== null);
  const [drawn, setDrawn] = useState<TimelineView | undefined>(undefined);
  const waits = !ready && view !== undefined && view.messages.some(({ sender, text }) => sender === "ai" && marks.test(text));
  useEffect(() => {
    if (ready) return undefined;
    let over = false;
    const timer = setTimeout(() => void load().then(() => over || setReady(true)), waits ? 0 : soon);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [ready, waits]);
  if (ready) return view;
  if (waits) return drawn;
  if (drawn !== view) setDrawn(view);
  return view;
}
