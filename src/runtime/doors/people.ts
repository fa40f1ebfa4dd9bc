/** Everybody whose words are on this device, as a screen shows them: followed live, over every account's own database. */
import { openAccountDatabase } from "../../adapters/dexie/database.ts";
import type { BondhuDatabase } from "../../adapters/dexie/database.ts";
import type { IdbEnvironment } from "../../adapters/dexie/environment.ts";
import { live } from "../../adapters/dexie/live.ts";
import type { AccountRecord } from "../../adapters/dexie/registry.ts";
import { claimedIn, guestQuestion, type Roll, rollOf } from "../../adapters/dexie/roll.ts";
import { readWaiting } from "../../adapters/dexie/waiting.ts";
import type { Live } from "../../shared/live.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { GuestQuestionView, Person, WaitingView } from "../api.ts";
import type { Device } from "../device.ts";
import { combine, sameJson } from "../live.ts";
import { type BringingRow, bringingKey } from "../rows.ts";

interface Here {
  readonly device: Device;
  readonly idb: IdbEnvironment | undefined;
}

type Words = Pick<Person, "messages" | "waiting">;

const none: Words = { messages: 0, waiting: { changes: 0, refused: 0, asks: 0, bringing: 0, draft: false, mark: 0 } };

const wordsIn = async (db: BondhuDatabase, bringing = 0): Promise<Words> => {
  const [messages, waiting] = await Promise.all([db.chat_messages.filter((row) => row.deleted_at === null).count(), readWaiting(db)]);
  return { messages, waiting: { ...waiting, bringing } };
};

/** Of a database that is not open here; one that was never made, or that ends at this moment, has none. */
async function wordsOf({ device, idb }: Here, record: AccountRecord, bringing: number): Promise<Words> {
  if (record.name === device.account.name) return wordsIn(device.db, bringing);
  if (!record.entered || record.status !== "open") return none;
  try {
    const db = await openAccountDatabase(record.name, idb);
    try {
      return await wordsIn(db, bringing);
    } finally {
      db.leave();
    }
  } catch (reason) {
    if (reason instanceof DatabaseGone) return none;
    throw reason;
  }
}

function stateOf({ current, signedIn }: Roll, record: AccountRecord): Person["state"] {
  if (record.status === "claimed") return "coming";
  if (record.name === current) return "open";
  return record.userId === null || signedIn.has(record.userId) ? "ready" : "shut";
}

/** Rows of guests that are still to come, as far as it is known here; one that has not begun counts as one. */
async function bringingInto({ device }: Here, roll: Roll, userId: string | null): Promise<{ readonly done: number; readonly total: number } | null> {
  const claimed = claimedIn(roll.records, userId);
  if (claimed.length === 0) return null;
  const rows = await device.db.table<BringingRow, string>("kv").bulkGet(claimed.map(({ name }) => bringingKey(name)));
  return rows.reduce((sum, row) => ({ done: sum.done + (row?.done ?? 0), total: sum.total + (row?.total ?? 1) }), { done: 0, total: 0 });
}

/** Those who are open and can be opened first, oldest first; guests without words are left out unless they are open. */
export const people = (here: Here): Live<readonly Person[]> =>
  live(async () => {
    const roll = await rollOf(here.device.registry);
    const shown = roll.records.filter(({ status }) => status !== "dead").sort((a, b) => a.createdAt - b.createdAt);
    const found = await Promise.all(
      shown.map(async (record): Promise<Person> => {
        const words = await wordsOf(here, record, record.userId === null ? 0 : claimedIn(roll.records, record.userId).length);
        return { name: record.name, email: record.email ?? record.claimedBy?.email ?? null, state: stateOf(roll, record), ...words };
      }),
    );
    return found.filter(({ email, state, messages, waiting }) => email !== null || state === "open" || messages > 0 || waiting.changes > 0);
  }, sameJson);

const roll = ({ device }: Here): Live<Roll> => live(() => rollOf(device.registry));
const userOf = ({ records }: Roll, name: string): string | null => records.find((record) => record.name === name)?.userId ?? null;

export const bringing = (here: Here): Live<{ readonly done: number; readonly total: number } | null> =>
  live(async () => {
    const now = await rollOf(here.device.registry);
    return await bringingInto(here, now, userOf(now, here.device.account.name));
  }, sameJson);

export const waiting = (here: Here): Live<WaitingView> =>
  combine(
    [live(() => readWaiting(here.device.db)), bringing(here)],
    (found, coming): WaitingView => ({ ...found, bringing: coming === null ? 0 : Math.max(1, coming.total - coming.done) }),
    sameJson,
  );

export const question = (here: Here): Live<GuestQuestionView | null> => {
  return combine(
    [guestQuestion(here.device.registry), people(here), roll(here)],
    (found, all): GuestQuestionView | null => {
      const guest = all.find(({ name, state }) => name === found?.guest && state === "ready");
      const account = all.find(({ name, state }) => name === found?.account && state === "open");
      return guest === undefined || account === undefined ? null : { guest, email: account.email ?? "" };
    },
    sameJson,
  );
};
