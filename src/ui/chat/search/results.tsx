/** The messages that were found: when, who, and the words in their place. */
import { useEffect, useRef } from "react";
import { formatTime } from "../../../i18n/format.ts";
import { m } from "../../../i18n/messages.ts";
import { useFinder } from "../../../state/use-finder.ts";
import type { SearchHit } from "../../../state/views.ts";
import { buttonClass } from "../../kit/button.tsx";
import { dayLabel } from "../day-label.ts";
import { useToday } from "../use-today.ts";

interface Props {
  /** Of the list; its options are numbered behind it. */
  readonly id: string;
  readonly hits: readonly SearchHit[];
  readonly active: number;
  readonly onGo: (index: number) => void;
}

export function Results({ id, hits, active, onGo }: Props) {
  const more = useFinder((finder) => finder.more);
  const total = useFinder((finder) => finder.answer?.total ?? 0);
  const today = useToday();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active, hits]);
  return (
    <>
      <div ref={list} id={id} role="listbox" aria-label={m.search_results()} hidden={hits.length === 0} className="search-list">
        {hits.map((hit, index) => (
          // The focus stays in the field, which has the keys; this is for the pointer.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div key={hit.id} id={`${id}-${index}`} role="option" aria-selected={index === active} className="search-hit" data-sender={hit.sender} onClick={() => onGo(index)}>
            <p className="search-when">
              <span>{hit.sender === "user" ? m.search_you() : m.app_name()}</span>
              <span>
                {dayLabel(hit.createdAt, today)}, {formatTime(hit.createdAt)}
              </span>
            </p>
            <p dir="auto" className="search-text">
              {hit.parts.map((part, at) => (part.hit ? <mark key={at}>{part.text}</mark> : part.text))}
            </p>
          </div>
        ))}
      </div>
      {hits.length > 0 && total > hits.length ? (
        <button type="button" className={buttonClass("quiet", "justify-self-center")} onClick={more}>
          {m.search_more()}
        </button>
      ) : null}
    </>
  );
}
