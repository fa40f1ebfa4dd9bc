/** The accounts on this device, which one is current, their sessions and what the app must know before it opens an account. Page and worker read it alike. */
import Dexie from "dexie";
import type { Table } from "dexie";
import { databaseName } from "../../domain/ids.ts";
import type { DatabaseName } from "../../domain/ids.ts";
import type { Json } from "../../shared/json.ts";
import type { Live } from "../../shared/live.ts";
import type { DatabaseStatus } from "./database.ts";
import { pinnedFactory, platformIdb } from "./environment.ts";
import type { IdbEnvironment } from "./environment.ts";
import { openError, storeError } from "./errors.ts";
import { live } from "./live.ts";
import { silence } from "./silence.ts";

export interface AccountRecord {
  /** Random, never reused. */
  readonly name: DatabaseName;
  readonly kind: "guest" | "user";
  /** null for a guest. */
  readonly userId: string | null;
  readonly email: string | null;
  readonly status: DatabaseStatus;
  /** Device clock, ms. */
  readonly createdAt: number;
  /** Its database has existed: missing later means that the browser evicted it (T2). */
  readonly entered: boolean;
  /** Of a claimed guest: the one account its words may go to (G2). */
  readonly claimedBy?: UserIdentity;
}

/** Tokens of one user; the auth adapter's StoredSession. */
export interface SessionRecord {
  readonly userId: string;
  readonly email: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** ms since epoch by the server's clock. */
  readonly expiresAt: number;
}

export interface UserIdentity {
  readonly userId: string;
  readonly email: string;
}

interface Setting {
  readonly key: string;
  readonly value: unknown;
}

/** For transactions over all of them: {@link Registry.run}. */
export interface RegistryTables {
  readonly accounts: Table<AccountRecord, string>;
  readonly sessions: Table<SessionRecord, string>;
  readonly settings: Table<Setting, string>;
  /** A record that is nowhere yet. */
  readonly fresh: (kind: AccountRecord["kind"], userId: string | null) => AccountRecord;
}

const registryVersion = 1;
export const currentKey = "current";
const configKey = "config";

export interface RegistryOptions {
  /** Random UUIDs, for database names. */
  readonly uuid: () => string;
  /** Device clock, ms. */
  readonly now: () => number;
  readonly environment?: IdbEnvironment;
}

/** Inside a transaction of the registry. */
export async function currentIn({ accounts, settings }: RegistryTables): Promise<AccountRecord | null> {
  const name = (await settings.get(currentKey))?.value;
  const record = typeof name === "string" ? await accounts.get(name) : undefined;
  return record?.status === "open" ? record : null;
}
export const guestIn = async ({ accounts }: RegistryTables): Promise<AccountRecord | undefined> =>
  (await accounts.toArray()).find(({ kind, status }) => kind === "guest" && status === "open");
/** The record, made current. */
export async function makeCurrent({ accounts, settings }: RegistryTables, record: AccountRecord): Promise<AccountRecord> {
  await settings.put({ key: currentKey, value: record.name });
  await accounts.put(record);
  return record;
}
/** The guest who is here, or a new one, made current. */
export const toGuest = async (tables: RegistryTables): Promise<AccountRecord> => makeCurrent(tables, (await guestIn(tables)) ?? tables.fresh("guest", null));

/** The current account; where there is none, the guest who is here or a new one. One transaction: two tabs that start at once get the same one. */
export const ensureGuest = (registry: Registry): Promise<AccountRecord> =>
  registry.run("rw!", async (tables) => (await currentIn(tables)) ?? (await toGuest(tables)));

/** What every start needs, in page and worker; who comes and goes is in `roll.ts`. */
export class Registry {
  readonly #db: Dexie;
  readonly #tables: RegistryTables;

  constructor(db: Dexie, { uuid, now }: RegistryOptions) {
    this.#db = db;
    this.#tables = {
      accounts: db.table("accounts"),
      sessions: db.table("sessions"),
      settings: db.table("settings"),
      fresh: (kind, userId) => ({ name: databaseName(`bondhu-${uuid()}`), kind, userId, email: null, status: "open", createdAt: now(), entered: false }),
    };
  }

  current(): Promise<AccountRecord | null> {
    return this.run("r", currentIn);
  }
  liveCurrent(): Live<AccountRecord | null> {
    return live(() => this.current());
  }
  accounts(): Promise<readonly AccountRecord[]> {
    return this.run("r", async ({ accounts }) => await accounts.toArray());
  }
  account(name: DatabaseName): Promise<AccountRecord | null> {
    return this.run("r", async ({ accounts }) => (await accounts.get(name)) ?? null);
  }

  /** The database has been created or opened (T2). */
  markEntered(name: DatabaseName): Promise<void> {
    return this.run("rw!", async ({ accounts }) => void (await accounts.update(name, { entered: true })));
  }

  /** C5's storage; the lock around a refresh is the session's. */
  readonly sessions = {
    read: (userId: string): Promise<SessionRecord | null> => this.run("r", async ({ sessions }) => (await sessions.get(userId)) ?? null),
    /** What a refresh brought, in place of what was refreshed. False, and nothing is kept, where that went meanwhile (signed out) or was replaced (signed in). */
    renew: (session: SessionRecord, refreshed: string): Promise<boolean> =>
      this.run("rw!", async ({ accounts, sessions }) => {
        if ((await sessions.get(session.userId))?.refreshToken !== refreshed) return false;
        await sessions.put(session);
        // The address may have changed on another device (E5).
        const moved = ({ status, email }: AccountRecord): boolean => status === "open" && email !== session.email;
        await accounts.where("userId").equals(session.userId).filter(moved).modify({ email: session.email });
        return true;
      }),
    /** `refused`: the refresh token that is good for nothing any more; another one stays. */
    clear: (userId: string, refused: string): Promise<void> =>
      this.run("rw!", async ({ sessions }) => {
        if ((await sessions.get(userId))?.refreshToken === refused) await sessions.delete(userId);
      }),
    live: (userId: string): Live<SessionRecord | null> => live(() => this.sessions.read(userId)),
  };

  /** The last config.json seen, as it was: its reader parses it. */
  readonly config = {
    read: (): Promise<unknown> => this.run("r", async ({ settings }) => (await settings.get(configKey))?.value),
    write: (config: object): Promise<void> => this.run("rw!", async ({ settings }) => void (await settings.put({ key: configKey, value: config }))),
  };

  /** Device-level settings, such as the mirror of theme and language for the first paint. */
  readonly settings = {
    get: (key: string): Promise<Json | undefined> => this.run("r", async ({ settings }) => (await settings.get(`device:${key}`))?.value as Json | undefined),
    put: (key: string, value: Json): Promise<void> => this.run("rw!", async ({ settings }) => void (await settings.put({ key: `device:${key}`, value }))),
  };

  close(): void {
    this.#db.close();
  }

  /** One transaction over all of it. */
  async run<T>(mode: "r" | "rw!", fn: (tables: RegistryTables) => PromiseLike<T>): Promise<T> {
    const { accounts, sessions, settings } = this.#tables;
    try {
      return await this.#db.transaction(mode, [accounts, sessions, settings], async () => await fn(this.#tables));
    } catch (reason) {
      throw storeError(reason, this.#db.isOpen());
    }
  }
}

/** @throws {NoIndexedDb} {@link NewerDatabase} */
export async function openRegistry(options: RegistryOptions): Promise<Registry> {
  const { indexedDB, IDBKeyRange } = options.environment ?? platformIdb();
  const db = new Dexie("bondhu", {
    autoOpen: false,
    chromeTransactionDurability: "strict",
    cache: "disabled",
    indexedDB: pinnedFactory(indexedDB, registryVersion * 10),
    IDBKeyRange,
  });
  db.version(registryVersion).stores({ accounts: "name, userId", sessions: "userId", settings: "key" });
  silence(db);
  db.on("versionchange", () => db.close());
  try {
    await db.open();
  } catch (reason) {
    db.close();
    throw openError(reason);
  }
  return new Registry(db, options);
}
