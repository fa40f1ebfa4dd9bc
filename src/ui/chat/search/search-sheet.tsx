/** Finding: a field, what was found, and the days to go to while nothing is asked. */
import { useEffect, useId, useRef, useState } from "react";
import { useLocation } from "react-router";
import { m } from "../../../i18n/messages.ts";
import { useLocale } from "../../../i18n/locale.ts";
import { useFinder } from "../../../state/use-finder.ts";
import { buttonClass } from "../../kit/button.tsx";
import { Sheet } from "../../kit/sheet.tsx";
import { queryIn } from "../destination.ts";
import type { Destination } from "../destination.ts";
import { DayPicker } from "./day-picker.tsx";
import { Results } from "./results.tsx";
import { SearchWords } from "./search-words.tsx";
import "./search.css";

interface Props {
  readonly onClose: () => void;
  readonly onJump: (destination: Destination, query: string) => void;
}

export function SearchSheet({ onClose, onJump }: Props) {
  useLocale();
  const text = useFinder((finder) => finder.text);
  const type = useFinder((finder) => finder.type);
  const open = useFinder((finder) => finder.open);
  const failed = useFinder((finder) => finder.failed);
  const retry = useFinder((finder) => finder.retry);
  const answer = useFinder((finder) => finder.answer);
  const answered = useFinder((finder) => finder.answered);
  const place = useFinder((finder) => finder.place);
  const [chosen, setChosen] = useState(0);
  const [listFor, setListFor] = useState(answered);
  if (listFor !== answered) {
    setListFor(answered);
    setChosen(0);
  }
  const field = useRef<HTMLInputElement>(null);
  const list = useId();

  const { state } = useLocation();
  useEffect(() => {
    const query = queryIn(state);
    if (query !== "" && text === "") type(query);
    return open();
    // What the entry holds counts on arriving.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [open]);
  // Behind the dialog's own choice of focus.
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const hits = text.trim() === "" ? [] : (answer?.hits ?? []);
  const active = Math.min(chosen, hits.length - 1);
  const go = (index: number): void => {
    const hit = hits[index];
    if (hit !== undefined) onJump({ stamp: hit.stamp, id: hit.id, kind: "message" }, text);
  };
  const goToDay = (id: string): void => {
    place(id).then(
      (found) => (found === null ? retry() : onJump({ ...found, kind: "day" }, "")),
      () => retry(),
    );
  };
  const move: Readonly<Record<string, number>> = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 5, PageUp: active - 5 };

  return (
    <Sheet open onClose={onClose} title={m.search_title()} size="full">
      <div className="search">
        <input
          ref={field}
          type="search"
          role="combobox"
          value={text}
          aria-label={m.search_field()}
          aria-expanded={hits.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
          placeholder={m.search_hint()}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          dir="auto"
          className="search-field"
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const to = move[event.key];
            if (to !== undefined && hits.length > 0) {
              event.preventDefault();
              setChosen(Math.max(0, Math.min(hits.length - 1, to)));
            } else if (event.key === "Enter") {
              event.preventDefault();
              // On a phone the list is what one wants to see now.
              if (active >= 0) go(active);
              else field.current?.blur();
            }
          }}
        />
        <SearchWords />
        {failed ? (
          <button type="button" className={buttonClass("quiet", "justify-self-start")} onClick={retry}>
            {m.search_retry()}
          </button>
        ) : null}
        <Results id={list} hits={hits} active={active} onGo={go} />
        {text.trim() === "" ? <DayPicker onGo={goToDay} /> : null}
      </div>
    </Sheet>
  );
}
