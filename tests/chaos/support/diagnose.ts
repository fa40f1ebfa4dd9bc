/** What a page knows when its screen is not what it should be: read inside it, so it uses nothing from outside itself. */

export async function diagnosePage(): Promise<Record<string, unknown>> {
  const all = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error ?? new Error("not read")));
    });
  const databases: Record<string, unknown>[] = [];
  for (const { name = "", version } of await indexedDB.databases()) {
    const database = await all(indexedDB.open(name));
    try {
      const counts: Record<string, unknown> = { name, version };
      for (const store of database.objectStoreNames) counts[store] = await all(database.transaction(store).objectStore(store).count());
      if (database.objectStoreNames.contains("chat_messages")) {
        const order = database.transaction("chat_messages").objectStore("chat_messages").index("[stamp+id]");
        counts["newest"] = (await all(order.openCursor(null, "prev")))?.key;
        counts["engine"] = await all(database.transaction("state").objectStore("state").getAll());
      }
      databases.push(counts);
    } finally {
      database.close();
    }
  }
  const log = document.querySelector('[role="log"]');
  return {
    url: location.href,
    visibility: document.visibilityState,
    drawn: log?.querySelectorAll("article").length,
    belowTheEdge: log && log.scrollHeight - log.scrollTop - log.clientHeight,
    locks: await navigator.locks.query(),
    databases,
  };
}
