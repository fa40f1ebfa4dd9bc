/** T4 and the guests' rules as a page's runtime keeps them: several tabs, several accounts, a worker. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkerRuntime } from "../../../src/runtime/worker-runtime.ts";
import type { Leaving } from "../../../src/runtime/api.ts";
import { dump } from "../dexie/device.ts";
import { Backend, follow, Phone, userOf } from "./phone.ts";
import { eventually } from "../../support/eventually.ts";

let backend = new Backend();
let phone = new Phone(backend);
beforeEach(() => {
  backend = new Backend();
  phone = new Phone(backend);
});
afterEach(() => phone.closeAll());

async function tab() {
  const { runtime, reloads, close } = await phone.open();
  const timeline = follow(runtime.queries.timeline());
  const account = follow(runtime.queries.account);
  const status = follow(runtime.queries.status);
  const doors = await runtime.commands.doors();
  const people = follow(doors.people);
  const waiting = follow(doors.waiting);
  const own = (): string[] => (timeline.latest()?.messages ?? []).filter(({ sender }) => sender === "user").map(({ text }) => text);
  const person = (email: string | null) => people.latest()?.find((one) => one.email === email);
  /** Sent, answered, and told. */
  const quiet = () => eventually(async () => expect(await doors.send()).toEqual({ ok: true, value: undefined }));
  return { runtime, commands: runtime.commands, doors, account, status, waiting, own, person, people, quiet, reloads, close };
}
type Tab = Awaited<ReturnType<typeof tab>>;

/** The page that comes after one that reloaded. */
async function next(before: Tab): Promise<Tab> {
  await eventually(() => expect(before.reloads()).toBeGreaterThan(0));
  await before.close();
  return tab();
}
const sent = (email: string): unknown[] =>
  backend.server
    .rows(userOf(email), "chat_messages")
    .filter((row) => row["sender_type"] === "user" && row["deleted_at"] === null)
    .map((row) => row["message_text"])
    .sort();
const stored = async (): Promise<string> => {
  const names = (await phone.idb.indexedDB.databases()).map(({ name }) => name ?? "");
  return JSON.stringify(await Promise.all(names.map((name) => dump(phone.idb, name))));
};
/** Signed up, drained, then offline with a choice and a message of which nobody else knows. */
async function withSecret(email: string): Promise<Tab> {
  const here = await tab();
  await here.commands.signUp(email, "secret!");
  await eventually(() => expect(here.status.latest()).toMatchObject({ state: "synced" }));
  phone.setOnline(false);
  await here.commands.setPreference("offlineReply", "wait");
  await here.commands.sendMessage(`a secret of ${email}`);
  await eventually(() => expect(here.waiting.latest()).toMatchObject({ changes: 2, asks: 1 }));
  return here;
}

describe("signing out", () => {
  it("[T4] sync now sends what waits and then leaves nothing; offline it says so, and nothing is touched", async () => {
    const here = await withSecret("a@b.c");
    expect(await here.doors.send()).toEqual({ ok: false, error: "offline" });
    expect(await here.commands.signOut()).toEqual({ ok: false, error: { kind: "waiting" } });
    expect(here.own()).toEqual(["a secret of a@b.c"]);
    phone.setOnline(true);
    await eventually(async () => expect(await here.doors.send()).toEqual({ ok: true, value: undefined }));
    expect(sent("a@b.c")).toEqual(["a secret of a@b.c"]);
    expect(await here.commands.signOut()).toEqual({ ok: true, value: undefined });
    expect(await stored()).not.toMatch(/secret|a@b\.c/);
  });

  it("[T4] kept: shut for everybody, other tabs follow, and signing in again sends everything", async () => {
    const here = await withSecret("a@b.c");
    const stale = await tab();
    expect((await here.commands.signOut({ kind: "keep" })).ok).toBe(true);
    await eventually(() => expect(stale.reloads()).toBeGreaterThan(0));
    await stale.close();
    const guest = await next(here);
    await eventually(() => expect(guest.account.latest()).toEqual({ kind: "guest" }));
    await eventually(() => expect(guest.person("a@b.c")).toMatchObject({ state: "shut", waiting: { changes: 2 } }));
    expect(guest.own()).toEqual([]);
    const name = guest.person("a@b.c")?.name ?? "";
    expect(await guest.doors.open(name)).toEqual({ ok: false, error: "shut" });
    expect(guest.reloads()).toBe(0);
    // The worker has no tokens to send with.
    phone.setOnline(true);
    expect(await createWorkerRuntime(phone.platform(() => undefined)).drain()).toBe(true);
    expect(sent("a@b.c")).toEqual([]);
    await guest.commands.signIn("a@b.c", "secret!");
    const back = await next(guest);
    await eventually(() => expect(sent("a@b.c")).toEqual(["a secret of a@b.c"]));
    await eventually(() => expect(back.own()).toEqual(["a secret of a@b.c"]));
  });

  it("[T4] discarded: only what was named; another tab's last words are asked about again", async () => {
    const here = await withSecret("a@b.c");
    const other = await tab();
    const named: Leaving = { kind: "discard", mark: here.waiting.latest()?.mark ?? -1 };
    await other.commands.sendMessage("said in the last moment");
    expect(await here.commands.signOut(named)).toEqual({ ok: false, error: { kind: "waiting" } });
    await eventually(() => expect(here.own()).toContain("said in the last moment"));
    expect([here.reloads(), other.reloads()]).toEqual([0, 0]);
    await eventually(() => expect(here.waiting.latest()?.mark).not.toBe(named.mark));
    expect((await here.commands.signOut({ kind: "discard", mark: here.waiting.latest()?.mark ?? -1 })).ok).toBe(true);
    // The other tab goes too; what it still writes is refused, not lost in a database that comes back.
    await eventually(() => expect(other.reloads()).toBeGreaterThan(0));
    expect(await other.commands.sendMessage("too late")).toEqual({ ok: false, error: { kind: "gone" } });
    expect(await stored()).not.toMatch(/secret|last moment|too late|a@b\.c/);
    phone.setOnline(true);
    expect(sent("a@b.c")).toEqual([]);
  });
});

describe("several accounts", () => {
  it("[T4] open in one tap, offline too; each sees its own words only, and the worker sends for those that are not open", async () => {
    const first = await withSecret("a@b.c");
    phone.setOnline(true);
    await first.quiet();
    await first.commands.signIn("second@b.c", "secret!");
    const second = await next(first);
    phone.setOnline(false);
    await second.commands.setPreference("offlineReply", "wait");
    await second.commands.sendMessage("of the second");
    await eventually(() => expect(second.person("a@b.c")).toMatchObject({ state: "ready", waiting: { changes: 0 } }));
    const stale = await tab();
    expect((await second.doors.open(second.person("a@b.c")?.name ?? "")).ok).toBe(true);
    const again = await next(second);
    await eventually(() => expect(again.account.latest()).toMatchObject({ email: "a@b.c", signedOut: false }));
    await eventually(() => expect(again.own()).toEqual(["a secret of a@b.c"]));
    await eventually(() => expect(again.person("second@b.c")).toMatchObject({ state: "ready", waiting: { changes: 2 } }));
    // A tab that has not followed yet still writes, and into its own account.
    await eventually(() => expect(stale.reloads()).toBeGreaterThan(0));
    await stale.commands.sendMessage("of the stale tab");
    await stale.close();
    await eventually(() => expect(again.person("second@b.c")).toMatchObject({ waiting: { changes: 3 } }));
    phone.setOnline(true);
    expect(await createWorkerRuntime(phone.platform(() => undefined)).drain()).toBe(true);
    expect(sent("second@b.c")).toEqual(["of the second", "of the stale tab"]);
    expect(sent("a@b.c")).toEqual(["a secret of a@b.c"]);
    await eventually(() => expect(again.person("second@b.c")).toMatchObject({ waiting: { changes: 0 } }));
  });

  it("[T4] somebody who is not open can be removed: plainly when all has arrived, by name when not", async () => {
    const here = await withSecret("a@b.c");
    await here.commands.signOut({ kind: "keep" });
    const guest = await next(here);
    await eventually(() => expect(guest.person("a@b.c")).toBeDefined());
    const { name, waiting } = guest.person("a@b.c") ?? { name: "", waiting: { mark: -1 } };
    expect(await guest.doors.remove(name, null)).toEqual({ ok: false, error: { kind: "waiting" } });
    expect(await guest.doors.remove(name, waiting.mark - 1)).toEqual({ ok: false, error: { kind: "waiting" } });
    expect(await stored()).toContain("secret");
    expect((await guest.doors.remove(name, waiting.mark)).ok).toBe(true);
    expect(await stored()).not.toMatch(/secret|a@b\.c/);
    await eventually(() => expect(guest.person("a@b.c")).toBeUndefined());
    expect(guest.reloads()).toBe(0);
  });
});

describe("a guest who signs in", () => {
  /** Wrote two messages as a guest, then signed in to an account that has one. */
  async function signedIn(): Promise<Tab> {
    const first = await tab();
    await first.commands.signUp("known@b.c", "secret!");
    await first.commands.sendMessage("the account's");
    await eventually(() => expect(sent("known@b.c")).toEqual(["the account's"]));
    await first.quiet();
    expect(await first.commands.signOut()).toEqual({ ok: true, value: undefined });
    const guest = await next(first);
    await guest.commands.sendMessage("guest one");
    await guest.commands.sendMessage("guest two");
    await guest.commands.setPreference("theme", "dark");
    await guest.commands.saveDraft("in the field");
    await guest.commands.signIn("known@b.c", "secret!");
    return next(guest);
  }

  it("[G1] is asked, and nothing moves before the answer; apart, they stay as a guest's and can be brought in later", async () => {
    const here = await signedIn();
    const question = follow(here.doors.question);
    await eventually(() => expect(question.latest()).toMatchObject({ email: "known@b.c", guest: { email: null } }));
    expect(question.latest()?.guest.messages).toBeGreaterThanOrEqual(2);
    await here.doors.apart();
    await eventually(() => expect(question.latest()).toBeNull());
    await here.quiet();
    expect(sent("known@b.c")).toEqual(["the account's"]);
    const guest = here.person(null);
    expect(guest).toMatchObject({ state: "ready" });
    expect((await here.doors.open(guest?.name ?? "")).ok).toBe(true);
    const apart = await next(here);
    await eventually(() => expect(apart.own()).toEqual(["guest one", "guest two"]));
    // Open, they are nobody's to take.
    expect(await apart.doors.bring(guest?.name ?? "")).toEqual({ ok: false, error: "gone" });
  });

  it("[G2] brought in: every tab shows them, they reach the account once, and the guest is gone", async () => {
    const here = await signedIn();
    const other = await tab();
    await eventually(() => expect(here.person(null)).toBeDefined());
    const guest = here.person(null)?.name ?? "";
    const all = await Promise.all([here.doors.bring(guest), other.doors.bring(guest)]);
    expect(all.some(({ ok }) => ok)).toBe(true);
    for (const page of [here, other]) await eventually(() => expect([...page.own()].sort()).toEqual(["guest one", "guest two", "the account's"]));
    await eventually(() => expect(sent("known@b.c")).toEqual(["guest one", "guest two", "the account's"]));
    await eventually(() => expect(here.people.latest()?.map(({ email }) => email)).toEqual(["known@b.c"]));
    expect(await here.runtime.queries.draft()).toBe("in the field");
    expect(await phone.idb.indexedDB.databases()).toHaveLength(2);
    expect([here.reloads(), other.reloads()]).toEqual([0, 0]);
  });

  it("[G1] discarded: gone from this device, and from nowhere else", async () => {
    const here = await signedIn();
    await eventually(() => expect(here.person(null)).toBeDefined());
    const { name, waiting } = here.person(null) ?? { name: "", waiting: { mark: -1 } };
    expect((await here.doors.remove(name, waiting.mark)).ok).toBe(true);
    const question = follow(here.doors.question);
    await eventually(() => expect(question.latest()).toBeNull());
    await eventually(() => expect(here.own()).toEqual(["the account's"]));
    expect(await stored()).not.toMatch(/guest one|guest two/);
  });
});
