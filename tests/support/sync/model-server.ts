/** The server of SPEC.md's wire, in memory and in one page: P3, P4, L1, L2, L4 and the join. What the real one must do is what this one does. */
import { msOfMoment } from "../../../src/shared/instant.ts";
import { compareBytes } from "../../../src/sync/canonical.ts";
import { maxAheadMs, parseStamp } from "../../../src/sync/hlc.ts";
import { joinRows } from "../../../src/sync/join.ts";
import type {
  Answer,
  BootstrapAnswer,
  BootstrapRequest,
  ClientId,
  Cursor,
  Failure,
  HistoryAnswer,
  HistoryRequest,
  PullAnswer,
  PullRequest,
  PushAnswer,
  PushRequest,
  RenewAnswer,
  RenewRequest,
  Row,
  RowsAnswer,
  RowsRequest,
  TableSpec,
  Transport,
  WireRow,
} from "../../../src/sync/ports.ts";

interface StoredRow extends WireRow {
  readonly version: number;
}
interface ClientRecord {
  lastSeq: number;
  readonly answers: Map<number, { readonly id: string; readonly code: string | null }>;
}
interface Account {
  head: number;
  epoch: string;
  readonly rows: Map<string, StoredRow>;
  readonly clients: Map<ClientId, ClientRecord>;
  /** Mutation id → the clients under which it was applied: a ledger for tests, not part of the protocol. */
  readonly applied: Map<string, ClientId[]>;
}

export type Dump = Omit<Account, "applied">;

export interface ModelServerOptions {
  readonly tables: readonly TableSpec[];
  /** Server clock, ms. */
  readonly now: () => number;
  /** Refuses a mutation for good: its code. */
  readonly refuses?: (row: Row) => string | null;
  /** Fails the whole push when it holds such a row, as a bug in a trigger or a filtering proxy would. */
  readonly chokesOn?: (row: Row) => boolean;
  /** L4: how many rows of a table the bootstrap answers, newest by stamp. */
  readonly newest?: (table: string) => number;
}

/** L4. */
const newest: { readonly [table: string]: number } = { chat_messages: 50, user_sessions: 100, activities: 100, streak_days: 400 };

const ok = <T>(value: T): Answer<T> => ({ ok: true, value });
const fail = (failure: Failure): Answer<never> => ({ ok: false, failure });

export class ModelServer {
  readonly #accounts = new Map<string, Account>();
  readonly #specs: ReadonlyMap<string, TableSpec>;
  #epochs = 1;
  #restores = 0;
  /** Calls that reached the server, by name. */
  readonly calls = { push: 0, pull: 0, bootstrap: 0, history: 0, rows: 0, renew: 0 };
  /** Called after each transaction that changed a user's rows (L6). */
  onPoke: (user: string, version: number) => void = () => undefined;

  constructor(private readonly options: ModelServerOptions) {
    this.#specs = new Map(options.tables.map((spec) => [spec.name, spec]));
  }

  account(user: string): Account {
    let account = this.#accounts.get(user);
    if (!account) {
      account = { head: 0, epoch: "0199e0c4-0000-4000-8000-000000000001", rows: new Map(), clients: new Map(), applied: new Map() };
      this.#accounts.set(user, account);
    }
    return account;
  }

  /** The account's rows as the wire shows them, in no particular order. */
  rows(user: string, table: string): Row[] {
    return [...this.account(user).rows.values()].filter((stored) => stored.table === table).map(({ row }) => row);
  }

  /** Rows written by somebody else than a device, e.g. a reply (R4). */
  insert(user: string, rows: readonly WireRow[]): void {
    const account = this.account(user);
    const version = this.#nextVersion(account);
    if (rows.filter((row) => this.#apply(account, row, version)).length > 0) this.#commit(user, account, version);
  }

  transport(user: string): Transport {
    const now = <T>(answer: Answer<T>): Promise<Answer<T>> => Promise.resolve(answer);
    return {
      push: (request) => now(this.push(user, request)),
      pull: (request) => now(this.pull(user, request)),
      bootstrap: (request) => now(this.bootstrap(user, request)),
      history: (request) => now(this.history(user, request)),
      rows: (request) => now(this.rowsById(user, request)),
      renew: (request) => now(this.renew(user, request)),
    };
  }

  push(user: string, { client, firstSeq, ackedSeq, seen, mutations }: PushRequest): Answer<PushAnswer> {
    this.calls.push += 1;
    const account = this.account(user);
    const record = account.clients.get(client) ?? { lastSeq: 0, answers: new Map() };
    if (ackedSeq > record.lastSeq || seen > account.head) return fail({ kind: "behind" });
    if (firstSeq > record.lastSeq + 1) return fail({ kind: "reset" });
    const known = mutations.slice(0, Math.max(0, record.lastSeq - firstSeq + 1));
    if (known.some(({ id }, index) => record.answers.get(firstSeq + index)?.id !== id)) return fail({ kind: "reset" });
    const fresh = mutations.slice(known.length);
    const ops = fresh.flatMap((mutation) => mutation.ops);
    if (ops.some((op) => this.#isAhead(op))) return fail({ kind: "clockAhead", serverTime: this.options.now() });
    if (ops.some(({ row }) => this.options.chokesOn?.(row))) return fail({ kind: "busy", retryAfterMs: null, blame: true, status: 400 });

    account.clients.set(client, record);
    const headBefore = account.head;
    const version = this.#nextVersion(account);
    let changed = false;
    for (const { id, ops: own } of fresh) {
      const code = own.map(({ row }) => this.options.refuses?.(row) ?? null).find((refusal) => refusal !== null) ?? null;
      if (code === null) {
        for (const { table, row } of own) changed = this.#apply(account, { table, row }, version) || changed;
        account.applied.set(id, [...(account.applied.get(id) ?? []), client]);
      }
      record.lastSeq += 1;
      record.answers.set(record.lastSeq, { id, code });
    }
    const verdicts = mutations.map(({ id }, index) => ({ id, seq: firstSeq + index, code: record.answers.get(firstSeq + index)?.code ?? null }));
    for (const seq of [...record.answers.keys()]) if (seq <= ackedSeq) record.answers.delete(seq);
    if (changed) this.#commit(user, account, version);
    return ok({ ...this.#every(account), lastSeq: record.lastSeq, verdicts, headBefore, head: account.head });
  }

  pull(user: string, { client, ackedSeq, tables, cursor, epoch, limit }: PullRequest): Answer<PullAnswer> {
    this.calls.pull += 1;
    const account = this.account(user);
    const after: Cursor = cursor && epoch === account.epoch ? cursor : [0, "", ""];
    const lastSeq = account.clients.get(client)?.lastSeq ?? 0;
    if (epoch === account.epoch && (after[0] > account.head || ackedSeq > lastSeq)) return fail({ kind: "behind" });
    const rest = this.#ordered(account, tables).filter((row) => comparePlaces(placeOf(row), after) > 0);
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    const more = rest.length > page.length;
    const next: Cursor = more && last ? placeOf(last) : [account.head, "~", ""];
    return ok({ ...this.#every(account), head: account.head, rows: page.map(toWire), cursor: next, more });
  }

  bootstrap(user: string, { tables }: BootstrapRequest): Answer<BootstrapAnswer> {
    this.calls.bootstrap += 1;
    const account = this.account(user);
    const all = this.#ordered(account, tables);
    const chosen = new Set<StoredRow>();
    let found = 0;
    for (const table of new Set(tables)) {
      const most = this.options.newest?.(table) ?? newest[table] ?? 500;
      const rows = all.filter((row) => row.table === table);
      found += Math.min(rows.length, most + 1);
      const alive = rows.filter(({ row }) => (row["deleted_at"] ?? null) === null);
      for (const row of alive.sort((a, b) => (a.row.stamp < b.row.stamp ? 1 : a.row.stamp > b.row.stamp ? -1 : compareBytes(a.row.id, b.row.id))).slice(0, most)) chosen.add(row);
    }
    const rows = all.filter((row) => chosen.has(row));
    const history: Cursor | null = rows.length < found ? [account.head + 1, "", ""] : null;
    return ok({ ...this.#every(account), head: account.head, rows: rows.map(toWire), cursor: [account.head, "~", ""], more: false, history });
  }

  history(user: string, { tables, before, limit }: HistoryRequest): Answer<HistoryAnswer> {
    this.calls.history += 1;
    const account = this.account(user);
    const rest = this.#ordered(account, tables)
      .filter((row) => comparePlaces(placeOf(row), before) < 0)
      .reverse();
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    return ok({ ...this.#every(account), rows: page.map(toWire), before: rest.length > page.length && last ? placeOf(last) : null });
  }

  rowsById(user: string, { rows }: RowsRequest): Answer<RowsAnswer> {
    this.calls.rows += 1;
    const account = this.account(user);
    const wanted = [...new Set(rows.map(({ table, id }) => `${table} ${id}`))].sort();
    const found = wanted.flatMap((key) => account.rows.get(key) ?? []);
    return ok({ ...this.#every(account), rows: found.map(toWire) });
  }

  renew(user: string, { epoch }: RenewRequest): Answer<RenewAnswer> {
    this.calls.renew += 1;
    const account = this.account(user);
    if (account.epoch === epoch) account.epoch = this.#newEpoch();
    return ok(this.#every(account));
  }

  /** A backup of one account; what {@link restore} brings back. */
  dump(user: string): Dump {
    const { head, epoch, rows, clients } = this.account(user);
    const copies = [...clients].map(([client, { lastSeq, answers }]) => [client, { lastSeq, answers: new Map(answers) }] as const);
    return { head, epoch, rows: new Map(rows), clients: new Map(copies) };
  }

  /** L5: the account is as it was when `dump` was taken. The ledger of {@link Account.applied} is the test's, and stays. */
  restore(user: string, { head, epoch, rows, clients }: Dump): void {
    const account = this.account(user);
    account.head = head;
    account.epoch = epoch;
    // What it does not remember it may take again, from the same client too.
    this.#restores += 1;
    for (const [id, by] of account.applied) account.applied.set(id, by.map((client) => `${client} before restore ${this.#restores}`));
    account.rows.clear();
    for (const [key, row] of rows) account.rows.set(key, row);
    account.clients.clear();
    for (const [client, { lastSeq, answers }] of clients) account.clients.set(client, { lastSeq, answers: new Map(answers) });
  }

  /** What an operator does after restoring: nobody has to notice by himself. */
  renewAll(user: string): void {
    this.account(user).epoch = this.#newEpoch();
  }

  #newEpoch(): string {
    return `0199e0c4-0000-4000-8000-${String(++this.#epochs).padStart(12, "0")}`;
  }

  #every({ epoch }: Account): { readonly serverTime: number; readonly epoch: string } {
    return { serverTime: this.options.now(), epoch };
  }

  /** W4. */
  #isAhead({ table, row }: WireRow): boolean {
    const latest = this.options.now() + maxAheadMs;
    const instants = this.#specs.get(table)?.instants ?? [];
    return parseStamp(row.stamp).ms > latest || instants.some((column) => typeof row[column] === "string" && msOfMoment(row[column]) > latest);
  }

  #nextVersion(account: Account): number {
    return Math.max(account.head + 1, Math.floor(this.options.now() * 1000));
  }

  /** L2: a join that changes nothing takes no version. */
  #apply(account: Account, { table, row }: WireRow, version: number): boolean {
    const spec = this.#specs.get(table);
    if (!spec) throw new TypeError(`no such table: ${table}`);
    const key = `${table} ${row.id}`;
    const before = account.rows.get(key);
    const { version: _, ...columns } = joinRows(spec, before?.row ?? row, row);
    const joined: Row = { ...columns, id: row.id, stamp: columns.stamp, version };
    if (before && JSON.stringify({ ...sorted(before.row), version }) === JSON.stringify({ ...sorted(joined), version })) return false;
    account.rows.set(key, { table, row: joined, version });
    return true;
  }

  #commit(user: string, account: Account, version: number): void {
    account.head = version;
    this.onPoke(user, version);
  }

  #ordered(account: Account, tables: readonly string[]): StoredRow[] {
    return [...account.rows.values()].filter(({ table }) => tables.includes(table)).sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
  }
}

const toWire = ({ table, row }: StoredRow): WireRow => ({ table, row });
const placeOf = ({ version, table, row }: StoredRow): Cursor => [version, table, row.id];
const comparePlaces = (a: Cursor, b: Cursor): number => a[0] - b[0] || compareBytes(a[1], b[1]) || compareBytes(a[2], b[2]);
const sorted = (row: Row): object => Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
