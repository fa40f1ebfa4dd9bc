/** Archives for tests: sound ones made by hand, in every shape, and what a device holds. */
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { browserClock } from "../../src/adapters/browser/clock.ts";
import { browserRandom } from "../../src/adapters/browser/random.ts";
import type { FileError } from "../../src/domain/archive/file-error.ts";
import { type ArchiveTail, headText, rowText, tableEndText, tableText, tailText } from "../../src/domain/archive/format.ts";
import { type SyncedTable, tables } from "../../src/domain/tables.ts";
import { exportJson } from "../../src/runtime/archive/export-json.ts";
import { type ImportDeps, openArchive } from "../../src/runtime/archive/import.ts";
import { type Chunk, fileErrorOf, openFile } from "../../src/runtime/archive/open-file.ts";
import type { ReadFile } from "../../src/runtime/archive/reading.ts";
import type { OpenedArchive } from "../../src/runtime/api.ts";
import { streakDayId } from "../../src/domain/streak/day-id.ts";
import { answerId, preferenceId, reactionId } from "../../src/runtime/derived-ids.ts";
import { type Device, openDevice } from "../../src/runtime/device.ts";
import type { Platform } from "../../src/runtime/platform.ts";
import { err, ok, type Result } from "../../src/shared/result.ts";
import { opRow } from "../../src/sync/ops.ts";
import type { Clock, Row } from "../../src/sync/ports.ts";
import { FakeLocks } from "./sync/fakes.ts";
import { upgradeDevice } from "../../src/sync/upgrade.ts";

export type Rows = { readonly [T in SyncedTable]?: readonly object[] };

/** An archive as the app writes it, of these rows. */
export function archiveText(rows: Rows, tail: Partial<ArchiveTail> = {}, madeAt = "2026-11-22T10:00:00.000Z"): string {
  const count: Record<string, number> = {};
  const parts = [headText({ madeAt, schema: 1, account: null })];
  for (const [index, { name }] of tables.entries()) {
    const list = rows[name] ?? [];
    count[name] = list.length;
    parts.push(tableText(name, index === 0), ...list.map((row, at) => rowText(row, at === 0)), tableEndText);
  }
  parts.push(tailText({ refused: [], draft: "", count, ...tail }));
  return parts.join("");
}

/** A UUID that a number names. */
export const idOf = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
export const stampOf = (ms: number, counter = 0, client = "a".repeat(16)): string =>
  `${ms.toString(16).padStart(12, "0")}-${counter.toString(16).padStart(4, "0")}-${client}`;
export const morning = Date.UTC(2026, 10, 22, 8);
const iso = (ms: number): string => new Date(ms).toISOString();

export const messageRow = (n: number, fields: object = {}) => ({
  id: idOf(n),
  stamp: stampOf(morning + n * 1000),
  sender_type: "user",
  session_id: null,
  created_at: iso(morning + n * 1000),
  reply_to: null,
  reply_source: null,
  reply_attempt: null,
  message_text: `message ${n}`,
  mood_detected: null,
  sentiment_score: null,
  deleted_at: null,
  ...fields,
});
export const sessionRow = (n: number, fields: object = {}) => ({
  id: idOf(n),
  stamp: stampOf(morning + n * 1000),
  session_start: iso(morning),
  created_at: iso(morning),
  session_end: iso(morning + 60_000),
  total_duration_minutes: 1,
  activities: ["chat"],
  deleted_at: null,
  ...fields,
});
export const activityRow = (n: number, fields: object = {}) => ({
  id: idOf(n),
  stamp: stampOf(morning + n * 1000),
  kind: "game",
  session_id: idOf(1),
  started_at: iso(morning),
  day: "2026-11-22",
  ended_at: iso(morning + 60_000),
  deleted_at: null,
  ...fields,
});
export const dayRow = (day: string, fields: object = {}) => ({
  id: streakDayId(day),
  stamp: stampOf(morning),
  day,
  first_moment: `${day}T08:00:00.000Z+06:00`,
  last_moment: `${day}T09:00:00.000Z+06:00`,
  deleted_at: null,
  ...fields,
});
export const answerRow = (run: number, item: number, fields: object = {}) => ({
  id: answerId(run, item),
  stamp: stampOf(morning),
  run,
  item,
  answer: 3,
  answered_at: iso(morning),
  ...fields,
});
export const factRow = (n: number, fields: object = {}) => ({ id: idOf(n), stamp: stampOf(morning), text: `fact ${n}`, created_at: iso(morning), ...fields });
export const noteRow = (n: number, fields: object = {}) => ({
  id: idOf(n),
  stamp: stampOf(morning),
  shaped_by: { traits: [["extraversion", "low"]], facts: [idOf(1)] },
  deleted_at: null,
  ...fields,
});
export const preferenceRow = (key: string, value: unknown, ms = morning, fields: object = {}) => ({ id: preferenceId(key), stamp: stampOf(ms), key, value, ...fields });
export const reactionRow = (message: string, reaction: string | null, ms = morning, fields: object = {}) => ({
  id: reactionId(message),
  stamp: stampOf(ms),
  message_id: message,
  reaction,
  ...fields,
});

export interface Place {
  readonly device: Device;
  readonly platform: Platform;
}

/** A fresh device with a guest on it. */
export async function freshPlace(clock: Clock = browserClock): Promise<Place> {
  const platform: Platform = {
    upgrade: async () => upgradeDevice,
    clock,
    random: browserRandom(),
    locks: new FakeLocks(),
    network: { online: () => false },
    fetch: () => Promise.reject(new TypeError("no network")),
    origin: "https://app.invalid",
    idb: { indexedDB: new IDBFactory(), IDBKeyRange },
  };
  return { platform, device: await openDevice(platform) };
}

export function leave({ device }: Place): void {
  device.db.leave();
  device.registry.close();
}

/** Every synced row as others would see it, by table and id. */
export async function rowsOf({ device: { store } }: Place): Promise<Readonly<Record<string, readonly Row[]>>> {
  const found: Record<string, readonly Row[]> = {};
  for (const { name } of tables) found[name] = (await store.read([name], (tx) => tx.rowsAfter(name, "", 1e6))).map(opRow);
  return found;
}

export const pendingOf = ({ device: { store } }: Place): Promise<number> => store.read([], async (tx) => (await tx.outboxSize()).count);

/** Reads a file where a worker would. */
export const readHere: ReadFile = async (file, options) => {
  const told = async <T>(work: Promise<T>): Promise<Result<T, FileError>> => {
    try {
      return ok(await work);
    } catch (reason) {
      const error = fileErrorOf(reason);
      if (error === null) throw reason;
      return err(error);
    }
  };
  const found = await told(openFile(file, options));
  if (!found.ok) return found;
  const chunks = found.value.chunks();
  const next = async (): Promise<Chunk | null> => {
    const { done, value } = await chunks.next();
    return done === true ? null : value;
  };
  return ok({ ...found.value, next: () => told(next()), close: () => undefined });
};

/** What importing on this device takes. */
export const importDeps = (place: Place): ImportDeps => ({ ...place, read: readHere, onWritten: () => undefined });

export const fileOf = (...parts: readonly BlobPart[]): Blob => new Blob([...parts]);

export async function opened(place: Place, file: Blob | string, passphrase?: string): Promise<OpenedArchive> {
  const result = await openArchive(
    importDeps(place),
    typeof file === "string" ? fileOf(file) : file,
    passphrase === undefined ? {} : { passphrase },
  );
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Why it is refused; null: it is not. */
export async function refusal(place: Place, file: Blob | string, passphrase?: string): Promise<object | null> {
  const result = await openArchive(
    importDeps(place),
    typeof file === "string" ? fileOf(file) : file,
    passphrase === undefined ? {} : { passphrase },
  );
  return result.ok ? null : result.error;
}

/** Brings a file in; resolves with the number of rows that it changed. */
export async function bringIn(place: Place, file: Blob | string, passphrase?: string): Promise<number> {
  const result = await (await opened(place, file, passphrase)).bringIn();
  if (!result.ok) throw new Error(`not brought in: ${JSON.stringify(result.error)}`);
  return result.value.changed;
}

export const exportOf = ({ device }: Place, now = Date.now()): Promise<Blob> => exportJson(device, now, {});
