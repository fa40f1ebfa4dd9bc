/** What is read inside a page: these functions are sent to it, so they use nothing from outside themselves. */

export interface MessageRow {
  readonly id: string;
  readonly stamp: string;
  readonly sender_type: string;
  readonly message_text: string;
  readonly reply_to: string | null;
}

export interface Look {
  readonly sync: string;
  readonly pending: string;
  /** The articles that are drawn: the end of the conversation. */
  readonly drawn: readonly { readonly id: string; readonly sender: string; readonly state: string; readonly text: string }[];
  /** The messages of every account's database on the device, in timeline order. */
  readonly messages: readonly MessageRow[];
  readonly outbox: number;
  readonly quarantined: number;
  readonly asks: number;
  readonly draft: string;
}

/** Tells of every bubble of one's own as it appears. */
export function reportBubbles(): void {
  const told = new Set<string>();
  const tell = (id: string, text: string): void => {
    const binding = Reflect.get(globalThis, "bondhuShown") as (id: string, text: string) => Promise<void>;
    void binding(id, text);
  };
  const observer = new MutationObserver(() => {
    for (const article of document.querySelectorAll<HTMLElement>('article[data-sender="user"]')) {
      const id = article.dataset["messageId"] ?? "";
      const text = article.querySelector("[data-message-text]")?.textContent ?? "";
      if (told.has(id)) continue;
      told.add(id);
      tell(id, text);
    }
  });
  observer.observe(document, { subtree: true, childList: true });
}

export async function lookAtPage(): Promise<Look> {
  const badge = document.querySelector("[data-sync]");
  const found = { messages: [] as MessageRow[], outbox: 0, quarantined: 0, asks: 0, draft: "" };
  const all = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error ?? new Error("not read")));
    });
  for (const { name = "" } of await indexedDB.databases()) {
    if (!name.startsWith("bondhu-")) continue;
    const database = await all(indexedDB.open(name));
    try {
      const transaction = database.transaction(["chat_messages", "outbox", "quarantine", "asks", "drafts"]);
      const rows = (store: string): Promise<unknown[]> => all(transaction.objectStore(store).getAll());
      const [messages, outbox, quarantine, asks, drafts] = await Promise.all(["chat_messages", "outbox", "quarantine", "asks", "drafts"].map(rows));
      found.messages.push(...((messages ?? []) as MessageRow[]));
      found.outbox += outbox?.length ?? 0;
      found.quarantined += quarantine?.length ?? 0;
      found.asks += asks?.length ?? 0;
      found.draft += (drafts as { readonly text: string }[]).map(({ text }) => text).join();
    } finally {
      database.close();
    }
  }
  const place = ({ stamp, id }: MessageRow): string => `${stamp} ${id}`;
  return {
    ...found,
    messages: found.messages
      .toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
      .map(({ id, stamp, sender_type, message_text, reply_to }) => ({ id, stamp, sender_type, message_text, reply_to })),
    sync: badge?.getAttribute("data-sync") ?? "",
    pending: badge?.getAttribute("data-pending") ?? "",
    drawn: [...document.querySelectorAll<HTMLElement>('[role="log"] article')].map((article) => ({
      id: article.dataset["messageId"] ?? "",
      sender: article.dataset["sender"] ?? "",
      state: article.dataset["state"] ?? "",
      text: article.querySelector("[data-message-text]")?.textContent ?? "",
    })),
  };
}
