/** Tells screen readers that Bondhu is replying, and then the whole reply: once each, never word by word. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import type { TimelineView } from "../../state/views.ts";

export function Announcer({ view }: { readonly view: TimelineView }) {
  const last = view.messages.at(-1);
  const done = last?.sender === "ai" && last.state !== "streaming" ? last : null;
  const replying = view.reply.kind === "thinking" || last?.state === "streaming";
  // What was there when the screen opened is history, not news.
  const [heard, setHeard] = useState<{ readonly id: string | null; readonly text: string }>({ id: done?.id ?? null, text: "" });
  if (done !== null && done.id !== heard.id) setHeard({ id: done.id, text: m.chat_replied({ text: done.text }) });
  return (
    <p aria-live="polite" className="sr-only">
      {replying ? m.chat_replying() : heard.text}
    </p>
  );
}
