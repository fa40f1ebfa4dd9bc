/** The floor of a durable write: one put in a strict transaction of its own, without any library. */
export interface StrictPuts {
  /** Puts one row and resolves, once it is committed, with the ms it took. */
  put(): Promise<number>;
  close(): void;
}

export async function openStrictPuts(): Promise<StrictPuts> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open("plain-strict", 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore("rows", { keyPath: "id" }));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("open failed")));
  });
  let id = 0;
  return {
    async put() {
      const from = performance.now();
      await new Promise<void>((resolve, reject) => {
        const transaction = database.transaction("rows", "readwrite", { durability: "strict" });
        transaction.objectStore("rows").put({ id: (id += 1), message_text: "a message of ordinary length, as people write them" });
        transaction.addEventListener("complete", () => resolve());
        transaction.addEventListener("abort", () => reject(transaction.error ?? new Error("aborted")));
      });
      return performance.now() - from;
    },
    close: () => database.close(),
  };
}
