/** A reaction to a message: one a message, null takes it back. */
import { storable } from "../../domain/storable.ts";
import type { Result } from "../../shared/result.ts";
import type { Writer } from "../../sync/writer.ts";
import type { WriteError } from "../api.ts";
import { reactionId } from "../derived-ids.ts";
import { asRow } from "../rows.ts";
import { written } from "./write-error.ts";

export const react = (writer: Writer, messageId: string, reaction: string | null): Promise<Result<void, WriteError>> =>
  written(() =>
    writer.write(["message_reactions"], async (context) => {
      await context.put(
        "message_reactions",
        asRow({
          id: reactionId(messageId),
          stamp: context.stamp(),
          message_id: messageId,
          reaction: reaction === null ? null : storable(reaction),
        }),
      );
    }),
  );
