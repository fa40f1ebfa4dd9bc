/** A message's words, exactly as they were written: text, never markup. */
import clsx from "clsx";
import { emojiOnly } from "./emoji-only.ts";

export function MessageText({ text, className }: { readonly text: string; readonly className?: string }) {
  return (
    <p dir="auto" data-message-text className={clsx("chat-text", emojiOnly(text) && "chat-emoji", className)}>
      {text}
    </p>
  );
}
