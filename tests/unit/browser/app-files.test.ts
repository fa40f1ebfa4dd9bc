import { beforeEach, describe, expect, it } from "vitest";
import { type AppFile, appFiles } from "../../../src/adapters/browser/app-files.ts";

const scope = "https://app.invalid/";
const one: readonly AppFile[] = [
  { url: "index.html", revision: "1" },
  { url: "assets/a-1.js" },
];
const two: readonly AppFile[] = [
  { url: "index.html", revision: "2" },
  { url: "assets/a-1.js" },
];

describe("the app's own files", () => {
  let kept: Map<string, string>;
  let asked: string[];
  let missing: string | null;
  let opened: string[];

  const asks = new Request("https://app.invalid/index.html");
  const cache = {
    match: async (key: string) => (kept.has(key) ? new Response(kept.get(key)) : undefined),
    put: async (key: string, response: Response) => void kept.set(key, await response.text()),
    keys: async () => [...kept.keys()].map((url) => ({ url })),
    delete: async (key: string) => kept.delete(key),
  };
  const files = (entries: readonly AppFile[]) =>
    appFiles(entries, {
      scope,
      caches: { open: async (name) => (opened.push(name), cache as never) },
      fetch: async ({ url, cache: mode }) => {
        asked.push(`${mode} ${url}`);
        return url === missing ? new Response("not found", { status: 404 }) : new Response(`of ${url}`);
      },
    });

  beforeEach(() => {
    kept = new Map();
    asked = [];
    opened = [];
    missing = null;
  });

  it("keeps every file, past the browser's own cache where the name does not tell the content", async () => {
    await files(one).install();
    expect(asked).toEqual(["reload https://app.invalid/index.html", "default https://app.invalid/assets/a-1.js"]);
    expect([...kept.keys()]).toEqual(["https://app.invalid/index.html?__WB_REVISION__=1", "https://app.invalid/assets/a-1.js"]);
    expect(new Set(opened)).toEqual(new Set(["workbox-precache-v2-https://app.invalid/"]));
  });

  it("an update takes only what changed, and leaves the running version whole until it is active", async () => {
    await files(one).install();
    asked = [];
    const next = files(two);
    await next.install();
    expect(asked).toEqual(["reload https://app.invalid/index.html"]);
    expect(await (await files(one).answer("/index.html", asks)).text()).toBe("of https://app.invalid/index.html");
    expect(kept.size).toBe(3);
    await next.activate();
    expect([...kept.keys()].sort()).toEqual(["https://app.invalid/assets/a-1.js", "https://app.invalid/index.html?__WB_REVISION__=2"]);
  });

  it("an install that lacks a file fails, and the next one goes on", async () => {
    missing = "https://app.invalid/assets/a-1.js";
    await expect(files(one).install()).rejects.toThrow("https://app.invalid/assets/a-1.js came with 404");
    missing = null;
    asked = [];
    await files(one).install();
    expect(asked).toEqual(["default https://app.invalid/assets/a-1.js"]);
  });

  it("answers what is kept without the network, and what was evicted with it", async () => {
    const app = files(one);
    await app.install();
    asked = [];
    expect(await (await app.answer("https://app.invalid/index.html", asks)).text()).toBe("of https://app.invalid/index.html");
    expect(asked).toEqual([]);
    kept.clear();
    expect(await (await app.answer("/index.html", asks)).text()).toBe("of https://app.invalid/index.html");
    expect(asked).toHaveLength(1);
    const broken = appFiles(one, { scope, caches: { open: () => Promise.reject(new Error("cleared")) }, fetch: async () => new Response("live") });
    expect(await (await broken.answer("/index.html", asks)).text()).toBe("live");
    expect([app.has("/index.html"), app.has("/config.json"), app.has("https://elsewhere.invalid/index.html")]).toEqual([true, false, false]);
  });
});
