/**
 * G1–G5: a guest's words into an account. The wish stands in the registry before anything else happens, so whoever starts next goes on
 * with it; each batch and the place it reached are one transaction, so nothing comes twice and nothing is left out.
 */
import { openClaimedDatabase } from "../../adapters/dexie/claimed.ts";
import type { BondhuDatabase } from "../../adapters/dexie/database.ts";
import { claimedIn, end } from "../../adapters/dexie/roll.ts";
import { emptyAccount, finishWipes } from "../../adapters/dexie/wipe.ts";
import type { DatabaseName } from "../../domain/ids.ts";
import { tables, type SyncedTable } from "../../domain/tables.ts";
import { mergeRows } from "../../sync/merge.ts";
import { opRow, opsBytes } from "../../sync/ops.ts";
import { DatabaseGone, type Row, type StoreTx } from "../../sync/ports.ts";
import { type DeletionsRow, hiddenBy } from "../deleted.ts";
import { type Device, inTime } from "../device.ts";
import { mutationSchema } from "../mutation-schema.ts";
import type { Platform } from "../platform.ts";
import { type AskRow, type BringingRow, bringingKey, type CrisisRow, type DraftRow, instant, type PrivateFactRow, type VisitRow } from "../rows.ts";

/** For one mutation, and its size as JSON: a push takes several of them along (P2, W2). */
const maxRows = 200;
const maxBytes = 60_000;

export interface BringDeps {
  readonly platform: Pick<Platform, "locks" | "idb" | "clock" | "random">;
  readonly device: Device;
  readonly signal: AbortSignal;
  /** After each batch: there is something to send. */
  readonly onWritten: () => void;
  /** Rows looked at for one mutation; absent: as many as go well together. */
  readonly batch?: number;
}

/** Goes on with what was claimed for the account that is open here, one tab at a time; resolves when nothing of it is left, or another tab is on it. */
export async function bringAll(deps: BringDeps): Promise<void> {
  const { registry, account } = deps.device;
  const { userId } = (await registry.account(account.name)) ?? account;
  if (userId === null) return;
  for (const { name } of claimedIn(await registry.accounts(), userId)) {
    await deps.platform.locks.run(`bondhu:claim:${name}`, { wait: true, signal: deps.signal }, () => bring(deps, name, userId));
  }
}

async function bring(deps: BringDeps, name: DatabaseName, userId: string): Promise<void> {
  const { platform, device, signal, onWritten } = deps;
  const { registry } = device;
  // Another tab has finished it while this one waited.
  if ((await registry.account(name))?.status !== "claimed") return;
  const guest = await opened(name, userId, platform);
  if (guest !== null) {
    try {
      let place = await placeOf(device, guest, name);
      while (place.table !== null && !signal.aborted) {
        place = await bringBatch(deps, guest, place, place.table);
        onWritten();
      }
      if (place.table !== null) return;
      await emptyAccount(guest, () => true);
    } finally {
      guest.leave();
    }
  }
  await end(registry, name);
  await inTime(platform, finishWipes(registry, platform.idb));
  await device.store.write(["kv"], (tx) => tx.side<BringingRow>("kv").delete(bringingKey(name)));
}

/** null: the browser has evicted it, or it is wiped already. */
async function opened(name: DatabaseName, userId: string, { idb }: Pick<Platform, "idb">): Promise<BondhuDatabase | null> {
  try {
    return await openClaimedDatabase(name, userId, idb);
  } catch (reason) {
    if (reason instanceof DatabaseGone) return null;
    throw reason;
  }
}

const order: readonly SyncedTable[] = tables.map((table) => table.name);
const isTable = (name: string): name is SyncedTable => order.some((table) => table === name);

type Place = Omit<BringingRow, "table"> & { readonly table: SyncedTable | null };

async function placeOf({ store }: Device, guest: BondhuDatabase, name: DatabaseName): Promise<Place> {
  const kept = await store.read(["kv"], (tx) => tx.side<BringingRow>("kv").get(bringingKey(name)));
  if (kept) return { ...kept, table: kept.table !== null && isTable(kept.table) ? kept.table : null };
  const counts = await Promise.all(order.map((table) => guest.table(table).count()));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return { key: bringingKey(name), table: order[0] ?? null, after: "", done: 0, total };
}

/** One mutation's worth, with the replies that are asked for; behind the last row, what is not in tables. */
async function bringBatch({ platform, device, batch = maxRows }: BringDeps, guest: BondhuDatabase, place: Place, table: SyncedTable): Promise<Place> {
  const rows = fitting(await guest.table<Row, string>(table).where(":id").above(place.after).limit(batch).toArray());
  const last = rows.at(-1);
  const following = order[order.indexOf(table) + 1] ?? null;
  const next: Place = { ...place, table: last ? table : following, after: last?.id ?? "", done: place.done + rows.length };
  const asks = table === "chat_messages" ? await guest.table<AskRow, string>("asks").bulkGet(rows.map(({ id }) => id)) : [];
  const visit = await guest.table<VisitRow, string>("kv").get("visit");
  const rest = next.table === null ? await restOf(guest) : null;
  // Deleted as a guest, or about to be (M2): nobody else has ever seen it.
  const hidden = hiddenBy(await guest.table<DeletionsRow, string>("kv").get("deletions"));
  const visits = visit === undefined ? [] : [visit, ...(visit.left ?? [])];
  const alive = rows.filter((row) => (row["deleted_at"] ?? null) === null && !hidden({ id: row.id, reply_to: replyTo(row) }));
  const ops = alive.map((row) => ({ table, row: brought(table, opRow(row), visits) }));
  await mergeRows({ store: device.store, clock: platform.clock, random: platform.random, tables, schema: mutationSchema }, ops, {
    tables: ["asks", "kv", "drafts", "private_facts"],
    async write(side) {
      for (const ask of asks) if (ask) await side<AskRow>("asks").put(ask);
      if (rest) await bringRest(side, rest);
      await side<BringingRow>("kv").put(next);
    },
  });
  return next;
}

const replyTo = ({ reply_to: to }: Row): string | null => (typeof to === "string" ? to : null);

/** From the beginning, as many as one mutation takes, and at least one. */
function fitting(rows: readonly Row[]): readonly Row[] {
  let bytes = 0;
  const end = rows.findIndex((row) => (bytes += opsBytes([{ table: "", row }])) > maxBytes);
  return end < 0 ? rows : rows.slice(0, Math.max(1, end));
}

/** The row as the account gets it. */
function brought(table: SyncedTable, row: Row, visits: readonly VisitRow[]): Row {
  // G3: whatever the account has chosen or answered, here or not here yet, counts as said later than this.
  if (table === "preferences" || table === "personality_answers") return { ...row, stamp: `000000000000${row.stamp.slice(12)}` };
  // The guest's last visit is over: it goes on as the account's own.
  if (table === "user_sessions") return ended(row, visits.find(({ sessionId }) => sessionId === row.id));
  if (table === "activities") for (const visit of visits) for (const one of visit.ongoing ?? []) if (one.id === row.id) return lasted(row, one.length, visit.seenAt);
  return row;
}

function ended(row: Row, visit: VisitRow | undefined): Row {
  if (visit === undefined || (row["session_end"] ?? null) !== null) return row;
  const end = Math.max(visit.seenAt, Date.parse(String(row["session_start"])));
  const lived = visit.lived ?? Math.max(0, visit.seenAt - visit.start);
  return { ...row, session_end: instant(end), total_duration_minutes: Math.round(lived / 60_000) };
}

function lasted(row: Row, length: number, latest: number): Row {
  const start = Date.parse(String(row["started_at"]));
  const end = instant(Math.max(start, Math.min(start + length, latest)));
  return end > String(row["ended_at"] ?? "") ? { ...row, ended_at: end } : row;
}

interface Rest {
  readonly draft: DraftRow | undefined;
  readonly crisis: CrisisRow | undefined;
  readonly visit: VisitRow | undefined;
  /** D2: they stay on this device, and become the account's. */
  readonly facts: readonly PrivateFactRow[];
}

const restOf = async (guest: BondhuDatabase): Promise<Rest> => ({
  draft: await guest.table<DraftRow, string>("drafts").get("chat"),
  crisis: await guest.table<CrisisRow, string>("kv").get("crisis"),
  visit: await guest.table<VisitRow, string>("kv").get("visit"),
  facts: await guest.table<PrivateFactRow, string>("private_facts").toArray(),
});

/** V5: a visit in which something was said that nobody has counted yet; the account's next heartbeat does. */
const owes = (visit: VisitRow | undefined): readonly VisitRow[] =>
  visit === undefined ? [] : [visit, ...(visit.left ?? [])].filter(({ owed = [] }) => owed.length > 0).map(({ offset: _, told: __, left: ___, ...one }) => one);

/** None of anybody's, long over. */
const noVisit: VisitRow = { key: "visit", sessionId: "", start: 0, seenAt: 0, activities: [] };

/** Words in the field come before those that stand there already; a card that was open stays open. */
async function bringRest(side: StoreTx["side"], { draft, crisis, visit, facts }: Rest): Promise<void> {
  const [drafts, kv] = [side<DraftRow>("drafts"), side<CrisisRow>("kv")];
  const owing = owes(visit);
  if (owing.length > 0) {
    const here = (await side<VisitRow>("kv").get("visit")) ?? noVisit;
    await side<VisitRow>("kv").put({ ...here, left: [...(here.left ?? []), ...owing] });
  }
  if (draft && draft.text.trim() !== "") {
    const here = (await drafts.get("chat"))?.text ?? "";
    await drafts.put({ key: "chat", text: here.trim() === "" ? draft.text : `${draft.text}\n${here}` });
  }
  if (crisis && !(await kv.get("crisis"))) await kv.put(crisis);
  for (const fact of facts) await side<PrivateFactRow>("private_facts").put(fact);
}
