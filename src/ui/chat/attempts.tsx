/** M6: pages through the answers to one message. */
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { MessageView } from "../../state/views.ts";
import { useShownAttempts } from "../../state/shown-attempts.ts";

export function Attempts({ message }: { readonly message: MessageView }) {
  const choose = useShownAttempts((shown) => shown.choose);
  const { attempts, replyTo } = message;
  if (attempts === null || replyTo === null) return null;
  const at = attempts.findIndex(({ id }) => id === message.id);
  const numbers = { number: formatNumber(at + 1), count: formatNumber(attempts.length) };
  const step = (by: -1 | 1, label: string, sign: string) => {
    const to = attempts[at + by];
    return (
      <button type="button" aria-label={label} title={label} aria-disabled={to === undefined || undefined} className="chat-step" onClick={() => (to === undefined ? undefined : choose(replyTo, to.id))}>
        <svg aria-hidden viewBox="0 0 16 16">
          <path d={sign} />
        </svg>
      </button>
    );
  };
  return (
    <div role="group" aria-label={m.hand_attempts()} className="chat-pages">
      {step(-1, m.hand_attempt_before(), "M10 3.500L5.500 8l4.500 4.500")}
      <span role="status">
        <span aria-hidden>{`${numbers.number}/${numbers.count}`}</span>
        <span className="sr-only">{m.hand_attempt(numbers)}</span>
      </span>
      {step(1, m.hand_attempt_after(), "M6 3.500L10.500 8L6 12.500")}
    </div>
  );
}
