/**
 * The app's own files in Cache Storage, for starts without a network. Name and keys are those that Workbox used before, so that a device
 * takes an update by its changed files alone. Guarantees: an install that lacks one file fails whole, and what is kept of the version
 * that runs is taken away only once the next one is active.
 */

/** As the build lists them; absent: the address names the content. */
export interface AppFile {
  readonly url: string;
  readonly revision?: string;
}

export interface AppFilesOptions {
  readonly scope: string;
  readonly caches: Pick<CacheStorage, "open">;
  readonly fetch: (request: Request) => Promise<Response>;
}

export interface AppFiles {
  install(): Promise<void>;
  /** Takes away what other versions kept. */
  activate(): Promise<void>;
  has(url: string): boolean;
  /** What was kept of `file`. Where it is gone after all (the browser has cleared a part), as if there were no worker. */
  answer(file: string, request: Request): Promise<Response>;
}

export function appFiles(entries: readonly AppFile[], { scope, caches, fetch }: AppFilesOptions): AppFiles {
  const keys = new Map(
    entries.map(({ url, revision }) => {
      const address = new URL(url, scope);
      const key = new URL(address);
      if (revision !== undefined) key.searchParams.set("__WB_REVISION__", revision);
      return [address.href, key.href] as const;
    }),
  );
  const open = (): Promise<Cache> => caches.open(`workbox-precache-v2-${scope}`);
  const keyOf = (url: string): string | undefined => keys.get(new URL(url, scope).href);

  return {
    async install() {
      const cache = await open();
      // One after the other: the page that is being looked at needs the connection too.
      for (const [url, key] of keys) {
        if ((await cache.match(key)) !== undefined) continue;
        const response = await fetch(new Request(url, { cache: key === url ? "default" : "reload", credentials: "same-origin" }));
        if (!response.ok) throw new TypeError(`${url} came with ${response.status}`);
        // A browser takes no redirected answer for a navigation.
        await cache.put(key, response.redirected ? new Response(response.body, response) : response);
      }
    },
    async activate() {
      const cache = await open();
      const kept = new Set(keys.values());
      for (const { url } of await cache.keys()) if (!kept.has(url)) await cache.delete(url);
    },
    has: (url) => keyOf(url) !== undefined,
    async answer(file, request) {
      const key = keyOf(file);
      const kept = key === undefined ? undefined : await open().then((cache) => cache.match(key, { ignoreVary: true })).catch(() => undefined);
      return kept ?? (await fetch(request));
    },
  };
}
