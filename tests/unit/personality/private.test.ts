import { afterEach, describe, expect, it } from "vitest";
import "fake-indexeddb/auto";
import type { Fetch } from "../../../src/adapters/supabase/http.ts";
import { eventually } from "../../support/eventually.ts";
import { Backend, follow, Phone } from "../runtime/phone.ts";

const secret = "the letter from Kolkata";
const shared = "my cat is called Mishti";

describe("a fact of this device only", () => {
  let phone: Phone;
  afterEach(() => phone.closeAll());

  it.each(["guest", "account"])("[D2] is in no request, no reply and no context, whatever a device does with it (%s)", async (who) => {
    const backend = new Backend();
    const sent: string[] = [];
    const real = backend.fetch;
    const recording: Fetch = (input, init) => {
      sent.push(`${input} ${JSON.stringify(init.headers ?? {})} ${typeof init.body === "string" ? init.body : ""}`);
      return real(input, init);
    };
    Object.assign(backend, { fetch: recording });
    phone = new Phone(backend);
    const { runtime } = await phone.open();
    if (who === "account") expect((await runtime.commands.signUp("ana@example.org", "correct horse")).ok).toBe(true);
    const view = follow(runtime.queries.facts);
    expect((await runtime.commands.addFact(secret, true)).ok).toBe(true);
    expect((await runtime.commands.addFact(shared, false)).ok).toBe(true);
    await eventually(() => expect(view.latest()).toHaveLength(2));
    const timeline = runtime.queries.timeline();
    const chat = follow(timeline);
    // Offline: the device's own rules answer, who know of facts.
    phone.setOnline(false);
    // A fact is spoken of at times: until it has been.
    const told = (): boolean => chat.latest()?.messages.some(({ sender, text }) => sender === "ai" && text.includes("Mishti")) === true;
    for (let n = 0; n < 30 && (n < 4 || !told()); n++) {
      expect((await runtime.commands.sendMessage(`that letter, Kolkata, and my cat Mishti ${"again ".repeat(n)}`)).ok).toBe(true);
      await eventually(() => expect(chat.latest()?.messages.filter(({ sender }) => sender === "ai")).toHaveLength(n + 1));
    }
    const replies = (chat.latest()?.messages ?? []).filter(({ sender }) => sender === "ai");
    expect(replies.some(({ text }) => text.includes("Mishti"))).toBe(true);
    for (const { text } of replies) expect(text).not.toContain("letter");
    const shapes = await Promise.all(replies.map(({ id }) => runtime.queries.shaped(id)));
    expect(shapes.flatMap((shape) => shape?.facts ?? []).every((text) => text === shared)).toBe(true);
    phone.setOnline(true);
    if (who === "account") await runtime.commands.syncNow();
    // What is kept, in every store but the one that it lives in.
    const kept: string[] = [];
    for (const { name = "" } of await phone.idb.indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = phone.idb.indexedDB.open(name);
        opening.addEventListener("success", () => resolve(opening.result));
        opening.addEventListener("error", () => reject(opening.error ?? new Error(name)));
      });
      for (const table of db.objectStoreNames) {
        if (table === "private_facts") continue;
        const all = await new Promise<unknown[]>((resolve) => {
          const reading = db.transaction(table).objectStore(table).getAll();
          reading.addEventListener("success", () => resolve(reading.result));
        });
        kept.push(JSON.stringify(all));
      }
      db.close();
    }
    expect(kept.some((text) => text.includes(secret))).toBe(false);
    expect(sent.filter((request) => request.includes(secret))).toEqual([]);
    if (who === "account") expect(sent.some((request) => request.includes(shared))).toBe(true);
    timeline.close();
    view.stop();
    chat.stop();
  });
});
