/** What the engine needs from the world. It knows tables only as names with a merge kind, and no browser, database or network by name. */
import type { Json } from "../shared/json.ts";

/** 16 lower-case hex digits, random: one per database on one device (P8 gives a new one). */
export type ClientId = string;
/** Hybrid logical clock stamp: `mmmmmmmmmmmm-cccc-nnnnnnnnnnnnnnnn`, hex ms, hex counter, client id. Sorts as text. */
export type Stamp = string;

/**
 * A row as it is stored on the device and sent on the wire: column names as in Postgres.
 * Instants are `YYYY-MM-DDTHH:mm:ss.sssZ`, moments have an offset from UTC behind that (`+06:00`). Columns starting with `_` stay on the device.
 */
export type Row = { readonly id: string; readonly stamp: Stamp } & { readonly [column: string]: Json | undefined };

/** How two versions of one row become one (DESIGN §3). Column order is the canonical order; wiped columns come last in `once`. */
export type TableSpec =
  | {
      readonly name: string;
      readonly kind: "grow";
      /** Written with the row, won as a whole by the smaller (stamp, canonical bytes). `stamp` itself is not listed. */
      readonly once: readonly string[];
      readonly min: readonly string[];
      readonly max: readonly string[];
      readonly union: readonly string[];
      /** Column → what it becomes once `deleted_at` is set; a part of the join. */
      readonly wipe: { readonly [column: string]: Json };
      /** Columns that are moments in a person's life: none may lie ahead of the server's clock (W4). */
      readonly instants: readonly string[];
    }
  | {
      readonly name: string;
      readonly kind: "lww";
      /** The row, won as a whole by the larger (stamp, canonical bytes). */
      readonly columns: readonly string[];
      readonly instants: readonly string[];
    };

/** One row operation: the full row after the local join (a join is harmless however often it arrives). */
export interface RowOp {
  readonly table: string;
  readonly row: Row;
}

/** W4: what else of a row of `table` changes when its instants have been moved, be it the id; `before`: the row as a wrong clock had it. */
export type Follow = (table: string, moved: Row, before: Row) => Row;

/** One command's write (W1), waiting for its acknowledgement. */
export interface OutboxEntry {
  /** Per client, contiguous from 1. Primary key. */
  readonly seq: number;
  /** Random UUID, the identity of the mutation for the server (P4). */
  readonly id: string;
  /** Schema version of `ops` (T3 upcasts). */
  readonly schema: number;
  readonly ops: readonly RowOp[];
  /** UTF-8 bytes of the ops as JSON. */
  readonly bytes: number;
  /** Device clock, ms since epoch: for T1's age only. */
  readonly queuedAt: number;
}

/** A mutation the server refused for good, or that fails alone (P6). Visible, with retry, export and discard. */
export interface QuarantinedEntry extends Omit<OutboxEntry, "seq"> {
  /** Machine-readable: a SQLSTATE or `undeliverable`. */
  readonly code: string;
  readonly quarantinedAt: number;
}

/** Position in the change feed: everything at or before it has been applied. `[version, "~", ""]`: that version is finished. */
export type Cursor = readonly [version: number, table: string, id: string];

/** A place among the local rows, in order of table and id; `["", ""]` is before all. */
export type AuditPlace = readonly [table: string, id: string];

/** Table → its columns, as text. */
export type Shapes = { readonly [table: string]: string };
export interface Backfill {
  readonly tables: readonly string[];
  /** Everything of them from here on has been applied. */
  readonly before: Cursor;
}

/** The one row of engine state in each database. */
export interface EngineState {
  readonly client: ClientId;
  readonly nextSeq: number;
  /** Every seq at or below it has been acknowledged (or quarantined) and has left the outbox. */
  readonly ackedSeq: number;
  /**
   * What the server calls seq is `seq - seqBase`: P8 renumbers from 1 by moving this, so that `_seq` of rows and `ackedSeq`
   * keep their order. Always ≤ ackedSeq. On the wire only.
   */
  readonly seqBase: number;
  /** Last stamp made or seen (W3). */
  readonly stamp: Stamp;
  /** Largest stamp pulled or acknowledged, i.e. of what is synced: the clock never falls below it (W4); null: none yet. */
  readonly seen: Stamp | null;
  /** Server clock − device clock in ms, from authenticated answers only; null before the first one (W4). */
  readonly clockOffset: number | null;
  /** Incarnation of the server's data (L5); null before the first answer. */
  readonly epoch: string | null;
  /** L1 position; null before the bootstrap. */
  readonly cursor: Cursor | null;
  /** L4's second cursor, walking back; null when nothing older is left (or before the bootstrap). */
  readonly history: Cursor | null;
  /** L7: the columns, as text, of each table as it has been asked for; null: nothing has been asked yet, or nobody wrote it down. */
  readonly shapes: Shapes | null;
  /** L7: the walk back through tables that are new here, or have new columns; null: none is under way. */
  readonly backfill: Backfill | null;
  /** L5: every local row up to here has been held against the server's since the epoch changed; null: nothing is to be compared. */
  readonly audit: AuditPlace | null;
  /** Device clock, ms, of the last answer that acknowledged or confirmed something; null never. */
  readonly lastSyncAt: number | null;
  /** Taken (by adding one) by each context that gets the lock after another one: acks and pages of an older number are dropped (C4). */
  readonly fence: number;
}

/** One IndexedDB transaction. Awaiting anything but this object's own promises inside it is a bug. */
export interface StoreTx {
  /** The state row; throws {@link DatabaseGone} when it is missing, claimed or dead (T3). */
  state(): Promise<EngineState>;
  setState(state: EngineState): Promise<void>;
  rows(table: string, ids: readonly string[]): Promise<readonly (Row | undefined)[]>;
  /** Ascending by id, id > `after`, at most `limit`. */
  rowsAfter(table: string, after: string, limit: number): Promise<readonly Row[]>;
  /** `fresh`: their ids have just been made, so that none of them can be here yet. */
  putRows(table: string, rows: readonly Row[], fresh?: boolean): Promise<void>;
  /** Stores the rows whose ids are not here yet; resolves with the ids that are, whose rows stay as they were. */
  addRows(table: string, rows: readonly Row[]): Promise<ReadonlySet<string>>;
  deleteRows(table: string, ids: readonly string[]): Promise<void>;
  /** Ascending by seq, seq > `after`, at most `limit`. */
  outbox(after: number, limit: number): Promise<readonly OutboxEntry[]>;
  putOutbox(entries: readonly OutboxEntry[]): Promise<void>;
  removeOutbox(seqs: readonly number[]): Promise<void>;
  outboxSize(): Promise<{ readonly count: number; readonly oldestQueuedAt: number | null }>;
  quarantine(): Promise<readonly QuarantinedEntry[]>;
  putQuarantine(entries: readonly QuarantinedEntry[]): Promise<void>;
  removeQuarantine(ids: readonly string[]): Promise<void>;
  /** Device-only tables (asks, drafts, …): never synced, written in the same transaction as what they belong to. */
  side<T>(table: string): SideTable<T>;
}

export interface SideTable<T> {
  get(key: string): Promise<T | undefined>;
  all(): Promise<readonly T[]>;
  put(value: T): Promise<void>;
  delete(key: string | number): Promise<void>;
}

/** Thrown by every store operation once the database was closed, deleted, claimed or wiped under the app. */
export class DatabaseGone extends Error {
  override readonly name = "DatabaseGone";
}
/** Thrown when the device has no room left; nothing of the transaction was written. */
export class QuotaExceeded extends Error {
  override readonly name = "QuotaExceeded";
}

export interface Store {
  /** A consistent read over the engine's tables and `tables`. */
  read<T>(tables: readonly string[], fn: (tx: StoreTx) => Promise<T>): Promise<T>;
  /**
   * One read-write transaction over the engine's tables and `tables`; resolves after commit, rejects with nothing written.
   * `relaxed` may be lost whole in a power cut: for what the server gives again (pages with their cursor), never for what a person did.
   */
  write<T>(tables: readonly string[], fn: (tx: StoreTx) => Promise<T>, durability?: "strict" | "relaxed"): Promise<T>;
}

export interface PushRequest {
  readonly client: ClientId;
  readonly firstSeq: number;
  /** Highest seq whose acknowledgement is durable here: the server may forget answers up to it (P4). */
  readonly ackedSeq: number;
  /** The highest head this device knows of in its epoch: a server below it has come back from a backup (L5). */
  readonly seen: number;
  readonly mutations: readonly { readonly id: string; readonly schema: number; readonly ops: readonly RowOp[] }[];
}
export interface Verdict {
  readonly id: string;
  readonly seq: number;
  /** null: applied. Otherwise the SQLSTATE or PT code of the refusal. */
  readonly code: string | null;
}
export interface PushAnswer {
  /** ms since epoch, server clock. */
  readonly serverTime: number;
  readonly epoch: string;
  readonly lastSeq: number;
  readonly verdicts: readonly Verdict[];
  /** The user's head before and after this push: a device whose cursor has finished `headBefore` may finish `head` without pulling its own echo. */
  readonly headBefore: number;
  readonly head: number;
}
export interface PullRequest {
  readonly client: ClientId;
  readonly ackedSeq: number;
  readonly tables: readonly string[];
  readonly epoch: string | null;
  readonly cursor: Cursor | null;
  readonly limit: number;
}
export interface WireRow {
  readonly table: string;
  readonly row: Row;
}
export interface PullAnswer {
  readonly serverTime: number;
  readonly epoch: string;
  readonly head: number;
  readonly rows: readonly WireRow[];
  readonly cursor: Cursor;
  readonly more: boolean;
}
export interface BootstrapRequest {
  readonly client: ClientId;
  readonly tables: readonly string[];
}
export interface BootstrapAnswer extends PullAnswer {
  /** Where the walk back starts (L4); null when the answer held everything. */
  readonly history: Cursor | null;
}
export interface HistoryRequest {
  readonly client: ClientId;
  readonly tables: readonly string[];
  readonly epoch: string;
  /** Rows strictly before it, newest first. */
  readonly before: Cursor;
  readonly limit: number;
}
export interface HistoryAnswer {
  readonly serverTime: number;
  readonly epoch: string;
  readonly rows: readonly WireRow[];
  /** null: nothing older is left. */
  readonly before: Cursor | null;
}

export interface RowsRequest {
  readonly client: ClientId;
  readonly rows: readonly { readonly table: string; readonly id: string }[];
}
export interface RowsAnswer {
  readonly serverTime: number;
  readonly epoch: string;
  /** Those of the wanted rows that the server has. */
  readonly rows: readonly WireRow[];
}

export interface RenewRequest {
  readonly client: ClientId;
  /** The epoch that is to end. */
  readonly epoch: string;
}
export interface RenewAnswer {
  readonly serverTime: number;
  /** The new epoch, whoever was the first to ask for it. */
  readonly epoch: string;
}

/** Why a request did not get its answer: made in the adapter from HTTP status and SQLSTATE, never from message text (P6). */
export type Failure =
  | { readonly kind: "offline" }
  /** `blame`: a 4xx or a timeout, which the content of the batch may have caused (P6 halves such a batch after three). */
  | { readonly kind: "busy"; readonly retryAfterMs: number | null; readonly blame: boolean; readonly status: number | null }
  /** 401 after one forced refresh, or no session at all: nothing is consumed. */
  | { readonly kind: "auth" }
  /** The token is of another user than this database (P1). */
  | { readonly kind: "wrongAccount" }
  | { readonly kind: "outdated" }
  /** PT409 client_reset (P4, P8). */
  | { readonly kind: "reset" }
  /** PT409 behind: the server knows less than this device has heard from it (L5). */
  | { readonly kind: "behind" }
  /** PT409 clock_ahead (W4). */
  | { readonly kind: "clockAhead"; readonly serverTime: number | null }
  | { readonly kind: "tooLarge" };

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** One account's server. Each call has a deadline of its own and never throws for anything the network does. */
export interface Transport {
  push(request: PushRequest, signal: AbortSignal): Promise<Answer<PushAnswer>>;
  pull(request: PullRequest, signal: AbortSignal): Promise<Answer<PullAnswer>>;
  bootstrap(request: BootstrapRequest, signal: AbortSignal): Promise<Answer<BootstrapAnswer>>;
  history(request: HistoryRequest, signal: AbortSignal): Promise<Answer<HistoryAnswer>>;
  /** The server's rows by id, for discarding a quarantined mutation (P6). */
  rows(request: RowsRequest, signal: AbortSignal): Promise<Answer<RowsAnswer>>;
  /** A new epoch in place of the given one (L5). */
  renew(request: RenewRequest, signal: AbortSignal): Promise<Answer<RenewAnswer>>;
}

/** Wall clock and timers. */
export interface Clock {
  /** ms since epoch, the device's own idea. */
  now(): number;
  /** Calls back once after `ms`; returns the cancel function. */
  after(ms: number, callback: () => void): () => void;
}

export interface Random {
  /** Uniform in [0, 1). */
  unit(): number;
  /** A random (version 4) UUID. */
  uuid(): string;
}

/** The lock was taken from its holder by {@link Locks.run} with `steal`, or its fence was (C4): whatever it still does must not be stored. */
export class LockStolen extends Error {
  override readonly name = "LockStolen";
}

/** Mutual exclusion between every tab and worker of one origin. */
export interface Locks {
  /**
   * Runs `fn` holding `name`. With `wait: false` resolves to `{ held: false }` at once when somebody else holds it; with `steal` takes
   * it from whoever holds it, before all who wait. Rejects with {@link LockStolen} when it is stolen, while `fn` may go on unheard.
   */
  run<T>(
    name: string,
    options: { readonly wait: boolean; readonly steal?: boolean; readonly signal?: AbortSignal },
    fn: () => Promise<T>,
  ): Promise<{ readonly held: true; readonly value: T } | { readonly held: false }>;
}

export interface Network {
  /** False only when the device knows that it has no network. */
  online(): boolean;
}
