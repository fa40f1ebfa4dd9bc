/** This visit, and how the words are doing, in two lines. */
import { Link } from "react-router";
import { formatList, formatTime } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { useSession } from "../../state/use-session.ts";
import { useStatus } from "../../state/use-status.ts";
import { statusSentence } from "../status/status-words.ts";

const names = {
  chat: () => m.activity_chat(),
  game: () => m.activity_game(),
  video: () => m.activity_video(),
  music: () => m.activity_music(),
} as const;

export function Today() {
  const session = useSession();
  const status = useStatus();
  return (
    <section aria-label={m.home_today()} className="home-today grid content-start gap-4">
      <div>
        <h2 className="text-small font-semibold text-soft">{m.home_visit()}</h2>
        <p>
          {session === null || session === undefined
            ? m.home_visit_none()
            : m.home_visit_since({ time: formatTime(session.start), activities: formatList(session.activities.map((kind) => names[kind]())) })}
        </p>
      </div>
      <div>
        <h2 className="text-small font-semibold text-soft">{m.home_words()}</h2>
        <p>
          {status === undefined ? "" : statusSentence(status)}{" "}
          <Link to="/status" className="ink-link">
            {m.home_words_more()}
          </Link>
        </p>
      </div>
    </section>
  );
}
