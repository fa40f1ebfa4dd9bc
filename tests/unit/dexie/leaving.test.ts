/** What a WebKit page lets go of when it is put away (back/forward cache). */
import { afterEach, expect, it, vi } from "vitest";
import { device, promised } from "./device.ts";

type Listener = (event: Event) => void;

/** The module in a page of that browser, and what happens when that is left. */
async function pageOf(vendor: string) {
  const listeners: Listener[] = [];
  vi.resetModules();
  vi.stubGlobal("navigator", { vendor });
  vi.stubGlobal("addEventListener", (name: string, listener: Listener) => {
    if (name === "pagehide") listeners.push(listener);
  });
  const { letGoWhenLeft } = await import("../../../src/adapters/dexie/leaving.ts");
  const opening = device().indexedDB.open("left", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("words", { keyPath: "id" });
  const db = await promised(letGoWhenLeft(opening));
  const leave = (persisted: boolean): void => {
    for (const listener of listeners) listener(Object.assign(new Event("pagehide"), { persisted }));
  };
  return { db, leave };
}

const fate = (transaction: IDBTransaction): Promise<string> =>
  new Promise((resolve) => {
    for (const end of ["complete", "abort"]) transaction.addEventListener(end, () => resolve(end));
  });

afterEach(() => {
  vi.unstubAllGlobals();
});

it.each([
  ["Apple Computer, Inc.", true, "abort"],
  ["Apple Computer, Inc.", false, "complete"],
  ["Google Inc.", true, "complete"],
])("[T3] %s, kept %s: what is under way ends with %s", async (vendor, persisted, end) => {
  const { db, leave } = await pageOf(vendor);
  const transaction = db.transaction("words", "readwrite");
  const ended = fate(transaction);
  transaction.objectStore("words").put({ id: 1 });
  leave(persisted);
  expect(await ended).toBe(end);
});

it("[T3] what has asked for its commit is kept, and what is over is left alone", async () => {
  const { db, leave } = await pageOf("Apple Computer, Inc.");
  const over = db.transaction("words", "readwrite");
  await promised(over.objectStore("words").put({ id: 1 }));
  await fate(over);
  const committing = db.transaction("words", "readwrite");
  const ended = fate(committing);
  committing.objectStore("words").put({ id: 2 });
  committing.commit();
  leave(true);
  expect(await ended).toBe("complete");
  expect(await promised(db.transaction("words").objectStore("words").count())).toBe(2);
});
