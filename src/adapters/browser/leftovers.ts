/** T4: what an account has left on this device outside its database. Page only. */

/** Mirrored for the first paint, from the account's preferences or what was chosen while it was open; device-level ones (a lock) stay. */
const mirrors = ["bondhu.theme", "bondhu.locale", "bondhu.country"];

interface Scope {
  readonly localStorage?: Storage;
  readonly caches?: CacheStorage;
  readonly navigator?: { readonly storage?: { getDirectory?(): Promise<FileSystemDirectoryHandle> } };
}

/** A place that this browser does not have, or keeps shut, holds nothing. */
async function unlessRefused(work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (reason) {
    if (!(reason instanceof DOMException)) throw reason;
  }
}

/** Whatever an account keeps outside its database has the database's name in its own: folders, caches, keys. `wasOpen`: the mirrors are its too. */
export async function removeLeftovers(name: string, wasOpen = true, scope: Scope = globalThis): Promise<void> {
  await unlessRefused(() => {
    const { localStorage } = scope;
    if (localStorage === undefined) return;
    for (const key of Object.keys(localStorage)) if ((wasOpen && mirrors.includes(key)) || key.includes(name)) localStorage.removeItem(key);
  });
  await unlessRefused(async () => {
    for (const key of (await scope.caches?.keys()) ?? []) if (key.includes(name)) await scope.caches?.delete(key);
  });
  await unlessRefused(async () => {
    const root = await scope.navigator?.storage?.getDirectory?.();
    if (root === undefined) return;
    const found: string[] = [];
    for await (const entry of root.keys()) if (entry.includes(name)) found.push(entry);
    for (const entry of found) await root.removeEntry(entry, { recursive: true });
  });
}
