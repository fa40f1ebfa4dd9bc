/** A device for tests: an IndexedDB of its own, and engine states with readable clients. */
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { databaseName } from "../../../src/domain/ids.ts";
import { createAccountDatabase } from "../../../src/adapters/dexie/database.ts";
import type { Content } from "../../../src/adapters/dexie/account-door.ts";
import type { IdbEnvironment } from "../../../src/adapters/dexie/environment.ts";
import { tables } from "../../../src/domain/tables.ts";
import { upgradeDevice } from "../../../src/sync/upgrade.ts";
import { seededRandom } from "../../support/sync/fakes.ts";
import type { EngineState, OutboxEntry, Row } from "../../../src/sync/ports.ts";

export const device = (): IdbEnvironment => ({ indexedDB: new IDBFactory(), IDBKeyRange });

export const account = databaseName("bondhu-test");

export const newState = (client = "00000000000000aa"): EngineState => ({
  client,
  nextSeq: 1,
  ackedSeq: 0,
  seqBase: 0,
  stamp: `000000000000-0000-${client}`,
  seen: null,
  clockOffset: null,
  epoch: null,
  cursor: null,
  history: null,
  shapes: null,
  backfill: null,
  audit: null,
  lastSyncAt: null,
  fence: 0,
});

/** What a new or an older database is given: a state, and the upgrade of an app with nothing to lift. */
export const content = (client?: string): Content => ({ newState: () => newState(client), upgrade: async () => (tx) => upgradeDevice({ random: seededRandom(1), tables, upcasts: [] }, tx) });

export const created = async (environment: IdbEnvironment) => (await createAccountDatabase(account, newState(), environment)).db;

const hex = (value: number, width: number): string => value.toString(16).padStart(width, "0");
export const stamp = (at: number): string => `${hex(at, 12)}-0000-00000000000000aa`;

export const message = (at: number, more: Partial<Row> = {}): Row => ({
  id: `00000000-0000-7000-8000-${hex(at, 12)}`,
  stamp: stamp(at),
  sender_type: "user",
  session_id: null,
  created_at: "2026-01-01T00:00:00.000Z",
  reply_to: null,
  reply_source: null,
  reply_attempt: null,
  message_text: `message ${at}`,
  mood_detected: null,
  sentiment_score: null,
  deleted_at: null,
  ...more,
});

export const entry = (seq: number, rows: readonly Row[] = []): OutboxEntry => ({
  seq,
  id: `00000000-0000-4000-8000-${hex(seq, 12)}`,
  schema: 1,
  ops: rows.map((row) => ({ table: "chat_messages", row })),
  bytes: 100,
  queuedAt: 1000 + seq,
});

/** Everything in every store of a database, read without Dexie. Opening must not create it: null when it does not exist. */
export async function dump(environment: IdbEnvironment, name: string): Promise<Record<string, unknown[]> | null> {
  if (!(await environment.indexedDB.databases()).some((info) => info.name === name)) return null;
  const db = await promised(environment.indexedDB.open(name));
  const stores = [...db.objectStoreNames];
  const transaction = db.transaction(stores, "readonly");
  const all = await Promise.all(stores.map((store) => promised<unknown[]>(transaction.objectStore(store).getAll())));
  db.close();
  return Object.fromEntries(stores.map((store, index) => [store, all[index] ?? []]));
}

export const promised = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("request failed"));
  });
