import { describe, expect, it } from "vitest";
import { removeLeftovers } from "../../../src/adapters/browser/leftovers.ts";

const name = "bondhu-1234";

function scope() {
  const caches = new Set(["workbox-precache", `${name}-replies`]);
  const folders = new Set([`${name}-media`, "shared"]);
  const storage: Record<string, string> = { "bondhu.theme": "dark", "bondhu.locale": "bn", "bondhu.country": "BD", "bondhu.lock": "on", [`place:${name}`]: "7" };
  const localStorage = { removeItem: (key: string) => void delete storage[key] };
  Object.setPrototypeOf(storage, localStorage);
  const root = {
    async *keys() {
      yield* folders;
    },
    removeEntry: async (entry: string) => void folders.delete(entry),
  };
  const given = {
    localStorage: storage,
    caches: { keys: async () => [...caches], delete: async (key: string) => caches.delete(key) },
    navigator: { storage: { getDirectory: async () => root } },
  };
  return { given: given as object, left: () => [...Object.keys(storage), ...caches, ...folders].sort() };
}

describe("[T4] what an account leaves outside its database", () => {
  it("[T4] its folders, caches, keys and mirrors go; the app's own files and the lock stay", async () => {
    const { given, left } = scope();
    await removeLeftovers(name, true, given);
    expect(left()).toEqual(["bondhu.lock", "shared", "workbox-precache"]);
  });

  it("[T4] the mirrors are those of whoever is open, when another account goes", async () => {
    const { given, left } = scope();
    await removeLeftovers(name, false, given);
    expect(left()).toEqual(["bondhu.country", "bondhu.locale", "bondhu.lock", "bondhu.theme", "shared", "workbox-precache"]);
  });

  it("[T4] a place that this browser does not have, or keeps shut, holds nothing up", async () => {
    const shut = {
      caches: { keys: () => Promise.reject(new DOMException("no", "SecurityError")) },
      navigator: { storage: { getDirectory: () => Promise.reject(new DOMException("no", "SecurityError")) } },
    };
    await expect(removeLeftovers(name, true, shut as object)).resolves.toBeUndefined();
    await expect(removeLeftovers(name, true, {})).resolves.toBeUndefined();
  });
});
