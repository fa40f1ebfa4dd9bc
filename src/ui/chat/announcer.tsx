/** M11: tells screen readers that Bondhu is replying, and then the whole reply: once each, never word by word, and never an old one again. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import type { TimelineView } from "../../state/views.ts";
import { markdownFor } from "./markdown/load.ts";

interface Heard {
  readonly id: string | null;
  readonly stamp: string;
  readonly text: string;
}

export function Announcer({ view }: { readonly view: TimelineView }) {
  const last = view.messages.at(-1);
  const done = last?.sender === "ai" && last.state !== "streaming" ? last : null;
  const replying = view.reply.kind === "thinking" || last?.state === "streaming";
  // What was there when the screen opened is history, not news; so is what stands last because something after it was deleted.
  const [heard, setHeard] = useState<Heard>({ id: done?.id ?? null, stamp: last?.stamp ?? "", text: "" });
  if (done !== null && done.id !== heard.id && done.stamp >= heard.stamp) {
    setHeard({ id: done.id, stamp: done.stamp, text: m.chat_replied({ text: markdownFor(done.text)?.spokenMarkdown(done.text) ?? done.text }) });
  }
  return (
    <p aria-live="polite" className="sr-only">
      {replying ? m.chat_replying() : heard.text}
    </p>
  );
}
