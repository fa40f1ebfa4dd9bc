/** One account's database on this device. It is created by the account door alone and never comes back by itself (T3). */
import Dexie from "dexie";
import type { Table } from "dexie";
import type { DatabaseName } from "../../domain/ids.ts";
import type { ActivityRow, ChatMessageRow, MessageReactionRow, PreferenceRow, StreakDayRow, UserSessionRow } from "../../domain/records.ts";
import { tables } from "../../domain/tables.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { EngineState, OutboxEntry, QuarantinedEntry } from "../../sync/ports.ts";
import { pinnedFactory, platformIdb } from "./environment.ts";
import type { IdbEnvironment } from "./environment.ts";
import { DatabaseDead, NewerDatabase, openError } from "./errors.ts";
import { schema, schemaVersion } from "./schema.ts";
import { silence } from "./silence.ts";
import { permit, writeGuard } from "./middleware.ts";

export type DatabaseStatus = "open" | "claimed" | "dead";
/** The one row of `state`: the engine's state and whether this database may still be written. */
export interface StateRow extends EngineState {
  readonly key: "engine";
  readonly schema: number;
  readonly status: DatabaseStatus;
  /** User id; only with `claimed` (G2). */
  readonly claimedBy?: string;
}

export const engineTables = ["state", "outbox", "quarantine"] as const;
const guarded = new Set<string>([...engineTables, ...tables.map((table) => table.name)]);

export const stateRow = (state: EngineState, status: DatabaseStatus = "open"): StateRow => ({ ...state, key: "engine", schema: schemaVersion, status });

/** The state row of a database that is this build's or an older one's. @throws {DatabaseGone} {@link NewerDatabase} */
export function openable(row: StateRow | undefined, name: string): StateRow {
  if (!row) throw new DatabaseGone(`${name} was deleted`);
  if (row.status === "dead") throw new DatabaseDead(`${name} is dead`);
  if (row.status !== "open") throw new DatabaseGone(`${name} is ${row.status}`);
  if (row.schema > schemaVersion) throw new NewerDatabase(`${name} has schema ${row.schema}, this app knows ${schemaVersion}`);
  return row;
}

/** The state row of a database that may be used. @throws {DatabaseGone} {@link NewerDatabase}; Error before it was lifted (T3). */
export function usable(row: StateRow | undefined, name: string): StateRow {
  const found = openable(row, name);
  if (found.schema < schemaVersion) throw new Error(`${name} has schema ${found.schema} and has not been lifted to ${schemaVersion}`);
  return found;
}

export class BondhuDatabase extends Dexie {
  declare readonly chat_messages: Table<ChatMessageRow, string>;
  declare readonly user_sessions: Table<UserSessionRow, string>;
  declare readonly activities: Table<ActivityRow, string>;
  declare readonly streak_days: Table<StreakDayRow, string>;
  declare readonly message_reactions: Table<MessageReactionRow, string>;
  declare readonly preferences: Table<PreferenceRow, string>;
  declare readonly outbox: Table<OutboxEntry, number>;
  declare readonly quarantine: Table<QuarantinedEntry, string>;
  declare readonly state: Table<StateRow, string>;

  readonly #goneListeners = new Set<() => void>();
  readonly environment: IdbEnvironment;
  #opened = false;
  #left = false;

  constructor(name: DatabaseName, environment: IdbEnvironment) {
    super(name, {
      // After a close by somebody else every operation must fail, not open a new, empty database (T3).
      autoOpen: false,
      // W1: resolved means on disk.
      chromeTransactionDurability: "strict",
      // Dexie's query cache shows writes before they are durable; a screen shows only what was committed.
      cache: "disabled",
      indexedDB: pinnedFactory(environment.indexedDB, schemaVersion * 10),
      IDBKeyRange: environment.IDBKeyRange,
    });
    this.environment = environment;
    this.version(schemaVersion).stores(schema);
    this.use(writeGuard(guarded));
    this.#watchOthers();
  }

  /** Calls `listener` once the database was closed, deleted or upgraded by somebody else: time to reload. Not after {@link leave}. */
  onGone(listener: () => void): () => void {
    this.#goneListeners.add(listener);
    return () => this.#goneListeners.delete(listener);
  }

  /** Closes this connection on purpose; later operations throw DatabaseGone. */
  leave(): void {
    this.#left = true;
    this.close();
  }

  /** Remembers that opening is over: from now on nothing may create this database again through this connection. */
  settled(): void {
    this.#opened = true;
  }
  get isSettled(): boolean {
    return this.#opened;
  }

  /** Closes at once, so that the other tab's upgrade or deletion goes on. */
  #watchOthers(): void {
    silence(this);
    this.on("versionchange", () => this.close());
    this.on("close", () => {
      if (!this.#opened || this.#left) return;
      this.#left = true;
      for (const listener of this.#goneListeners) listener();
    });
  }
}

/** Opens the connection; what `enter` finds must be a state row that may be used. For the doors of this folder. */
export async function connect(db: BondhuDatabase, enter: () => Promise<StateRow | undefined>): Promise<BondhuDatabase> {
  try {
    await db.open();
    openable(await enter(), db.name);
    db.settled();
    return db;
  } catch (reason) {
    db.leave();
    throw openError(reason);
  }
}

/** Opens an account's database, whose content may be an older build's. @throws {DatabaseGone} when it is missing, claimed or dead; nothing is created. {@link NewerDatabase} {@link NoIndexedDb} */
export async function openAccountDatabase(name: DatabaseName, environment: IdbEnvironment = platformIdb()): Promise<BondhuDatabase> {
  const db = new BondhuDatabase(name, environment);
  // Throwing aborts the version change that would create the database.
  db.on("populate", () => {
    throw new DatabaseGone(`${name} does not exist`);
  });
  return await connect(db, async () => await db.state.get("engine"));
}

/**
 * The account door's: opens the database, or creates it with its state row in the one transaction that creates its tables,
 * so that no moment shows it without. Two contexts may race here: one creates, both open. A database that is there but
 * wholly empty (evicted and half-recreated) gets `state` too; one with rows but no state row is refused, not overwritten.
 */
export async function createAccountDatabase(
  name: DatabaseName,
  state: EngineState,
  environment: IdbEnvironment = platformIdb(),
): Promise<{ readonly db: BondhuDatabase; readonly created: boolean }> {
  const db = new BondhuDatabase(name, environment);
  let created = false;
  db.on("populate", (transaction) => {
    if (db.isSettled) throw new DatabaseGone(`${name} was deleted`);
    created = true;
    void transaction.table("state").add(stateRow(state));
  });
  await connect(db, async () => {
    const row = await db.state.get("engine");
    if (row) return row;
    return await db.transaction("rw!", db.tables, async (transaction) => {
      permit(transaction.idbtrans);
      const counts = await Promise.all(db.tables.map((table) => table.count()));
      if (counts.some((count) => count > 0)) return await db.state.get("engine");
      created = true;
      await db.state.add(stateRow(state));
      return stateRow(state);
    });
  });
  return { db, created };
}
