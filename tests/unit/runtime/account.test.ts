import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Backend, follow, Phone, userOf } from "./phone.ts";
import { eventually } from "../../support/eventually.ts";

let backend = new Backend();
let phone = new Phone(backend);
beforeEach(() => {
  backend = new Backend();
  phone = new Phone(backend);
});
afterEach(() => phone.closeAll());

const ownTexts = (user: string): unknown[] =>
  backend.server
    .rows(user, "chat_messages")
    .filter((row) => row["sender_type"] === "user")
    .sort((a, b) => (a.stamp < b.stamp ? -1 : 1))
    .map((row) => row["message_text"]);
const texts = (timeline: ReturnType<typeof follow<{ readonly messages: readonly { readonly text: string }[] }>>): unknown[] =>
  timeline.latest()?.messages.map((message) => message.text) ?? [];

describe("accounts", () => {
  it("[C5] a guest signs up: the same database gets somewhere to go, without a reload", async () => {
    const { runtime, reloads } = await phone.open();
    const account = follow(runtime.queries.account);
    const status = follow(runtime.queries.status);
    await runtime.commands.sendMessage("written as a guest");
    await eventually(() => expect(status.latest()?.state).toBe("guest"));
    expect(await runtime.commands.signUp("a@b.c", "secret!")).toEqual({ ok: true, value: undefined });
    await eventually(() => expect(account.latest()).toMatchObject({ kind: "user", email: "a@b.c", signedOut: false }));
    await eventually(() => expect(status.latest()).toMatchObject({ state: "synced", pending: 0 }));
    expect(ownTexts(userOf("a@b.c"))).toEqual(["written as a guest"]);
    expect(reloads()).toBe(0);
  });

  it("[C1] to sync by hand in the moment that the page goes to another account is no error", async () => {
    const { runtime } = await phone.open();
    const status = follow(runtime.queries.status);
    await runtime.commands.signUp("a@b.c", "secret!");
    await eventually(() => expect(status.latest()?.state).toBe("synced"));
    const letGo = backend.hold();
    const before = backend.calls.length;
    const running = runtime.commands.syncNow();
    await eventually(() => expect(backend.calls.length).toBeGreaterThan(before));
    const stopped = runtime.stop();
    letGo();
    await expect(running).resolves.toBeUndefined();
    await stopped;
    await expect(runtime.commands.syncNow()).resolves.toBeUndefined();
  });

  it("[C2] another tab follows a sign-up without a reload and drains for the account", async () => {
    const first = await phone.open();
    const second = await phone.open();
    await first.runtime.commands.signUp("a@b.c", "secret!");
    const account = follow(second.runtime.queries.account);
    await eventually(() => expect(account.latest()?.kind).toBe("user"));
    await second.runtime.commands.sendMessage("from the second tab");
    await eventually(() => expect(ownTexts(userOf("a@b.c"))).toEqual(["from the second tab"]));
    expect([first.reloads(), second.reloads()]).toEqual([0, 0]);
  });

  it("[P1] signing in to an existing account opens its own database; the guest's words stay apart and come back", async () => {
    const guest = await phone.open();
    await guest.runtime.commands.sendMessage("guest words");
    await guest.runtime.commands.signIn("known@b.c", "secret!");
    await eventually(() => expect(guest.reloads()).toBeGreaterThan(0));
    await guest.close();

    const signedIn = await phone.open();
    const timeline = follow(signedIn.runtime.queries.timeline());
    await signedIn.runtime.commands.sendMessage("account words");
    await eventually(() => expect(ownTexts(userOf("known@b.c"))).toEqual(["account words"]));
    expect(texts(timeline)).not.toContain("guest words");
    const status = follow(signedIn.runtime.queries.status);
    await eventually(() => expect(status.latest()).toMatchObject({ state: "synced", pending: 0 }));
    await eventually(async () => expect(await signedIn.runtime.commands.signOut()).toEqual({ ok: true, value: undefined }));
    expect(signedIn.reloads()).toBeGreaterThan(0);

    const again = await phone.open();
    const back = follow(again.runtime.queries.timeline());
    await eventually(() => expect(texts(back)).toContain("guest words"));
    expect(texts(back)).not.toContain("account words");
  });

  it("[T4] signing out with something pending is refused, and nothing is touched", async () => {
    const { runtime, reloads } = await phone.open();
    await runtime.commands.signUp("a@b.c", "secret!");
    const status = follow(runtime.queries.status);
    await eventually(() => expect(status.latest()).toMatchObject({ state: "synced" }));
    phone.setOnline(false);
    await runtime.commands.sendMessage("not there yet");
    const refused = await runtime.commands.signOut();
    expect(refused).toEqual({ ok: false, error: { kind: "waiting" } });
    const timeline = follow(runtime.queries.timeline());
    await eventually(() => expect(texts(timeline)).toContain("not there yet"));
    expect(reloads()).toBe(0);
  });

  it("[T4] after signing out nothing of the account is left in IndexedDB", async () => {
    const { runtime } = await phone.open();
    await runtime.commands.signUp("a@b.c", "secret!");
    await runtime.commands.sendMessage("hello");
    const status = follow(runtime.queries.status);
    const reply = follow(runtime.queries.timeline());
    await eventually(() => expect(texts(reply)).toHaveLength(2));
    await eventually(() => expect(status.latest()).toMatchObject({ state: "synced", pending: 0 }));
    const report = follow(runtime.queries.report);
    await eventually(() => expect(report.latest()).toBeDefined());
    const name = report.latest()?.databaseName;
    expect((await runtime.commands.signOut()).ok).toBe(true);
    const left = await phone.idb.indexedDB.databases();
    expect(left.map((each) => each.name)).not.toContain(name);
  });

  it("[C5] a token that expired offline costs one refresh, and nothing is lost", async () => {
    const { runtime } = await phone.open();
    await runtime.commands.signUp("a@b.c", "secret!");
    const status = follow(runtime.queries.status);
    await eventually(() => expect(status.latest()).toMatchObject({ state: "synced" }));
    phone.setOnline(false);
    await runtime.commands.sendMessage("offline");
    backend.valid.clear();
    phone.setOnline(true);
    await eventually(() => expect(ownTexts(userOf("a@b.c"))).toEqual(["offline"]));
    await eventually(() => expect(status.latest()).toMatchObject({ state: "synced", pending: 0 }));
    expect(backend.calls.filter((path) => path === "/auth/v1/token")).toHaveLength(1);
  });

  it("[R8] online the server answers, and the message shows as answered", async () => {
    const { runtime } = await phone.open();
    await runtime.commands.signUp("a@b.c", "secret!");
    await runtime.commands.sendMessage("hello");
    const timeline = follow(runtime.queries.timeline());
    await eventually(() =>
      expect(timeline.latest()?.messages.map(({ text, state, source }) => [text, state, source])).toEqual([
        ["hello", "answered", null],
        ["from the server", "synced", "model"],
      ]),
    );
    await eventually(() => expect(timeline.latest()?.reply).toEqual({ kind: "idle" }));
  });
});
