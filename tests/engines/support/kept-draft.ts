/** What the device has kept of the draft, read beside the app. */
import type { Tab } from "./engine.ts";

export const keptDraft = (tab: Tab): Promise<string> =>
  tab.read(async () => {
    const result = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("no result")));
      });
    const drafts: string[] = [];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await result(indexedDB.open(name));
      if (database.objectStoreNames.contains("drafts")) {
        const rows: { readonly text: string }[] = await result(database.transaction("drafts").objectStore("drafts").getAll());
        drafts.push(...rows.map(({ text }) => text));
      }
      database.close();
    }
    return drafts.join("");
  });
