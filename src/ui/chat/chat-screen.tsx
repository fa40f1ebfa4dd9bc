/** Chat: the conversation, and the place to write. */
import { useCallback, useEffect, useRef } from "react";
import { m } from "../../i18n/messages.ts";
import { useLocale } from "../../i18n/locale.ts";
import { useComposer } from "../../state/use-composer.ts";
import { useTimeline } from "../../state/use-timeline.ts";
import { ScreenHeading, useTitle } from "../kit/screen.tsx";
import { Announcer } from "./announcer.tsx";
import "./chat.css";
import { Composer } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import { useJumps } from "./destination.ts";
import { EmptyChat } from "./empty-chat.tsx";
import { SearchButton } from "./search/search-button.tsx";

export function ChatScreen() {
  useLocale();
  useTitle(m.nav_chat());
  const { destination, jump, latest } = useJumps();
  const { view, loadOlder, loadNewer } = useTimeline(destination);
  const edit = useComposer((composer) => composer.edit);
  const sent = useComposer((composer) => composer.sent);
  const field = useRef<HTMLTextAreaElement>(null);
  // One's own words are at the end: who sends from elsewhere goes there with them.
  const sentBefore = useRef(sent);
  useEffect(() => {
    if (sent !== sentBefore.current && destination !== null) latest();
    sentBefore.current = sent;
  }, [sent, destination, latest]);
  const fill = useCallback(
    (text: string) => {
      edit(text);
      field.current?.focus();
    },
    [edit],
  );
  const empty = view?.messages.length === 0 && view.reply.kind === "idle";
  return (
    <div className="chat">
      <ScreenHeading className="sr-only">{m.nav_chat()}</ScreenHeading>
      {view === undefined || empty ? (
        <div className="chat-log-frame">
          <div role="log" aria-label={m.chat_conversation()} aria-live="off" className="chat-log">
            {empty ? <EmptyChat onOpener={fill} /> : null}
          </div>
        </div>
      ) : (
        <Conversation
          key={destination?.id ?? "end"}
          view={view}
          loadOlder={loadOlder}
          loadNewer={loadNewer}
          destination={destination}
          onLatest={latest}
          sent={sent}
        />
      )}
      {empty ? null : <SearchButton onJump={jump} />}
      {view === undefined || view.hasNewer ? null : <Announcer view={view} />}
      <Composer field={field} />
    </div>
  );
}
