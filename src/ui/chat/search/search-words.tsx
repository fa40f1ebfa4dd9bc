/** How the search stands, in words: for the eye and, politely, for who listens. */
import { formatNumber } from "../../../i18n/format.ts";
import { m } from "../../../i18n/messages.ts";
import { useFinder } from "../../../state/use-finder.ts";

export function SearchWords() {
  const text = useFinder((finder) => finder.text);
  const answer = useFinder((finder) => finder.answer);
  const answered = useFinder((finder) => finder.answered);
  const failed = useFinder((finder) => finder.failed);
  const reading = useFinder((finder) => (finder.answer ?? finder.days)?.complete === false);
  const asked = text.trim() !== "";
  const words = (): string => {
    if (failed) return m.search_failed();
    if (!asked || answer === null) return "";
    if (answer.total > 0) return m.search_count({ count: answer.total, shown: formatNumber(answer.total) });
    return reading ? "" : m.search_none({ text: answered.trim() });
  };
  return (
    <div role="status" data-answered={answered} className="search-words">
      <p>{words()}</p>
      {reading && !failed ? <p className="text-faint">{m.search_reading()}</p> : null}
    </div>
  );
}
