/** A file that is to be brought in, read whole before anything of it is written, and read again piece by piece when it is. */
import { readHeader, unseal } from "../../adapters/browser/seal.ts";
import { bad, BadFile, type FileError } from "../../domain/archive/file-error.ts";
import { Future } from "../../domain/archive/future.ts";
import { type ArchiveSummary, ArchiveReader } from "../../domain/archive/reader.ts";
import type { SoundRow } from "../../domain/archive/read-row.ts";
import type { SyncedTable } from "../../domain/tables.ts";
import type { Row, RowOp } from "../../sync/ports.ts";
import { liftRow } from "../../sync/upcast.ts";
import { streakDayId } from "../../domain/streak/day-id.ts";
import { answerId, preferenceId, reactionId } from "../derived-ids.ts";
import { mutationSchema, upcasts } from "../mutation-schema.ts";

/** Bytes. Two million messages; a larger file is not one person's conversation, and no phone has the room for it. */
export const maxFileBytes = 1_000_000_000;
/** Bytes read at once. */
const sliceBytes = 1_000_000;
/** Of one mutation: a few fill a batch (P2), and a write of the person never waits long for one. */
const chunkRows = 200;
const chunkBytes = 60_000;

export interface Chunk {
  readonly rows: readonly RowOp[];
  /** Bytes of the file that have been read. */
  readonly done: number;
}

export interface OpenFile {
  readonly summary: ArchiveSummary;
  /** What stood in the composer. */
  readonly draft: string;
  /** Bytes that will be read. */
  readonly size: number;
  chunks(): AsyncGenerator<Chunk, void>;
}

export interface OpenFileOptions {
  /** null: none is known. */
  readonly passphrase: string | null;
  /** ms since epoch, corrected. */
  readonly now: number;
  readonly onProgress?: (done: number, total: number) => void;
}

interface Source {
  readonly size: number;
  pieces(): AsyncGenerator<Uint8Array, void>;
}

/** @throws {BadFile} Everything in it has been read and judged by then. */
export async function openFile(file: Blob, { passphrase, now, onProgress }: OpenFileOptions): Promise<OpenFile> {
  if (file.size === 0) throw bad("empty");
  if (file.size > maxFileBytes) throw new BadFile({ kind: "tooLarge", max: maxFileBytes });
  const source = await sourceOf(file, passphrase);
  const future = new Future(now, (at) => -new Date(at).getTimezoneOffset());
  const reader = newReader(future, () => undefined);
  for await (const done of feed(source, reader)) onProgress?.(done, source.size);
  const summary = reader.end();
  future.settle();
  return { summary, draft: reader.draft, size: source.size, chunks: () => chunksOf(source, future) };
}

async function* chunksOf(source: Source, future: Future): AsyncGenerator<Chunk, void> {
  let rows: RowOp[] = [];
  let bytes = 0;
  const full: (readonly RowOp[])[] = [];
  const cut = (): void => {
    if (rows.length > 0) full.push(rows);
    rows = [];
    bytes = 0;
  };
  const reader = newReader(future, (table, row) => {
    const size = bytesOf(row);
    if (rows.length === chunkRows || bytes + size > chunkBytes) cut();
    rows.push({ table, row: future.move(table, row) });
    bytes += size;
  });
  for await (const done of feed(source, reader)) {
    for (const rows of full.splice(0)) yield { rows, done };
  }
  reader.end();
  cut();
  for (const rows of full) yield { rows, done: source.size };
}

const encoder = new TextEncoder();
/** As JSON. */
const bytesOf = (row: SoundRow): number => encoder.encode(JSON.stringify(row)).length;

/** Reads everything once; tells after each piece how many bytes that were. */
async function* feed(source: Source, reader: ArchiveReader): AsyncGenerator<number, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let done = 0;
  for await (const piece of source.pieces()) {
    reader.push(textOf(decoder, reader, piece));
    done += piece.length;
    yield done;
  }
  reader.push(textOf(decoder, reader, null));
}

/** null: the end. */
function textOf(decoder: TextDecoder, reader: ArchiveReader, piece: Uint8Array | null): string {
  try {
    return piece === null ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch {
    // The only reason there is: these bytes are no text. What of them is one tells whose file it is.
    throw bad(piece === null || isOurs(reader, new TextDecoder().decode(piece)) ? "damaged" : "foreign");
  }
}

function isOurs(reader: ArchiveReader, text: string): boolean {
  try {
    reader.push(text);
  } catch (reason) {
    if (!(reason instanceof BadFile)) throw reason;
  }
  return reader.isKnown;
}

const newReader = (future: Future, onRow: (table: SyncedTable, row: SoundRow) => void): ArchiveReader =>
  new ArchiveReader({ schema: mutationSchema, lift, isOwnId, isAhead: future.look, onRow });

function lift(table: SyncedTable, row: unknown, schema: number): unknown {
  try {
    return liftRow(upcasts, table, row as Row, schema);
  } catch {
    // Made for rows that are sound: this is none, which is what the reader says then.
    return null;
  }
}

function isOwnId(table: SyncedTable, row: SoundRow): boolean {
  if (table === "streak_days") return typeof row["day"] === "string" && row.id === streakDayId(row["day"]);
  if (table === "personality_answers") return typeof row["run"] === "number" && typeof row["item"] === "number" && row.id === answerId(row["run"], row["item"]);
  if (table === "preferences") return typeof row["key"] === "string" && row.id === preferenceId(row["key"]);
  return table !== "message_reactions" || (typeof row["message_id"] === "string" && row.id === reactionId(row["message_id"]));
}

async function sourceOf(file: Blob, passphrase: string | null): Promise<Source> {
  const header = await readHeader(file);
  if (header === null) return { size: file.size, pieces: () => slicesOf(file) };
  if (passphrase === null) throw bad("passphraseNeeded");
  const sealed = await unseal(file, header, passphrase);
  return { size: sealed.size, pieces: () => sealed.pieces() };
}

async function* slicesOf(file: Blob): AsyncGenerator<Uint8Array, void> {
  for (let from = 0; from < file.size; from += sliceBytes) {
    yield new Uint8Array(await file.slice(from, from + sliceBytes).arrayBuffer());
  }
}

/** Why the file cannot be brought in, where that is what went wrong; null: it is something else. */
export function fileErrorOf(reason: unknown): FileError | null {
  if (reason instanceof BadFile) return reason.error;
  // Moved, changed or taken away since it was chosen.
  const isAway = reason instanceof DOMException && (reason.name === "NotReadableError" || reason.name === "NotFoundError");
  return isAway ? { kind: "unreadable" } : null;
}
