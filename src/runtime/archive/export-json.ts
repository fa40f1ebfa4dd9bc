/** O1: everything of this account as one readable archive. */
import { countRows } from "../../adapters/dexie/archive.ts";
import { type ArchivedRefusal, headText, rowText, tableEndText, tableText, tailText } from "../../domain/archive/format.ts";
import { readRow } from "../../domain/archive/read-row.ts";
import { type SyncedTable, tables } from "../../domain/tables.ts";
import { instantOf } from "../../shared/instant.ts";
import type { Json } from "../../shared/json.ts";
import { opRow } from "../../sync/ops.ts";
import type { QuarantinedEntry, Row, Store } from "../../sync/ports.ts";
import type { Device } from "../device.ts";
import { mutationSchema } from "../mutation-schema.ts";
import type { DraftRow } from "../rows.ts";
import { TextFile } from "./text-file.ts";
import { checkCancelled, type Watch } from "./watch.ts";

const pageRows = 200;

/** Marks of a row that has not reached the account (device columns: whoever imports leaves them out). */
function archived(row: Row, ackedSeq: number, refused: ReadonlyMap<string, string>): Row {
  const seq = row["_seq"];
  const code = refused.get(row.id);
  return {
    ...opRow(row),
    ...(typeof seq === "number" && seq > ackedSeq ? { _unsent: true } : {}),
    ...(code === undefined ? {} : { _refused: code }),
  };
}

const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

const refusal = ({ code, quarantinedAt, ops }: QuarantinedEntry): ArchivedRefusal => ({
  code,
  refusedAt: instantOf(quarantinedAt),
  rows: ops.map(({ table, row }) => ({ table, row: toJson(row) })),
});

/** A row that no importer would take: only a bug makes one, and the server never took it. One of a newer schema is another matter. */
function isBroken(table: SyncedTable, row: Row): boolean {
  const read = readRow(table, row);
  return !read.ok && read.error.kind === "broken";
}

const readRefused = (store: Store): Promise<readonly QuarantinedEntry[]> => store.read([], (tx) => tx.quarantine());

const codesOf = (entries: readonly QuarantinedEntry[], table: string): ReadonlyMap<string, string> =>
  new Map(entries.flatMap(({ code, ops }) => ops.flatMap((op) => (op.table === table ? [[op.row.id, code] as const] : []))));

/**
 * Page by page, each in a transaction of its own: what is written meanwhile is in it or not, whole rows either way. Never stands in the
 * way of a write, and holds one page in memory.
 */
export async function exportJson({ db, store, account }: Device, now: number, watch: Watch): Promise<Blob> {
  const file = new TextFile();
  const names = tables.map(({ name }) => name);
  const total = await countRows(db, names);
  const refused = await readRefused(store);
  const count: Record<string, number> = {};
  const aside: ArchivedRefusal[] = [];
  let done = 0;
  file.add(headText({ madeAt: instantOf(now), schema: mutationSchema, account: account.email }));
  for (const [index, table] of names.entries()) {
    const codes = codesOf(refused, table);
    let written = 0;
    file.add(tableText(table, index === 0));
    for (let after: string | undefined = ""; after !== undefined; ) {
      checkCancelled(watch);
      const from: string = after;
      const page = await store.read([table], async (tx) => ({ rows: await tx.rowsAfter(table, from, pageRows), ackedSeq: (await tx.state()).ackedSeq }));
      for (const stored of page.rows) {
        const row = archived(stored, page.ackedSeq, codes);
        // What the server has taken is sound.
        if ((row["_unsent"] !== undefined || row["_refused"] !== undefined) && isBroken(table, row)) {
          aside.push({ code: "broken", refusedAt: instantOf(now), rows: [{ table, row: toJson(opRow(row)) }] });
          continue;
        }
        file.add(rowText(row, written === 0));
        written += 1;
      }
      done += page.rows.length;
      watch.onProgress?.(Math.min(done, total), total);
      after = page.rows.at(-1)?.id;
    }
    file.add(tableEndText);
    count[table] = written;
  }
  const draft = await store.read(["drafts"], async (tx) => (await tx.side<DraftRow>("drafts").get("chat"))?.text ?? "");
  file.add(tailText({ refused: [...refused.map(refusal), ...aside], draft, count }));
  return file.finish("application/json");
}
