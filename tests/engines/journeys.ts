/** The core journeys, written once and made in every engine. A server that is away is a process that is gone. */
import { expect, test } from "vitest";
import { pushes } from "./support/pushes.ts";
import { keptDraft } from "./support/kept-draft.ts";
import { soon } from "./support/chat.ts";
import type { Launch } from "./support/engine.ts";
import { Place } from "./support/place.ts";

const texts = (count: number, word: string): string[] => Array.from({ length: count }, (_, index) => `${word} number ${index + 1}.`);
const stallsWithinMs = 35_000;

export interface Traits {
  /** The browser wakes the worker by itself (C3); without it only C1's wakes are left. */
  readonly backgroundSync: boolean;
}

export function journeys(launch: Launch, traits: Traits): void {
  const journey = (title: string, walk: (place: Place) => Promise<void>): void => {
    test(title, async () => {
      const place = await Place.make(launch);
      try {
        await walk(place);
      } catch (error) {
        console.log(`${place.version}, ${title}:\n${await place.words()}`);
        throw error;
      } finally {
        await place.leave();
      }
    });
  };

  journey("[W1] first use: loaded once, then without a server one writes, is answered and finds everything after a reload", async (place) => {
    const chat = await place.chat();
    await place.down();
    const written = texts(3, "first");
    for (const text of written) await chat.send(text);
    await soon(() => chat.own()).toEqual(written);
    await soon(async () => (await chat.messages()).at(-1)?.sender).toBe("ai");
    const said = await chat.said();
    await chat.reload();
    await soon(() => chat.said()).toEqual(said);
    expect(await chat.status()).toMatchObject({ state: "guest", pending: expect.any(Number) });
    expect((await chat.status()).pending).toBeGreaterThanOrEqual(written.length);
  });

  journey("[R8] a reload keeps the conversation, the draft, and the reply that was on its way", async (place) => {
    const chat = await place.signedIn();
    await chat.send("before the reload");
    await soon(async () => (await chat.replies()).length).toBe(1);
    await chat.drained();
    place.freeze();
    await chat.send("asked when the server had stopped answering");
    await chat.write("a draft, not sent yet");
    await soon(() => keptDraft(chat.tab)).toBe("a draft, not sent yet");
    await soon(async () => (await chat.said()).length).toBe(3);
    const said = await chat.said();
    await chat.reload();
    await soon(() => chat.draft()).toBe("a draft, not sent yet");
    await soon(async () => (await chat.said()).slice(0, 3)).toEqual(said);
    place.thaw();
    await soon(async () => (await chat.replies()).length).toBe(2);
    await chat.drained();
    const asked = (await chat.messages()).filter(({ sender }) => sender === "user").map(({ id }) => id);
    await soon(() => place.repliesArrived()).toEqual(asked);
    expect(await chat.messages()).toHaveLength(4);
    expect(await chat.draft()).toBe("a draft, not sent yet");
  });

  journey("[C1] online again: what was written while the server was away arrives once, with the page left alone", async (place) => {
    const chat = await place.signedIn();
    expect(await chat.tab.read(() => "SyncManager" in globalThis)).toBe(traits.backgroundSync);
    await place.down();
    const written = texts(6, "away");
    for (const text of written) await chat.send(text);
    await soon(async () => (await chat.status()).pending).toBeGreaterThanOrEqual(written.length);
    await place.up();
    await chat.drained(60_000);
    expect(await place.arrived()).toEqual(written);
    await soon(() => chat.own()).toEqual(written);
    await soon(async () => (await chat.messages()).every(({ state }) => state === "synced" || state === "answered")).toBe(true);
  });

  journey("[C1] online again with every tab closed: the next start sends it", async (place) => {
    const chat = await place.signedIn();
    // A window that is never the app's, so that closing the last tab does not end the browser.
    await place.newTab();
    await place.down();
    const written = texts(3, "closed");
    for (const text of written) await chat.send(text);
    await place.closeTab(chat);
    await place.up();
    const next = await place.chat();
    await next.drained();
    expect(await place.arrived()).toEqual(written);
    await soon(() => next.own()).toEqual(written);
  });

  journey("[C1] a page that knows it is offline waits in silence; the browser's `online` wakes it", async (place) => {
    const chat = await place.signedIn();
    // What a browser does when its last network goes; no driver can make all three do it.
    const network = (now: "online" | "offline") =>
      chat.tab.read((event) => {
        Object.defineProperty(navigator, "onLine", { configurable: true, get: () => event === "online" });
        globalThis.dispatchEvent(new Event(event));
      }, now);
    await network("offline");
    await soon(() => chat.status()).toEqual({ state: "offline", pending: 0 });
    const before = (await pushes(chat.tab)).length;
    const written = texts(3, "offline");
    for (const text of written) await chat.send(text);
    expect((await chat.status()).state).toBe("offline");
    expect((await pushes(chat.tab)).length).toBe(before);
    await network("online");
    await chat.drained();
    expect(await place.arrived()).toEqual(written);
  });

  journey("[C2] two tabs: one conversation, one drain at a time, also when both send at once", async (place) => {
    const one = await place.signedIn();
    const two = await place.chat();
    await one.tab.show();
    await one.send("from the first tab");
    await soon(() => two.own()).toEqual(["from the first tab"]);
    await two.tab.show();
    await two.send("from the second tab");
    await soon(() => one.own()).toEqual(["from the first tab", "from the second tab"]);
    for (const round of [1, 2, 3]) {
      await one.write(`one, round ${round}`);
      await two.write(`two, round ${round}`);
      await Promise.all([one, two].map((chat) => chat.tab.press({ role: "button", name: "Send" })));
      for (const chat of [one, two]) await soon(() => chat.draft()).toBe("");
    }
    await one.drained();
    await two.drained();
    const arrived = await place.arrived();
    expect(arrived).toHaveLength(8);
    expect(new Set(arrived).size).toBe(8);
    await soon(() => one.own()).toEqual(arrived);
    await soon(() => two.own()).toEqual(arrived);
    const said = await one.said();
    await soon(() => two.said()).toEqual(said);
    const all = [...(await pushes(one.tab)), ...(await pushes(two.tab))].sort((a, b) => a.from - b.from);
    expect(all.length).toBeGreaterThanOrEqual(2);
    const overlapping = all.filter((push, index) => all.slice(0, index).some((earlier) => earlier.to > push.from));
    expect(overlapping).toEqual([]);
  });

  journey("[T1] the server is down: the app starts from the worker's cache, says how it stands, and recovers", async (place) => {
    const chat = await place.signedIn();
    await chat.send("while it was up");
    await chat.drained();
    await place.down();
    await chat.reload();
    await soon(() => chat.own()).toEqual(["while it was up"]);
    await chat.send("while it is down");
    await soon(() => chat.own()).toEqual(["while it was up", "while it is down"]);
    await soon(async () => (await chat.messages()).at(-1)?.sender).toBe("ai");
    const told = new Set<string>();
    const look = async () => {
      const { state, pending } = await chat.status();
      expect(pending).toBeGreaterThan(0);
      told.add(state);
      return state;
    };
    await soon(look, stallsWithinMs).toBe("stalled");
    expect([...told]).not.toContain("synced");
    const second = await place.chat();
    await soon(() => second.own()).toEqual(["while it was up", "while it is down"]);
    await place.up();
    await second.tab.show();
    await second.drained(60_000);
    await chat.drained();
    expect(await place.arrived()).toEqual(["while it was up", "while it is down"]);
  });
}
