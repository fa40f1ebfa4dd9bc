/** Who comes and goes on this device: the registry's transactions that a start does not need. */
import type { DatabaseName } from "../../domain/ids.ts";
import { DatabaseGone } from "../../sync/ports.ts";
import { currentIn, currentKey, guestIn, makeCurrent, toGuest } from "./registry.ts";
import type { AccountRecord, Registry, RegistryTables, SessionRecord, UserIdentity } from "./registry.ts";

/** Everybody on this device at one moment. */
export interface Roll {
  readonly records: readonly AccountRecord[];
  readonly current: DatabaseName | null;
  /** Users whose tokens are here. */
  readonly signedIn: ReadonlySet<string>;
}

export const rollOf = (registry: Registry): Promise<Roll> =>
  registry.run("r", async (tables) => ({
    records: await tables.accounts.toArray(),
    current: (await currentIn(tables))?.name ?? null,
    signedIn: new Set(await tables.sessions.toCollection().primaryKeys()),
  }));

/** What was claimed for a user and has not wholly arrived. */
export const claimedIn = (records: readonly AccountRecord[], userId: string | null): readonly AccountRecord[] =>
  records.filter((record) => record.status === "claimed" && record.claimedBy?.userId === userId);

/** G1: a guest's words and the account that was entered from there; what becomes of them has not been said yet. */
export interface GuestQuestion {
  readonly guest: DatabaseName;
  readonly account: DatabaseName;
}
const questionKey = "guestQuestion";
const questionIn = async ({ settings }: RegistryTables): Promise<GuestQuestion | null> =>
  ((await settings.get(questionKey))?.value as GuestQuestion | undefined) ?? null;

/** null: nothing is to be asked. */
export const questionOf = (registry: Registry): Promise<GuestQuestion | null> => registry.run("r", questionIn);
export const unask = (registry: Registry): Promise<void> => registry.run("rw!", ({ settings }) => settings.delete(questionKey));
/** The question is settled with either of those whom it is about. */
async function unaskIn(tables: RegistryTables, name: DatabaseName): Promise<void> {
  const asked = await questionIn(tables);
  if (asked?.guest === name || asked?.account === name) await tables.settings.delete(questionKey);
}

const ofUser = async ({ accounts }: RegistryTables, userId: string): Promise<AccountRecord | undefined> =>
  (await accounts.where("userId").equals(userId).toArray()).find(({ status }) => status === "open");

async function openIn({ accounts }: RegistryTables, name: DatabaseName): Promise<AccountRecord> {
  const record = await accounts.get(name);
  if (record?.status !== "open") throw new DatabaseGone(`${name} is not an open account of this device`);
  return record;
}

/**
 * Somebody has signed in: their tokens, their database's record, and that it is current, at once. `fresh`: the account is new and has no
 * words anywhere, so the guest's database, its outbox with it, may simply become its own. Otherwise the guest stays apart, and what
 * becomes of those words is asked (G1).
 */
export const enterAs = (registry: Registry, session: SessionRecord, fresh: boolean): Promise<AccountRecord> =>
  registry.run("rw!", async (tables) => {
    const user = { userId: session.userId, email: session.email };
    const [known, current] = [await ofUser(tables, user.userId), await currentIn(tables)];
    const guest = current?.kind === "guest" ? current : null;
    await tables.sessions.put(session);
    if (guest && fresh && !known) return makeCurrent(tables, { ...guest, kind: "user", ...user });
    const record = await makeCurrent(tables, { ...(known ?? tables.fresh("user", user.userId)), email: user.email });
    if (guest) await tables.settings.put({ key: questionKey, value: { guest: guest.name, account: record.name } satisfies GuestQuestion });
    return record;
  });

/** One tap: an account whose tokens are here, or a guest, becomes current; false: it opens only by signing in. */
export const reopen = (registry: Registry, name: DatabaseName): Promise<boolean> =>
  registry.run("rw!", async (tables) => {
    const record = await openIn(tables, name);
    if (record.userId !== null && (await tables.sessions.get(record.userId)) === undefined) return false;
    await makeCurrent(tables, record);
    return true;
  });

/** T4, keep: the tokens are forgotten and a guest is current; the database stays, behind its account's name. */
export const shut = (registry: Registry, name: DatabaseName): Promise<void> =>
  registry.run("rw!", async (tables) => {
    const { userId } = await openIn(tables, name);
    if (userId !== null) await tables.sessions.delete(userId);
    if ((await currentIn(tables))?.name === name) await toGuest(tables);
  });

/**
 * T4: ends an account on this device, its tokens with it, and `along`, what was claimed for it and is given up too. Not current any more:
 * the guest who is here is, if there is one.
 */
export const end = (registry: Registry, name: DatabaseName, along: readonly DatabaseName[] = []): Promise<void> =>
  registry.run("rw!", async (tables) => {
    const { accounts, sessions, settings } = tables;
    const [record, current] = [await accounts.get(name), await currentIn(tables)];
    for (const each of [name, ...along]) await accounts.update(each, { status: "dead" });
    await unaskIn(tables, name);
    if (record?.userId && (await ofUser(tables, record.userId)) === undefined) await sessions.delete(record.userId);
    if (current?.name !== name) return;
    const guest = await guestIn(tables);
    if (guest) await makeCurrent(tables, guest);
    else await settings.delete(currentKey);
  });

/** Removes the record of an ended account, once its database is gone. */
export const forget = (registry: Registry, name: DatabaseName): Promise<void> =>
  registry.run("rw!", async ({ accounts }) => {
    if ((await accounts.get(name))?.status === "open") throw new Error("forget: end the account first");
    await accounts.delete(name);
  });

/** G2: from now on this guest's words go to `user` and to nobody else. False: it is not there, current, or claimed by another. */
export const claim = (registry: Registry, name: DatabaseName, user: UserIdentity): Promise<boolean> =>
  registry.run("rw!", async (tables) => {
    const record = await tables.accounts.get(name);
    if (record?.status === "claimed") return record.claimedBy?.userId === user.userId;
    if (record?.status !== "open" || record.kind !== "guest" || (await currentIn(tables))?.name === name) return false;
    await tables.accounts.put({ ...record, status: "claimed", claimedBy: user });
    await unaskIn(tables, name);
    return true;
  });
