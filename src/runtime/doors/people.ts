/** Everybody whose words are on this device, as a screen shows them: over every account's own database. */
import type { AccountRecord } from "../../adapters/dexie/registry.ts";
import { claimedIn, questionOf, type Roll, rollOf } from "../../adapters/dexie/roll.ts";
import { readWaiting } from "../../adapters/dexie/waiting.ts";
import type { Live } from "../../shared/live.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import type { GuestQuestionView, Person, WaitingView } from "../api.ts";
import { type Device, enterDevice } from "../device.ts";
import type { Platform } from "../platform.ts";
import { type BringingRow, bringingKey } from "../rows.ts";
import { followed } from "./followed.ts";

export interface Here {
  readonly platform: Platform;
  readonly device: Device;
}

type Words = Pick<Person, "messages" | "waiting">;

const none: Words = { messages: 0, waiting: { changes: 0, refused: 0, asks: 0, bringing: 0, here: 0, draft: false, mark: 0 } };

/** Deleted ones are counted with the rest: telling them apart means reading all. */
const wordsIn = async ({ db, store }: Device, bringing: number): Promise<Words> => {
  const [messages, waiting] = await Promise.all([db.chat_messages.count(), readWaiting(store)]);
  return { messages, waiting: { ...waiting, bringing } };
};

/** Of a database that is not open here; one that was never made, or that ends at this moment, has none. */
async function wordsOf({ platform, device }: Here, record: AccountRecord, bringing: number): Promise<Words> {
  if (record.name === device.account.name) return wordsIn(device, bringing);
  if (!record.entered || record.status !== "open") return none;
  try {
    const other = await enterDevice(platform, device.registry, record);
    try {
      return await wordsIn(other, bringing);
    } finally {
      other.db.leave();
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

/** Rows of guests that are still to come into this account, as far as it is known here; one that has not begun counts as one. */
async function bringingNow({ device }: Here, roll: Roll): Promise<{ readonly done: number; readonly total: number } | null> {
  const userId = roll.records.find(({ name }) => name === device.account.name)?.userId ?? null;
  const claimed = claimedIn(roll.records, userId);
  if (claimed.length === 0) return null;
  const rows = await device.store.read(["kv"], (tx) => Promise.all(claimed.map(({ name }) => tx.side<BringingRow>("kv").get(bringingKey(name)))));
  return rows.reduce((sum, row) => ({ done: sum.done + (row?.done ?? 0), total: sum.total + (row?.total ?? 1) }), { done: 0, total: 0 });
}

/** Oldest first; guests without words are left out unless they are open. */
async function peopleNow(here: Here, roll: Roll): Promise<readonly Person[]> {
  const shown = roll.records.filter(({ status }) => status !== "dead").sort((a, b) => a.createdAt - b.createdAt);
  const found: Person[] = [];
  for (const record of shown) {
    const words = await wordsOf(here, record, record.userId === null ? 0 : claimedIn(roll.records, record.userId).length);
    found.push({ name: record.name, email: record.email ?? record.claimedBy?.email ?? null, state: stateOf(roll, record), ...words });
  }
  return found.filter(({ email, state, messages, waiting }) => email !== null || state === "open" || messages > 0 || waiting.changes > 0 || waiting.here > 0);
}

async function waitingNow(here: Here, roll: Roll): Promise<WaitingView> {
  const [found, coming] = await Promise.all([readWaiting(here.device.store), bringingNow(here, roll)]);
  return { ...found, bringing: coming === null ? 0 : Math.max(1, coming.total - coming.done) };
}

async function questionNow(here: Here, roll: Roll): Promise<GuestQuestionView | null> {
  const asked = await questionOf(here.device.registry);
  if (asked === null) return null;
  const all = await peopleNow(here, roll);
  const guest = all.find(({ name, state }) => name === asked.guest && state === "ready");
  const account = all.find(({ name, state }) => name === asked.account && state === "open");
  return guest === undefined || account === undefined ? null : { guest, email: account.email ?? "" };
}

const registry = ["accounts", "sessions", "settings"];
const words = ["outbox", "quarantine", "asks", "chat_messages", "private_facts"];

export function peopleViews(here: Here) {
  const { clock } = here.platform;
  const view = <T>(tables: readonly string[], read: (roll: Roll) => Promise<T>): Live<T> =>
    followed(clock, [...registry, ...tables], async () => read(await rollOf(here.device.registry)));
  return {
    people: view(words, (roll) => peopleNow(here, roll)),
    waiting: view([...words, "drafts", "kv"], (roll) => waitingNow(here, roll)),
    question: view(words, (roll) => questionNow(here, roll)),
    bringing: view(["kv"], (roll) => bringingNow(here, roll)),
  };
}
