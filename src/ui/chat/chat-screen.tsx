/** Chat: the conversation, and the place to write. */
import { Suspense, useCallback, useEffect, useRef, useState } from "react";
import { m } from "../../i18n/messages.ts";
import { useLocale } from "../../i18n/locale.ts";
import { useComposer } from "../../state/use-composer.ts";
import { useTimeline } from "../../state/use-timeline.ts";
import { ScreenHeading, useTitle } from "../kit/screen.tsx";
import { lazyPart } from "../lazy-part.tsx";
import "./chat.css";
import { Composer } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import { useJumps } from "./destination.ts";
import { EmptyChat } from "./empty-chat.tsx";
import { useDrawable } from "./markdown/load.ts";
import { SearchButton } from "./search/search-button.tsx";

/** Menu, keys and undo: none of it is needed to read or write. Not to be had (offline, and nothing cached yet): the chat goes on without. */
const ChatActions = lazyPart(
  () => import("./later.tsx").then(({ later }) => later.ChatActions),
  () => null,
);

const Announcer = lazyPart(
  () => import("./later.tsx").then(({ later }) => later.Announcer),
  () => null,
);

/** False until the first screen has been painted. */
function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPainted(true));
    return () => clearTimeout(timer);
  }, []);
  return painted;
}

export function ChatScreen() {
  useLocale();
  useTitle(m.nav_chat());
  const { destination, jump, latest } = useJumps();
  const { view: newest, loadOlder, loadNewer } = useTimeline(destination);
  const view = useDrawable(newest);
  const painted = usePainted();
  const root = useRef<HTMLDivElement>(null);
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
    <div ref={root} className="chat">
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
      <Composer field={field} />
      {painted && view !== undefined ? (
        <Suspense>
          <ChatActions root={root} field={field} view={view} />
          {view.hasNewer ? null : <Announcer view={view} />}
        </Suspense>
      ) : null}
    </div>
  );
}
