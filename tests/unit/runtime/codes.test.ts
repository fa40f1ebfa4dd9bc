/** E3, E5, E8, E9 on the device: whose session is kept, whose database opens, and what becomes of the words of an account that is gone. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLetters, type Letters } from "../../../src/adapters/supabase/letters.ts";
import type { Auth } from "../../../src/adapters/supabase/auth.ts";
import { openDeviceRegistry } from "../../../src/runtime/device.ts";
import type { Registry } from "../../../src/adapters/dexie/registry.ts";
import { createCodes } from "../../../src/runtime/letters/codes.ts";
import { err, ok } from "../../../src/shared/result.ts";
import { eventually } from "../../support/eventually.ts";
import { Backend, follow, Phone, userOf } from "./phone.ts";

const ana = "ana@example.org";
let backend: Backend;
let phone: Phone;
let registry: Registry;
beforeEach(async () => {
  backend = new Backend();
  phone = new Phone(backend);
  registry = await openDeviceRegistry(phone.platform(() => undefined));
});
afterEach(async () => {
  await phone.closeAll();
  registry.close();
});

/** Letters and codes of a server that knows one code, and what it was asked. */
function desk(change: Partial<Letters & Auth> = {}) {
  const asked: string[] = [];
  const opened = (email: string, newcomer: boolean) => ok({ session: phone.session(email), newcomer });
  const letters: Letters = {
    ask: async (purpose, email) => (asked.push(`ask ${purpose} ${email}`), ok(undefined)),
    open: async (purpose, email, code) => (code === "123456" ? opened(purpose === "changeEmail" ? ana : email, email.startsWith("new")) : err({ kind: "wrongCode" })),
    setPassword: async (token, password) => (asked.push(`password ${token.split("/")[0]} ${password}`), ok(undefined)),
    askToMove: async (_token, email) => (asked.push(`move ${email}`), ok(undefined)),
    deleteAccount: async (token) => (asked.push(`delete ${token.split("/")[0]}`), ok(undefined)),
    exists: async () => ok(false),
    ...change,
  };
  const auth: Auth = {
    ...phone.auth,
    signIn: async (email, password) => (password === "right" ? ok(phone.session(email)) : err({ kind: "invalidCredentials" })),
    signOut: async (token) => (asked.push(`end ${token.split("/")[0]}`), true),
    ...change,
  };
  return { letters, auth, asked };
}
async function open(change: Partial<Letters & Auth> = {}) {
  const { runtime, reloads } = await phone.open();
  const account = await registry.current();
  if (account === null) throw new Error("nobody is current");
  const { letters, auth, asked } = desk(change);
  // The database is the page's; of the device only registry, name and store are used here.
  const { openDevice } = await import("../../../src/runtime/device.ts");
  const device = await openDevice(phone.platform(() => undefined));
  const codes = await createCodes({ device, auth, letters, config: async () => null });
  return { runtime, reloads, codes, asked, device, done: () => device.db.leave() };
}

test("[E3] a new account's first code opens it with the guest's words, and sets the password that was given", async () => {
  const { codes, asked, done } = await open();
  const guest = await registry.current();
  expect(await codes.signIn("new@example.org", "000000", "mine")).toEqual(err({ kind: "wrongCode" }));
  expect(await codes.signIn(" new@example.org ", "123456", "mine")).toEqual(ok("new"));
  expect(asked).toEqual([`password ${userOf("new@example.org")} mine`]);
  expect(await registry.current()).toMatchObject({ name: guest?.name, kind: "user", userId: userOf("new@example.org") });
  done();
});

test("[E3] an account that was there keeps its password, and its own database opens", async () => {
  const { codes, asked, done } = await open();
  const guest = await registry.current();
  expect(await codes.signIn(ana, "123456", "mine")).toEqual(ok("known"));
  expect(asked).toEqual([]);
  expect((await registry.current())?.name).not.toBe(guest?.name);
  expect(await registry.sessions.read(userOf(ana))).toMatchObject({ email: ana });
  done();
});

test("[E3] a new account whose password could not be set is not entered, and its session ends", async () => {
  const { codes, asked, done } = await open({ setPassword: async () => err({ kind: "offline" }) });
  expect(await codes.signIn("new@example.org", "123456", "mine")).toEqual(err({ kind: "offline" }));
  expect(asked).toEqual([`end ${userOf("new@example.org")}`]);
  expect(await registry.current()).toMatchObject({ kind: "guest" });
  done();
});

test("[E6] a reset opens nothing on the device before the new password is set, and ends when nobody goes on", async () => {
  const { codes, asked, done } = await open();
  expect(await codes.choosePassword("mine")).toEqual(err({ kind: "wrongCode" }));
  expect(await codes.checkReset(ana, "123456")).toEqual(ok(undefined));
  expect(await registry.current()).toMatchObject({ kind: "guest" });
  codes.leaveReset();
  expect(asked).toEqual([`end ${userOf(ana)}`]);
  expect(await codes.choosePassword("mine")).toEqual(err({ kind: "wrongCode" }));
  await codes.checkReset(ana, "123456");
  expect(await codes.choosePassword("mine")).toEqual(ok(undefined));
  expect(asked.at(-1)).toBe(`password ${userOf(ana)} mine`);
  expect(await registry.current()).toMatchObject({ userId: userOf(ana) });
  done();
});

test("[E9] a fresh session takes the old one's place; one of somebody else is not kept", async () => {
  const { codes, runtime, asked, done } = await open();
  expect(await codes.prove({ kind: "password", password: "right" })).toEqual(err({ kind: "signedOut" }));
  await runtime.commands.signUp(ana, "right password");
  const before = await registry.sessions.read(userOf(ana));
  expect(await codes.prove({ kind: "password", password: "wrong" })).toEqual(err({ kind: "invalidCredentials" }));
  expect(await codes.prove({ kind: "password", password: "right" })).toEqual(ok(undefined));
  const after = await registry.sessions.read(userOf(ana));
  expect(after?.refreshToken).not.toBe(before?.refreshToken);
  expect(asked).toEqual([`end ${userOf(ana)}`]);
  // What a refresh of the old one brings now is dropped.
  expect(before && (await registry.sessions.renew({ ...before, accessToken: "late" }, before.refreshToken))).toBe(false);

  const stranger = await open({ open: async () => ok({ session: phone.session("ben@example.org"), newcomer: false }) });
  expect(await stranger.codes.prove({ kind: "code", code: "123456" })).toEqual(err({ kind: "otherAccount" }));
  expect(stranger.asked).toEqual([`end ${userOf("ben@example.org")}`]);
  expect(await registry.sessions.read(userOf("ben@example.org"))).toBeNull();
  expect(await registry.sessions.read(userOf(ana))).toEqual(after);
  stranger.done();
  done();
});

test("[E5] the new address stands here at once, and on another device after its next refresh", async () => {
  const moved = { ...phone.session(ana), email: "moved@example.org" };
  const { codes, runtime, done } = await open({ open: async () => ok({ session: moved, newcomer: false }) });
  const account = follow(runtime.queries.account);
  await runtime.commands.signUp(ana, "right password");
  expect(await codes.askToMove("moved@example.org")).toEqual(ok(undefined));
  expect(await codes.move("moved@example.org", "123456")).toEqual(ok(undefined));
  await eventually(() => expect(account.latest()).toMatchObject({ email: "moved@example.org" }));
  await registry.sessions.renew({ ...moved, email: "once-more@example.org", refreshToken: "next" }, moved.refreshToken);
  await eventually(() => expect(account.latest()).toMatchObject({ email: "once-more@example.org" }));
  account.stop();
  done();
});

test("[E8] the words of an account that is gone stay as a guest's, and another account gets them all", async () => {
  const { codes, runtime, done, device } = await open();
  await runtime.commands.sendMessage("before there was an account");
  await runtime.commands.signUp(ana, "right password");
  await eventually(() => expect(backend.server.rows(userOf(ana), "chat_messages").length).toBeGreaterThan(0));
  phone.setOnline(false);
  await runtime.commands.sendMessage("while it was deleted");
  // Nothing of it is good for anything any more.
  backend.valid.clear();
  await registry.sessions.clear(userOf(ana), (await registry.sessions.read(userOf(ana)))?.refreshToken ?? "");
  phone.setOnline(true);
  expect(await codes.isGone()).toBe(true);

  await codes.keepAsGuest();
  expect(await registry.current()).toMatchObject({ name: device.account.name, kind: "guest", userId: null, email: null });
  await runtime.commands.signUp("ben@example.org", "right password");
  const ofBen = () => backend.server.rows(userOf("ben@example.org"), "chat_messages").filter((row) => row["sender_type"] === "user");
  await eventually(() => expect(ofBen().map((row) => row["message_text"]).toSorted()).toEqual(["before there was an account", "while it was deleted"]));
  expect(backend.server.rows(userOf(ana), "chat_messages").filter((row) => row["sender_type"] === "user")).toHaveLength(1);
  done();
});

test("[E8] nobody is told that an account is gone while nobody can say", async () => {
  const { codes, runtime, done } = await open({ exists: async () => err({ kind: "offline" }) });
  await runtime.commands.signUp(ana, "right password");
  expect(await codes.isGone()).toBe(false);
  done();
});

test("[E2] the real letters are asked in the page's words", () => {
  expect(Object.keys(createLetters({ config: async () => null, fetch, now: () => 0, language: () => "en" })).toSorted()).toEqual(Object.keys(desk().letters).toSorted());
});
