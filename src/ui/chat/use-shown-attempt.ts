/** M6: which of several answers is seen. */
import { useShownAttempts } from "../../state/shown-attempts.ts";
import type { MessageView } from "../../state/views.ts";

/** The answer that is to be seen: as chosen, else the one that R1 prefers. */
export function useShownAttempt(message: MessageView): MessageView {
  const wanted = useShownAttempts(({ chosen }) => (message.attempts === null ? undefined : chosen.get(message.replyTo ?? "")));
  const newest = wanted === "newest" ? message.attempts?.at(-1) : undefined;
  const attempt = newest ?? message.attempts?.find(({ id }) => id === wanted);
  return attempt === undefined ? message : { ...message, ...attempt };
}
