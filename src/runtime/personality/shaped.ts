/** What shaped a reply (X5), as it can be told now. */
import type { MemoryFactRow, ReplyNoteRow } from "../../domain/records.ts";
import type { Store } from "../../sync/ports.ts";
import type { ShapedView } from "./views.ts";

/** null: nothing did. */
export const shapedBy = (store: Store, replyId: string): Promise<ShapedView | null> =>
  store.read(["reply_notes", "memory_facts"], async (tx) => {
    const [note] = await tx.rows("reply_notes", [replyId]);
    const shaped = (note as ReplyNoteRow | undefined)?.shaped_by ?? null;
    if (shaped === null || shaped.traits.length + shaped.facts.length === 0) return null;
    const facts = await tx.rows("memory_facts", shaped.facts);
    return { traits: shaped.traits, facts: facts.map((fact) => (fact as MemoryFactRow | undefined)?.text ?? null) };
  });
