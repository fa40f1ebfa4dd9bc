/** Chat: the conversation, and the place to write. */
import { useCallback, useRef } from "react";
import { m } from "../../i18n/messages.ts";
import { useLocale } from "../../i18n/locale.ts";
import { useComposer } from "../../state/use-composer.ts";
import { useTimeline } from "../../state/use-timeline.ts";
import { ScreenHeading, useTitle } from "../kit/screen.tsx";
import { Announcer } from "./announcer.tsx";
import "./chat.css";
import { Composer } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import { EmptyChat } from "./empty-chat.tsx";

export function ChatScreen() {
  useLocale();
  useTitle(m.nav_chat());
  const { view, loadOlder } = useTimeline();
  const edit = useComposer((composer) => composer.edit);
  const sent = useComposer((composer) => composer.sent);
  const field = useRef<HTMLTextAreaElement>(null);
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
        <Conversation view={view} loadOlder={loadOlder} sent={sent} />
      )}
      {view === undefined ? null : <Announcer view={view} />}
      <Composer field={field} />
    </div>
  );
}
