/** M2: offers to undo what was just deleted, here, in another tab or before a reload. */
import { useCallback, useEffect } from "react";
import { m } from "../../../i18n/messages.ts";
import type { DeletionView } from "../../../state/views.ts";
import { useCommands } from "../../../state/use-commands.ts";
import { useDeletions } from "../../../state/use-deletions.ts";
import { dismissToast, toast } from "../../kit/toast.tsx";
import { writeErrorText } from "../../write-error.ts";

/** Deletion → its toast. Toasts outlive the chat screen, and so does this. */
const toasts = new Map<string, number>();

/** Returns what undoes the newest deletion. */
export function useUndo(): () => void {
  const commands = useCommands();
  const deletions = useDeletions();
  const undo = useCallback(
    async ({ key }: DeletionView) => {
      const undone = await commands.undoDelete(key);
      if (!undone.ok) toast(writeErrorText(undone.error), { tone: "care" });
      else if (!undone.value) toast(m.hand_undo_late());
    },
    [commands],
  );
  useEffect(() => {
    if (deletions === undefined) return;
    for (const [key, id] of toasts) {
      if (deletions.some((deletion) => deletion.key === key)) continue;
      dismissToast(id);
      toasts.delete(key);
    }
    for (const deletion of deletions) {
      const ms = deletion.until - Date.now();
      if (toasts.has(deletion.key) || ms <= 0) continue;
      const text = deletion.answers > 0 ? m.hand_deleted_answer() : m.hand_deleted();
      toasts.set(deletion.key, toast(text, { ms, action: { label: m.hand_undo(), run: () => void undo(deletion) } }));
    }
  }, [deletions, undo]);
  return () => {
    const newest = deletions?.at(-1);
    if (newest !== undefined) void undo(newest);
  };
}
