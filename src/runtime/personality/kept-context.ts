/**
 * The personality context as a device keeps it (X2): one row, which names the rows it was made of. Page and worker read it here; only the
 * page makes one. A row that is broken, half-written or of another build is as good as none.
 */
import { contextBuild } from "@edge/personality/context-build.ts";
import type { PersonalityContext } from "@edge/personality/context.ts";
import type { Persona } from "@edge/personality/style.ts";
import { hash } from "@edge/text.ts";
import type { Row, SideTable, Store, StoreTx } from "../../sync/ports.ts";
import { preferenceId } from "../derived-ids.ts";

export interface ContextRow {
  readonly key: "context";
  /** Of the rows it was made of. */
  readonly mark: string;
  /** When it was made or confirmed, ms, corrected. */
  readonly at: number;
  /** The server's name for it; null: made here. */
  readonly etag: string | null;
  /** {@link KeptBody} as JSON, and its checksum. */
  readonly body: string;
  readonly sum: number;
}
export interface KeptBody {
  readonly context: PersonalityContext;
  readonly persona: Persona;
}

/** Answers and facts of one person are hundreds at most; whoever has more is told of these. */
const mostRows = 5000;

/** What the context is made of but for the messages, and what is kept, in one moment. */
export interface Look {
  readonly kept: ContextRow | undefined;
  readonly answers: readonly Row[];
  readonly facts: readonly Row[];
  readonly preferences: readonly Row[];
  readonly mark: string;
}

export const contextTables = ["personality_answers", "memory_facts", "preferences"] as const;
export const lookTables: readonly string[] = [...contextTables, "kv"];
/** Preferences that a context depends on. */
const chosen = ["locale", "usePersonality"].map(preferenceId);

export async function look(tx: StoreTx): Promise<Look> {
  const kv: SideTable<ContextRow> = tx.side("kv");
  const [kept, answers, facts, found] = await Promise.all([
    kv.get("context"),
    tx.rowsAfter("personality_answers", "", mostRows),
    tx.rowsAfter("memory_facts", "", mostRows),
    tx.rows("preferences", chosen),
  ]);
  const preferences = found.filter((row) => row !== undefined);
  // Every change of such a row is a new stamp.
  const mark = `${contextBuild}.${hash([...answers, ...facts, ...preferences].map(({ id, stamp }) => id + stamp).join())}`;
  return { kept, answers, facts, preferences, mark };
}

/** null: it is none, or of other rows than there are now. */
export function bodyOf({ kept, mark }: Look): KeptBody | null {
  if (kept?.mark !== mark || typeof kept.body !== "string" || hash(kept.body) !== kept.sum) return null;
  return JSON.parse(kept.body) as KeptBody;
}

/** How whoever cannot make a context talks: by the kept one, and if there is none, or rows have moved on, as with anybody. */
export const keptPersona = async (store: Store): Promise<Persona | null> => bodyOf(await store.read(lookTables, look))?.persona ?? null;
