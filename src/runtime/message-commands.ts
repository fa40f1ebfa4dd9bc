/** What can be done with a message once it is there. One module, loaded after the first screen: each file more is one more in the worker's list. */
import type { Result } from "../shared/result.ts";
import type { Commands } from "./api.ts";
import { askAgain } from "./commands/ask-again.ts";
import { deleteMessage, undoDelete } from "./commands/delete-message.ts";
import { react } from "./commands/react.ts";
import { type DeletionsDeps, keepDeletions, settleDeletions } from "./deletions.ts";
import { lastAttempt } from "./replies.ts";

type MessageCommands = Pick<Commands, "askAgain" | "react" | "deleteMessage" | "undoDelete">;

export function messageCommands(deps: DeletionsDeps): MessageCommands & { keepDeletions(): () => void; settleDeletions(): Promise<void> } {
  const { device, clock } = deps;
  const wrote = <T, E>(result: Result<T, E>): Result<T, E> => {
    if (result.ok) deps.wrote();
    return result;
  };
  return {
    askAgain: async (id) => wrote(await askAgain(device.writer, id, await lastAttempt(device.db, id))),
    react: async (id, reaction) => wrote(await react(device.writer, id, reaction)),
    // A wish is nobody's business but this device's.
    deleteMessage: (id) => deleteMessage(device, clock, id),
    // Who answers had left it out.
    undoDelete: async (key) => wrote(await undoDelete(device, clock, key)),
    keepDeletions: () => keepDeletions(deps),
    settleDeletions: () => settleDeletions(deps),
  };
}
