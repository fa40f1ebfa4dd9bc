/** The accounts on this device, which one is current, their sessions and what the app must know before it opens an account. Page and worker read it alike. */
import Dexie from "dexie";
import type { Table } from "dexie";
import { databaseName } from "../../domain/ids.ts";
import type { DatabaseName } from "../../domain/ids.ts";
import type { Json } from "../../shared/json.ts";
import type { Live } from "../../shared/live.ts";
import { DatabaseGone } from "../../sync/ports.ts";
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

const registryVersion = 1;
const currentKey = "current";
const configKey = "config";

export interface RegistryOptions {
  /** Random UUIDs, for database names. */
  readonly uuid: () => string;
  /** Device clock, ms. */
  readonly now: () => number;
  readonly environment?: IdbEnvironment;
}

export class Registry {
  readonly #db: Dexie;
  readonly #accounts: Table<AccountRecord, string>;
  readonly #sessions: Table<SessionRecord, string>;
  readonly #settings: Table<Setting, string>;
  readonly #options: RegistryOptions;

  constructor(db: Dexie, options: RegistryOptions) {
    this.#db = db;
    this.#options = options;
    this.#accounts = db.table("accounts");
    this.#sessions = db.table("sessions");
    this.#settings = db.table("settings");
  }

  current(): Promise<AccountRecord | null> {
    return this.#read(() => this.#current());
  }
  liveCurrent(): Live<AccountRecord | null> {
    return live(() => this.current());
  }
  accounts(): Promise<readonly AccountRecord[]> {
    return this.#read(async () => await this.#accounts.toArray());
  }
  account(name: DatabaseName): Promise<AccountRecord | null> {
    return this.#read(async () => (await this.#accounts.get(name)) ?? null);
  }

  /** The current account; a new guest where there is none. One transaction: two tabs that start at once get the same one. */
  ensureGuest(): Promise<AccountRecord> {
    return this.#write(async () => (await this.#current()) ?? (await this.#start(this.#record("guest", null))));
  }
  /** A new guest, made current: after signing out. */
  startGuest(): Promise<AccountRecord> {
    return this.#write(() => this.#start(this.#record("guest", null)));
  }

  /** A guest signs up: the same database becomes the user's, its outbox with it. Refused where the user already has one here. */
  adopt(name: DatabaseName, user: UserIdentity): Promise<AccountRecord> {
    return this.#write(async () => {
      const record = await this.#open(name);
      if (record.userId === user.userId) return await this.#put({ ...record, email: user.email });
      if (record.kind !== "guest") throw new Error("adopt: the database belongs to somebody else");
      if (await this.#ofUser(user.userId)) throw new Error("adopt: this user has a database on this device; switch to it");
      return await this.#put({ ...record, kind: "user", userId: user.userId, email: user.email });
    });
  }

  /** The user's account on this device, added when new; does not become current by this. */
  addUser(user: UserIdentity): Promise<AccountRecord> {
    return this.#write(async () => await this.#put({ ...((await this.#ofUser(user.userId)) ?? this.#record("user", user.userId)), email: user.email }));
  }
  switchTo(name: DatabaseName): Promise<AccountRecord> {
    return this.#write(async () => {
      const record = await this.#open(name);
      await this.#settings.put({ key: currentKey, value: name });
      return record;
    });
  }

  /** The database has been created or opened (T2). */
  markEntered(name: DatabaseName): Promise<void> {
    return this.#write(async () => void (await this.#accounts.update(name, { entered: true })));
  }
  /** Ends an account on this device: `claimed` or `dead`. Not current any more. */
  end(name: DatabaseName, status: "claimed" | "dead"): Promise<void> {
    return this.#write(async () => {
      await this.#accounts.update(name, { status });
      if ((await this.#settings.get(currentKey))?.value === name) await this.#settings.delete(currentKey);
    });
  }
  /** Removes the record of an ended account, once its database is gone. */
  forget(name: DatabaseName): Promise<void> {
    return this.#write(async () => {
      const record = await this.#accounts.get(name);
      if (record?.status === "open") throw new Error("forget: end the account first");
      await this.#accounts.delete(name);
    });
  }

  /** C5's storage. Read, write and clear are one request each; the lock around a refresh is the session's. */
  readonly sessions = {
    read: (userId: string): Promise<SessionRecord | null> => this.#read(async () => (await this.#sessions.get(userId)) ?? null),
    write: (session: SessionRecord): Promise<void> => this.#write(async () => void (await this.#sessions.put(session))),
    clear: (userId: string): Promise<void> => this.#write(() => this.#sessions.delete(userId)),
    live: (userId: string): Live<SessionRecord | null> => live(() => this.sessions.read(userId)),
  };

  /** The last config.json seen, as it was: its reader parses it. */
  readonly config = {
    read: (): Promise<unknown> => this.#read(async () => (await this.#settings.get(configKey))?.value),
    write: (config: object): Promise<void> => this.#write(async () => void (await this.#settings.put({ key: configKey, value: config }))),
  };

  /** Device-level settings, such as the mirror of theme and language for the first paint. */
  readonly settings = {
    get: (key: string): Promise<Json | undefined> => this.#read(async () => (await this.#settings.get(`device:${key}`))?.value as Json | undefined),
    put: (key: string, value: Json): Promise<void> => this.#write(async () => void (await this.#settings.put({ key: `device:${key}`, value }))),
  };

  close(): void {
    this.#db.close();
  }

  async #current(): Promise<AccountRecord | null> {
    const name = (await this.#settings.get(currentKey))?.value;
    const record = typeof name === "string" ? await this.#accounts.get(name) : undefined;
    return record?.status === "open" ? record : null;
  }
  async #ofUser(userId: string): Promise<AccountRecord | undefined> {
    const records = await this.#accounts.where("userId").equals(userId).toArray();
    return records.find((record) => record.status === "open");
  }
  async #open(name: DatabaseName): Promise<AccountRecord> {
    const record = await this.#accounts.get(name);
    if (record?.status !== "open") throw new DatabaseGone(`${name} is not an open account of this device`);
    return record;
  }
  #record(kind: AccountRecord["kind"], userId: string | null): AccountRecord {
    const name = databaseName(`bondhu-${this.#options.uuid()}`);
    return { name, kind, userId, email: null, status: "open", createdAt: this.#options.now(), entered: false };
  }
  async #put(record: AccountRecord): Promise<AccountRecord> {
    await this.#accounts.put(record);
    return record;
  }
  async #start(record: AccountRecord): Promise<AccountRecord> {
    await this.#settings.put({ key: currentKey, value: record.name });
    return await this.#put(record);
  }

  #read<T>(fn: () => Promise<T>): Promise<T> {
    return this.#run("r", fn);
  }
  #write<T>(fn: () => PromiseLike<T>): Promise<T> {
    return this.#run("rw!", fn);
  }
  async #run<T>(mode: "r" | "rw!", fn: () => PromiseLike<T>): Promise<T> {
    try {
      return await this.#db.transaction(mode, [this.#accounts, this.#sessions, this.#settings], fn);
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
