/**
 * The plain design: a Dexie outbox flushed by REST upserts of 100, and cursor pages of 1,000 put into Dexie.
 * It runs in the page as an IIFE bundle, so that Bondhu's figures stand beside it in the same browser and run.
 */
import Dexie, { type EntityTable } from "dexie";

interface PlainMessage {
  readonly id: string;
  readonly message_text: string;
  readonly sender_type: string;
  readonly created_at: string;
  readonly seq?: number;
}
interface Queued {
  readonly n?: number;
  readonly message: PlainMessage;
}
interface Backend {
  readonly url: string;
  readonly key: string;
  readonly token: string;
}

class PlainDatabase extends Dexie {
  declare messages: EntityTable<PlainMessage, "id">;
  declare outbox: EntityTable<Queued, "n">;
  constructor(name: string) {
    super(name);
    this.version(1).stores({ messages: "id, created_at", outbox: "++n" });
  }
}

const headers = (backend: Backend): Record<string, string> => ({
  apikey: backend.key,
  authorization: `Bearer ${backend.token}`,
  "content-type": "application/json",
});

/** Queues `count` messages; not part of any figure. */
async function queue(count: number, text: string): Promise<void> {
  const database = new PlainDatabase("plain");
  const messages = Array.from({ length: count }, (_, index) => ({
    id: crypto.randomUUID(),
    message_text: `${text} ${index}`,
    sender_type: "user",
    created_at: new Date(Date.now() + index).toISOString(),
  }));
  await database.transaction("rw", database.messages, database.outbox, async () => {
    await database.messages.bulkPut(messages);
    await database.outbox.bulkAdd(messages.map((message) => ({ message })));
  });
  database.close();
}

/** Empties the outbox; returns ms and requests. */
async function drain(backend: Backend): Promise<{ ms: number; requests: number }> {
  const database = new PlainDatabase("plain");
  const from = performance.now();
  let requests = 0;
  for (;;) {
    const batch = await database.outbox.orderBy("n").limit(100).toArray();
    if (batch.length === 0) break;
    const response = await fetch(`${backend.url}/rest/v1/plain_messages?on_conflict=id`, {
      method: "POST",
      headers: { ...headers(backend), prefer: "resolution=merge-duplicates,return=minimal" },
      body: JSON.stringify(batch.map((entry) => entry.message)),
    });
    requests += 1;
    if (!response.ok) throw new Error(`plain upsert: ${response.status} ${await response.text()}`);
    await database.outbox.bulkDelete(batch.flatMap((entry) => (entry.n === undefined ? [] : [entry.n])));
  }
  const ms = performance.now() - from;
  database.close();
  return { ms, requests };
}

/** Pulls everything into an empty database; returns ms and rows. */
async function pull(backend: Backend): Promise<{ ms: number; rows: number }> {
  const database = new PlainDatabase("plain-pull");
  const from = performance.now();
  let cursor = 0;
  let rows = 0;
  for (;;) {
    const query = `select=*&seq=gt.${cursor}&order=seq.asc&limit=1000`;
    const response = await fetch(`${backend.url}/rest/v1/plain_messages?${query}`, { headers: headers(backend) });
    if (!response.ok) throw new Error(`plain page: ${response.status} ${await response.text()}`);
    const page = (await response.json()) as PlainMessage[];
    if (page.length === 0) break;
    await database.messages.bulkPut(page);
    rows += page.length;
    cursor = page.at(-1)?.seq ?? cursor;
  }
  const ms = performance.now() - from;
  database.close();
  return { ms, rows };
}

const plain = { queue, drain, pull };
export type Plain = typeof plain;
Object.assign(globalThis, { plain });
