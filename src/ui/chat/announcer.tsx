/** M11: tells screen readers that Bondhu is replying, and then the whole reply: once each, never word by word, and never an old one again. */
import { useState } from "react";
import { m } from "../../i18n/messages.ts";
import type { TimelineView } from "../../state/views.ts";
import { heardAtFirst, newsFor } from "./heard.ts";
import { markdownFor } from "./markdown/load.ts";

export function Announcer({ view }: { readonly view: TimelineView }) {
  const replying = view.reply.kind === "thinking" || view.messages.at(-1)?.state === "streaming";
  const [heard, setHeard] = useState(() => ({ ...heardAtFirst(view), words: "" }));
  const news = newsFor(heard, view);
  if (news !== null) {
    setHeard({ id: news.id, stamp: news.stamp, words: m.chat_replied({ text: markdownFor(news.text)?.spokenMarkdown(news.text) ?? news.text }) });
  }
  return (
    <p aria-live="polite" className="sr-only">
      {replying ? m.chat_replying() : heard.words}
    </p>
  );
}
