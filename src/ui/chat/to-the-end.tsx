/** The pill over the last line: something new is below, or simply the way back to now. */
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";

interface Props {
  readonly unseen: number;
  /** The end is more than a screen away. */
  readonly far: boolean;
  readonly onGo: () => void;
}

export function ToTheEnd({ unseen, far, onGo }: Props) {
  if (unseen === 0 && !far) return null;
  return (
    <button type="button" className="chat-pill" data-new={unseen > 0 || undefined} onClick={onGo}>
      {unseen > 0 ? m.chat_new_messages({ count: unseen, shown: formatNumber(unseen) }) : m.chat_latest()}
      <svg aria-hidden viewBox="0 0 16 16">
        <path d="M8 3v9M4 8.500l4 4 4-4" />
      </svg>
    </button>
  );
}
