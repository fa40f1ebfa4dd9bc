/**
 * What the person wrote down for Bondhu (D1, D2). Guarantees: a fact of this device only is never in the outbox; a shared one that is
 * forgotten, or made private, leaves nothing of its words in what waits or is kept here, in the same transaction.
 */
import { maxFactLength } from "../../domain/records.ts";
import { storable } from "../../domain/storable.ts";
import { tables } from "../../domain/tables.ts";
import { err, ok, type Result } from "../../shared/result.ts";
import { eraseRows } from "../../sync/erase.ts";
import type { Clock, Random, Row, StoreTx } from "../../sync/ports.ts";
import { correctedNow } from "../../sync/state.ts";
import type { Commands, FactError, WriteError } from "../api.ts";
import { blank } from "../clean-text.ts";
import { written } from "../commands/write-error.ts";
import type { Device } from "../device.ts";
import { uuidv7 } from "../ids.ts";
import { mutationSchema } from "../mutation-schema.ts";
import { asRow, instant, type PrivateFactRow } from "../rows.ts";

type FactCommands = Pick<Commands, "addFact" | "editFact" | "forgetFact" | "moveFact">;

/** Length is counted in code points, as Postgres does. */
function cleanFact(text: string): Result<string, WriteError> {
  const clean = storable(text).trim();
  if (blank.test(clean)) return err({ kind: "blank" });
  const { length } = [...clean];
  return length > maxFactLength ? err({ kind: "tooLong", length, max: maxFactLength }) : ok(clean);
}

const both = ["memory_facts", "private_facts"] as const;
const hereIn = (tx: Pick<StoreTx, "side">) => tx.side<PrivateFactRow>("private_facts");
const textOf = (row: Row | undefined): string | null => (typeof row?.["text"] === "string" ? row["text"] : null);
const gone = err({ kind: "forgotten" } as const);

/** What was decided inside a write, or why there was none. */
async function settled<T>(write: () => Promise<Result<T, FactError>>): Promise<Result<T, FactError>> {
  const result = await written(write);
  return result.ok ? result.value : result;
}

export function factCommands({ store, writer }: Device, clock: Clock, random: Random): FactCommands {
  const erase = (choose: (tx: StoreTx) => Promise<readonly string[]>) =>
    eraseRows(
      { store, clock, random, tables, schema: mutationSchema },
      "memory_facts",
      ["private_facts", "kv"],
      async (tx) => {
        // What companions were told of somebody is made anew without it (X2).
        await tx.side("kv").delete("context");
        return choose(tx);
      },
      { text: null },
    );

  /** Its new id; null: it is not here, or forgotten. */
  async function hide(id: string): Promise<string | null> {
    let hidden: string | null = null;
    await erase(async (tx) => {
      const [row] = await tx.rows("memory_facts", [id]);
      const text = textOf(row);
      if (text === null) return [];
      hidden = uuidv7(correctedNow(clock, await tx.state()));
      await hereIn(tx).put({ id: hidden, text, created_at: String(row?.["created_at"]) });
      return [id];
    });
    return hidden;
  }

  return {
    async addFact(text, onlyHere) {
      const clean = cleanFact(text);
      if (!clean.ok) return clean;
      return written(() =>
        writer.write(both, async (context) => {
          const now = context.now();
          const fact = { id: uuidv7(now), text: clean.value, created_at: instant(now) };
          if (onlyHere) await hereIn(context).put(fact);
          else await context.add("memory_facts", asRow({ ...fact, stamp: context.stamp() }));
          return fact.id;
        }),
      );
    },
    async editFact(id, text) {
      const clean = cleanFact(text);
      if (!clean.ok) return clean;
      return settled(() =>
        writer.write(both, async (context) => {
          const here = await hereIn(context).get(id);
          if (here) {
            await hereIn(context).put({ ...here, text: clean.value });
            return ok(undefined);
          }
          const [row] = await context.rows("memory_facts", [id]);
          if (row === undefined || textOf(row) === null) return gone;
          if (textOf(row) !== clean.value) await context.put("memory_facts", { ...row, stamp: context.stamp(), text: clean.value });
          return ok(undefined);
        }),
      );
    },
    forgetFact: (id) =>
      written(async () => {
        await erase(async (tx) => {
          await hereIn(tx).delete(id);
          return [id];
        });
      }),
    moveFact: (id, onlyHere) =>
      settled<string>(async () => {
        if (onlyHere) {
          const hidden = await hide(id);
          return hidden === null ? gone : ok(hidden);
        }
        return writer.write(both, async (context) => {
          const here = await hereIn(context).get(id);
          if (here === undefined) return gone;
          const now = instant(context.now());
          // Written by a clock that ran ahead, it would be refused for that.
          const fact = { ...here, id: uuidv7(context.now()), created_at: here.created_at < now ? here.created_at : now };
          await hereIn(context).delete(id);
          await context.add("memory_facts", asRow({ ...fact, stamp: context.stamp() }));
          return ok(fact.id);
        });
      }),
  };
}
