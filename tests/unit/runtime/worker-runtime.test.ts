import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkerRuntime } from "../../../src/runtime/worker-runtime.ts";
import { lockName } from "../../../src/sync/engine.ts";
import { Backend, follow, Phone, userOf } from "./phone.ts";
import { eventually } from "../../support/eventually.ts";

let backend = new Backend();
let phone = new Phone(backend);
beforeEach(() => {
  backend = new Backend();
  phone = new Phone(backend);
});
afterEach(() => phone.closeAll());

const worker = () => createWorkerRuntime(phone.platform(() => undefined));
const texts = (sender: string): unknown[] =>
  backend.server
    .rows(userOf("a@b.c"), "chat_messages")
    .filter((row) => row["sender_type"] === sender)
    .map((row) => row["message_text"]);

/** Signed in, then offline with one message queued and the page closed; its database's name. */
async function closedWithOneMessage(): Promise<string> {
  const tab = await phone.open();
  await tab.runtime.commands.signUp("a@b.c", "secret!");
  const status = follow(tab.runtime.queries.status);
  await eventually(() => expect(status.latest()).toMatchObject({ state: "synced" }));
  const report = follow(tab.runtime.queries.report);
  await eventually(() => expect(report.latest()).toBeDefined());
  phone.setOnline(false);
  const timeline = follow(tab.runtime.queries.timeline());
  await tab.runtime.commands.setPreference("offlineReply", "wait");
  await tab.runtime.commands.sendMessage("closed");
  await eventually(() => expect(timeline.latest()?.reply.kind).toBe("waiting"));
  await tab.close();
  return report.latest()?.databaseName ?? "";
}

describe("[C3] the worker's drain", () => {
  it("[C3] with every page closed it pushes what waits and has it answered", async () => {
    await closedWithOneMessage();
    phone.setOnline(true);
    expect(await worker().drain()).toBe(true);
    expect(texts("user")).toEqual(["closed"]);
    expect(texts("ai")).toEqual(["from the server"]);
  });

  it("[C3] unreached it asks for another try, and keeps everything", async () => {
    await closedWithOneMessage();
    const context = worker();
    expect(await context.drain()).toBe(false);
    phone.setOnline(true);
    expect(await context.drain()).toBe(true);
    expect(texts("user")).toEqual(["closed"]);
  });

  it("[C3] no account, a guest and a session that has ended: nothing to do, no further try", async () => {
    expect(await worker().drain()).toBe(true);
    const guest = await phone.open();
    await guest.runtime.commands.sendMessage("guest");
    expect(await worker().drain()).toBe(true);
    await guest.close();
    await closedWithOneMessage();
    phone.setOnline(true);
    backend.valid.clear();
    const refusing = phone.platform(() => undefined);
    const refused = createWorkerRuntime({
      ...refusing,
      fetch: async (url, init) =>
        url.includes("/auth/v1/token") ? Response.json({ error_code: "refresh_token_not_found" }, { status: 400 }) : refusing.fetch(url, init),
    });
    expect(await refused.drain()).toBe(true);
    expect(texts("user")).not.toContain("closed");
  });

  it("[C3] a lock holder that makes no progress does not count as drained", async () => {
    const name = await closedWithOneMessage();
    phone.setOnline(true);
    let letGo = (): void => undefined;
    const holder = phone.locks.run(lockName(name), { wait: true }, () => new Promise<void>((resolve) => (letGo = resolve)));
    const platform = phone.platform(() => undefined);
    const impatient = createWorkerRuntime({
      ...platform,
      clock: { now: () => platform.clock.now(), after: (ms, callback) => platform.clock.after(ms / 100, callback) },
    });
    expect(await impatient.drain()).toBe(false);
    letGo();
    await holder;
    await eventually(() => expect(texts("user")).toEqual(["closed"]));
  });

  it("[T3] a storage that was cleared under it is opened anew by the same wake", async () => {
    const context = worker();
    await closedWithOneMessage();
    expect(await context.drain()).toBe(false);
    for (const { name } of await phone.idb.indexedDB.databases()) {
      await new Promise((resolve) => phone.idb.indexedDB.deleteDatabase(name ?? "").addEventListener("success", resolve));
    }
    phone.setOnline(true);
    await closedWithOneMessage();
    phone.setOnline(true);
    expect(await context.drain()).toBe(true);
    expect(texts("user")).toEqual(["closed"]);
  });

  it("[C2] page and worker at once: every message arrives once", async () => {
    const tab = await phone.open();
    await tab.runtime.commands.signUp("a@b.c", "secret!");
    const context = worker();
    const sent = Array.from({ length: 12 }, (_, n) => `message ${n}`);
    for (const text of sent) {
      await tab.runtime.commands.sendMessage(text);
      void context.drain();
    }
    await eventually(() => expect(texts("user").toSorted()).toEqual(sent.toSorted()));
    const applied = [...backend.server.account(userOf("a@b.c")).applied.values()];
    expect(applied.filter((clients) => clients.length !== 1)).toEqual([]);
  });
});
