/**
 * What a page must let go of as it is put away. WebKit keeps a page that is left, its transactions with it: nothing of them goes on, and
 * whoever wants the same tables waits for ever; one in seven pages that were opened right behind a busy one never got its storage.
 * Chromium and Gecko end or do not keep such pages.
 */
const live = new Set<IDBTransaction>();

/** Follows the transactions of a connection from here on. */
function follow(db: IDBDatabase): void {
  const begin = db.transaction.bind(db);
  db.transaction = (...given) => {
    const transaction = begin(...given);
    live.add(transaction);
    for (const end of ["complete", "abort"]) transaction.addEventListener(end, () => live.delete(transaction));
    return transaction;
  };
}

/** Nothing that was promised is lost: a command resolves after its commit, and one that has asked for that cannot be aborted any more. */
function letGo(): void {
  for (const transaction of live) {
    try {
      transaction.abort();
    } catch (reason) {
      if (!(reason instanceof DOMException) || reason.name !== "InvalidStateError") throw reason;
    }
  }
}

const keepsTransactions = (): boolean => Reflect.get(globalThis.navigator ?? {}, "vendor") === "Apple Computer, Inc.";

/** `request` opens a database: in WebKit its transactions end when the page is put away. */
export function letGoWhenLeft(request: IDBOpenDBRequest): IDBOpenDBRequest {
  if (keepsTransactions()) request.addEventListener("success", () => follow(request.result));
  return request;
}

globalThis.addEventListener?.("pagehide", (event: Event) => {
  if (Reflect.get(event, "persisted") === true) letGo();
});
