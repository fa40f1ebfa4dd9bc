/** A message's words: a person's exactly as they were written, text and never markup; Bondhu's with the little Markdown that M7 allows. */
import clsx from "clsx";
import { emojiOnly } from "./emoji-only.ts";
import { markdownFor } from "./markdown/load.ts";

export function MessageText({ text }: { readonly text: string }) {
  return (
    <p dir="auto" data-message-text className={clsx("chat-text", emojiOnly(text) && "chat-emoji")}>
      {text}
    </p>
  );
}

export function ReplyText({ text }: { readonly text: string }) {
  const markdown = markdownFor(text);
  if (markdown === null) return <MessageText text={text} />;
  return (
    <div data-message-text className="chat-text chat-md">
      {markdown.drawMarkdown(text)}
    </div>
  );
}
