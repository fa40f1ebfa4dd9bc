/** The archive as text: one JSON document with a row a line, so that a person can read it and no program has to hold it whole. */
import type { Json } from "../../shared/json.ts";

export const archiveFormat = "bondhu-archive";
/** Raised when a reader of the older version would lose or misread something. */
export const archiveVersion = 1;

/** What stands before the rows. `format` and `version` are always first, so that a stranger's file is known by its beginning. */
export interface ArchiveHead {
  /** `YYYY-MM-DDTHH:mm:ss.sssZ`, by the device's clock. */
  readonly madeAt: string;
  /** Mutation schema of the rows (T3). */
  readonly schema: number;
  /** Whose words these are; null for a guest. */
  readonly account: string | null;
}

/** A refused mutation as it was kept (P6): for reading, never imported; what of its rows is sound is among the rows as well. */
export interface ArchivedRefusal {
  readonly code: string;
  readonly refusedAt: string;
  readonly rows: readonly { readonly table: string; readonly row: Json }[];
}

/** What stands after the rows. */
export interface ArchiveTail {
  readonly refused: readonly ArchivedRefusal[];
  /** What stood in the composer. */
  readonly draft: string;
  /** Table → how many rows were written: what has been cut out in the middle shows. */
  readonly count: { readonly [table: string]: number };
}

const member = (key: string, value: unknown): string => `${JSON.stringify(key)}: ${JSON.stringify(value)}`;

export const headText = ({ madeAt, schema, account }: ArchiveHead): string =>
  `{\n${[member("format", archiveFormat), member("version", archiveVersion), member("madeAt", madeAt), member("schema", schema), member("account", account)].join(",\n")},\n"tables": {`;

/** `isFirst`: of the archive. Its rows follow, each by {@link rowText}, then {@link tableEndText}. */
export const tableText = (table: string, isFirst: boolean): string => `${isFirst ? "" : ","}\n${JSON.stringify(table)}: [`;
export const rowText = (row: object, isFirst: boolean): string => `${isFirst ? "" : ","}\n${JSON.stringify(row)}`;
export const tableEndText = "\n]";

export const tailText = ({ refused, draft, count }: ArchiveTail): string =>
  `\n},\n${[member("refused", refused), member("draft", draft), member("count", count)].join(",\n")}\n}\n`;
