/** Asks for a reply again (R5, R6): a failed or waiting ask anew, an answered message as a further attempt. */
import type { Result } from "../../shared/result.ts";
import type { Writer } from "../../sync/writer.ts";
import type { WriteError } from "../api.ts";
import type { AskRow } from "../rows.ts";
import { written } from "./write-error.ts";

/** `lastAttempt`: the highest attempt that has a reply, 0 for none. */
export const askAgain = (writer: Writer, messageId: string, lastAttempt: number): Promise<Result<void, WriteError>> =>
  written(() =>
    writer.write(["chat_messages", "asks"], async (context) => {
      const [message] = await context.rows("chat_messages", [messageId]);
      if (message === undefined || message["sender_type"] !== "user" || message["deleted_at"] !== null) return;
      await context
        .side<AskRow>("asks")
        .put({ messageId, attempt: lastAttempt + 1, state: "open", askedAt: context.now() });
    }),
  );
