/** One row of the conversation: what stands above a message, the message, and what belongs under it. */
import { memo, useState } from "react";
import { formatMoment, formatTime } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locale.ts";
import { m } from "../../i18n/messages.ts";
import type { MessageView } from "../../state/views.ts";
import { BondhuMessage } from "./bondhu-message.tsx";
import { CrisisStrip } from "./crisis-strip.tsx";
import { dayLabel } from "./day-label.ts";
import { GuestNote } from "./guest-note.tsx";
import { OwnMessage } from "./own-message.tsx";
import type { Gap } from "./rows.ts";
import { useShownAttempt } from "./use-shown-attempt.ts";

interface Props {
  readonly message: MessageView;
  readonly gap: Gap;
  readonly opens: boolean;
  readonly crisis: boolean;
  readonly guest: boolean;
  /** Start of today, ms: "Today" becomes "Yesterday" at midnight. */
  readonly today: number;
  readonly locale: Locale;
}

/** Messages older than this when first drawn have arrived before: they do not move in. */
const freshMs = 4000;

function Row({ message: view, gap, opens, crisis, guest, today }: Props) {
  const message = useShownAttempt(view);
  const [fresh] = useState(() => Math.abs(Date.now() - message.createdAt) < freshMs);
  const time = formatTime(message.createdAt);
  const own = message.sender === "user";
  const who = `who-${message.id}`;
  return (
    <div className="chat-row" data-gap={gap} data-fresh={fresh || undefined}>
      {gap === "day" ? (
        <h2 className="chat-day">
          {dayLabel(message.createdAt, today)} <span className="chat-time">{time}</span>
        </h2>
      ) : null}
      {gap === "moment" ? (
        <p aria-hidden className="chat-moment chat-time">
          {time}
        </p>
      ) : null}
      <article
        data-message-id={message.id}
        data-sender={message.sender}
        data-state={message.state}
        title={formatMoment(message.createdAt)}
        // Focused by the keys of actions/roving.ts.
        tabIndex={-1}
        aria-labelledby={who}
      >
        <span id={who} className="sr-only">
          {own ? m.chat_you() : m.app_name()}, <time dateTime={new Date(message.createdAt).toISOString()}>{time}</time>:
        </span>
        {own ? <OwnMessage message={message} /> : <BondhuMessage message={message} opens={opens} />}
      </article>
      {crisis ? <CrisisStrip /> : null}
      {guest ? <GuestNote /> : null}
    </div>
  );
}

/** A live query makes new objects each time: rows compare what they show. */
function unchanged(before: Props, after: Props): boolean {
  const a = before.message;
  const b = after.message;
  return (
    a.id === b.id &&
    a.text === b.text &&
    a.state === b.state &&
    a.source === b.source &&
    a.createdAt === b.createdAt &&
    a.quarantineId === b.quarantineId &&
    a.reaction === b.reaction &&
    a.attempts === b.attempts &&
    before.gap === after.gap &&
    before.crisis === after.crisis &&
    before.guest === after.guest &&
    before.today === after.today &&
    before.locale === after.locale
  );
}

export const MessageRow = memo(Row, unchanged);
