/** The largest thing on the page: the conversation, with its last words, one tap away. */
import ArrowRight from "lucide-react/icons/arrow-right";
import { useState } from "react";
import { Link } from "react-router";
import { formatAgo } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useTimeline } from "../../state/use-timeline.ts";
import { buttonClass } from "../kit/button.tsx";

/** Enough for two lines on a phone. UTF-16 code units. */
const snippetLength = 140;

export function Continue() {
  const { view } = useTimeline();
  const [now] = useState(() => Date.now());
  const last = view?.messages.at(-1);
  const empty = view !== undefined && last === undefined;
  return (
    <section aria-label={m.nav_chat()} className="page-sheet cut">
      {last === undefined ? (
        <p className="text-large">{empty ? m.home_first() : ""}</p>
      ) : (
        <div className="grid gap-1">
          <p className="text-small text-soft">
            {last.sender === "user" ? m.home_you_wrote() : m.home_bondhu_wrote()} · {formatAgo(Math.min(last.createdAt, now), now)}
          </p>
          <p className="page-snippet">{last.text.slice(0, snippetLength)}</p>
        </div>
      )}
      <Link to="/chat" className={buttonClass("primary", "min-h-14 px-7 text-large")}>
        {last === undefined ? m.home_start() : m.home_continue()}
        <ArrowRight aria-hidden="true" size={22} />
      </Link>
    </section>
  );
}
