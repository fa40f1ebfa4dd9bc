/** An archive read as it comes: every row judged and handed on, and at its end what is in it. */
import { storable } from "../storable.ts";
import type { SyncedTable } from "../tables.ts";
import { bad, BadFile } from "./file-error.ts";
import { archiveFormat, archiveVersion } from "./format.ts";
import { readRow, type SoundRow } from "./read-row.ts";
import { rowRules } from "./row-rules.ts";
import { ArchiveScanner } from "./scanner.ts";

/** What a person is told of a file before anything of it is brought in. */
export interface ArchiveSummary {
  /** ms since epoch. */
  readonly madeAt: number;
  readonly account: string | null;
  /** Deleted ones are not counted. */
  readonly messages: number;
  readonly rows: number;
  /** ms since epoch, of the first and the last message; null: there is none. */
  readonly from: number | null;
  readonly to: number | null;
  readonly hasDraft: boolean;
  /** Rows with a time that has not come yet: they are moved to now. */
  readonly ahead: number;
  /** Mutations that the server had refused: they are in the file for reading only. */
  readonly refused: number;
}

export interface ReaderOptions {
  /** The mutation schema of this build (T3). */
  readonly schema: number;
  /** A row of an older schema in this one's columns. */
  readonly lift: (table: SyncedTable, row: unknown, schema: number) => unknown;
  /** Whether a derived id is derived from what the row is about: a wrong one would stand beside the right one for ever. */
  readonly isOwnId: (table: SyncedTable, row: SoundRow) => boolean;
  /** Whether a row speaks of a time that has not come yet. */
  readonly isAhead: (table: SyncedTable, row: SoundRow) => boolean;
  readonly onRow: (table: SyncedTable, row: SoundRow) => void;
}

const isTable = (name: string): name is SyncedTable => Object.hasOwn(rowRules, name);
/** Longest e-mail address (RFC 5321). */
const maxAddress = 320;
const isText = (value: unknown): value is string => typeof value === "string";

/** Members by their order of writing; all but `refused`, which is a list, come as a whole. */
const members = new Set(["format", "version", "madeAt", "schema", "account", "draft", "count"]);

export class ArchiveReader {
  readonly #options: ReaderOptions;
  readonly #scanner: ArchiveScanner;
  readonly #seen = new Map<string, unknown>();
  readonly #counts = new Map<SyncedTable, number>();
  /** null: the list of refused mutations. */
  #table: SyncedTable | null = null;
  #messages = 0;
  #from: string | null = null;
  #to: string | null = null;
  #ahead = 0;
  #refused = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#scanner = new ArchiveScanner({
      member: (key, value) => this.#member(key, value),
      list: (key, ofTables) => this.#list(key, ofTables),
      element: (value) => this.#element(value),
    });
  }

  /** @throws {BadFile} */
  push(text: string): void {
    this.#known(() => this.#scanner.push(text));
  }

  /** @throws {BadFile} */
  end(): ArchiveSummary {
    this.#known(() => this.#scanner.end());
    return this.#summary();
  }

  /** It has said that it is an archive. */
  get isKnown(): boolean {
    return this.#seen.has("format");
  }

  /** What stood in the composer; after {@link end}. */
  get draft(): string {
    const draft = this.#seen.get("draft");
    return isText(draft) ? storable(draft) : "";
  }

  /** Until then a file that cannot be read is somebody else's. */
  #known(read: () => void): void {
    try {
      read();
    } catch (reason) {
      if (this.isKnown || !(reason instanceof BadFile) || reason.error.kind === "empty") throw reason;
      throw bad("foreign");
    }
  }

  #member(key: string, value: unknown): void {
    if (!this.#seen.has("format") && (key !== "format" || value !== archiveFormat)) throw bad("foreign");
    if (this.#seen.size === 1) this.#version(key, value);
    if (!members.has(key)) throw bad("newer");
    if (this.#seen.has(key)) throw bad("damaged");
    this.#seen.set(key, value);
    if (key === "schema") this.#schema();
  }

  #version(key: string, value: unknown): void {
    if (key !== "version" || typeof value !== "number" || !Number.isInteger(value) || value < 1) throw bad("damaged");
    if (value > archiveVersion) throw bad("newer");
  }

  #schema(): number {
    const schema = this.#seen.get("schema");
    if (typeof schema !== "number" || !Number.isInteger(schema) || schema < 1) throw bad("damaged");
    if (schema > this.#options.schema) throw bad("newer");
    return schema;
  }

  #list(key: string, ofTables: boolean): void {
    if (!this.#seen.has("version")) throw bad(this.isKnown ? "damaged" : "foreign");
    if (!ofTables) {
      if (key !== "refused") throw bad(members.has(key) ? "damaged" : "newer");
      this.#table = null;
      return;
    }
    if (!isTable(key)) throw bad("newer");
    if (this.#counts.has(key)) throw bad("damaged");
    this.#table = key;
    this.#counts.set(key, 0);
  }

  #element(value: unknown): void {
    const table = this.#table;
    if (table === null) {
      this.#refused += 1;
      return;
    }
    const { schema, lift, isOwnId, isAhead, onRow } = this.#options;
    const number = (this.#counts.get(table) ?? 0) + 1;
    this.#counts.set(table, number);
    const of = this.#schema();
    const read = readRow(table, of < schema ? lift(table, value, of) : value);
    if (!read.ok) throw read.error.kind === "broken" ? new BadFile({ ...read.error, kind: "brokenRow", table, number }) : bad(read.error.kind);
    if (!isOwnId(table, read.value)) throw new BadFile({ kind: "brokenRow", table, number, column: "id" });
    if (table === "chat_messages") this.#countMessage(read.value);
    if (isAhead(table, read.value)) this.#ahead += 1;
    onRow(table, read.value);
  }

  #countMessage({ created_at: at, deleted_at: deleted }: SoundRow): void {
    if (deleted !== null || !isText(at)) return;
    this.#messages += 1;
    if (this.#from === null || at < this.#from) this.#from = at;
    if (this.#to === null || at > this.#to) this.#to = at;
  }

  #summary(): ArchiveSummary {
    if (!this.isKnown) throw bad("foreign");
    for (const key of members) if (!this.#seen.has(key)) throw bad("damaged");
    const [madeAt, account, draft, count] = ["madeAt", "account", "draft", "count"].map((key) => this.#seen.get(key));
    const made = isText(madeAt) ? Date.parse(madeAt) : NaN;
    if (Number.isNaN(made) || !(account === null || (isText(account) && account.length <= maxAddress)) || !isText(draft)) throw bad("damaged");
    if (!this.#isCounted(count)) throw bad("damaged");
    return {
      madeAt: made,
      account,
      messages: this.#messages,
      rows: [...this.#counts.values()].reduce((sum, rows) => sum + rows, 0),
      from: this.#from === null ? null : Date.parse(this.#from),
      to: this.#to === null ? null : Date.parse(this.#to),
      hasDraft: draft.trim() !== "",
      ahead: this.#ahead,
      refused: this.#refused,
    };
  }

  /** Rows that have been cut out show here. */
  #isCounted(count: unknown): boolean {
    if (typeof count !== "object" || count === null) return false;
    const told = Object.entries(count);
    return told.length === this.#counts.size && told.every(([table, rows]) => isTable(table) && this.#counts.get(table) === rows);
  }
}
