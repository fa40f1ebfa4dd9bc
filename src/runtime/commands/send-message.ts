/** Send: the message, its session, the wish for a reply and, if need be, the crisis state, all durable before anybody is told (W1, R7, R8). */
import type { ChatMessageRow } from "../../domain/records.ts";
import type { Result } from "../../shared/result.ts";
import type { Ahead, Writer } from "../../sync/writer.ts";
import type { WriteError } from "../api.ts";
import { cleanText } from "../clean-text.ts";
import type { MessageRules } from "../message-rules.ts";
import { newMessageId } from "../ids.ts";
import { asRow, type AskRow, type CrisisRow, type DraftRow, instant } from "../rows.ts";
import type { PageVisit } from "../visit/page-visit.ts";
import { aheadOfCounting, countedIn, noteTalk, type PageTime } from "../visit/visit.ts";
import { written } from "./write-error.ts";

const firstLooks: Ahead = [...aheadOfCounting, ["drafts", "chat"]];

export interface SendTools {
  readonly writer: Writer;
  readonly time: PageTime;
  /** By the page's own clock: when it was first shown. */
  readonly shown: () => number;
  /** null: not to be had now. */
  readonly visit: () => Promise<PageVisit | null>;
  readonly rules: () => Promise<MessageRules>;
}

/** Resolves with the message's id. `token`: see {@link DraftRow.taken}. */
export async function sendMessage({ writer, time, shown, visit, rules }: SendTools, text: string, token?: string): Promise<Result<string, WriteError>> {
  const clean = cleanText(text);
  if (!clean.ok) return clean;
  const [{ isCrisis, mood }, page] = await Promise.all([rules(), visit()]);
  return written(() =>
    writer.write(["chat_messages", "asks", "drafts", ...countedIn], async (context) => {
      const now = context.now();
      const drafts = context.side<DraftRow>("drafts");
      // Asked for at once: every answer waited for is time until the words are safe.
      const reads = Promise.all([page?.talk(context) ?? noteTalk(context, time, shown()), drafts.get("chat")]);
      // Before anything is written (R7), while the device looks these up.
      const crisis = isCrisis(clean.value);
      const heard = mood(clean.value);
      const [session, draft] = await reads;
      const message: ChatMessageRow = {
        id: newMessageId(now),
        stamp: context.stamp(),
        sender_type: "user",
        session_id: session,
        created_at: instant(now),
        reply_to: null,
        reply_source: null,
        reply_attempt: null,
        message_text: clean.value,
        mood_detected: heard?.mood ?? null,
        sentiment_score: heard?.score ?? null,
        deleted_at: null,
      };
      await context.add("chat_messages", asRow(message));
      await context.side<AskRow>("asks").put({ messageId: message.id, attempt: 1, state: "open", askedAt: now });
      if (crisis) await context.side<CrisisRow>("kv").put({ key: "crisis", since: now, messageId: message.id });
      // A browser killed right after this must not come back with the sent words still in the composer.
      if (draft) await drafts.put({ key: "chat", text: draft.text.startsWith(text) ? draft.text.slice(text.length) : draft.text, taken: token });
      return message.id;
    }, firstLooks),
  );
}
