/** What only parallel connections show: order of versions, readers in the middle, lost answers, one worker a message. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../../../src/shared/json.ts";
import { addUser, asUser } from "../../support/sql/database.ts";
import type { Connection, TestDatabase } from "../../support/sql/database.ts";
import { startPostgres15 } from "../../support/sql/postgres15.ts";
import type { Cluster } from "../../support/sql/postgres15.ts";

let cluster: Cluster;
let database: TestDatabase;
beforeAll(async () => {
  cluster = await startPostgres15();
  database = await cluster.open("postgres", 6);
});
afterAll(async () => {
  await database.close();
  await cluster.stop();
});

interface PushAnswer {
  readonly last_seq: number;
  readonly verdicts: readonly { readonly id: string; readonly seq: number; readonly code: string | null }[];
  readonly head_before: number;
  readonly head: number;
}
interface PullAnswer {
  readonly epoch: string;
  readonly rows: readonly { readonly table: string; readonly row: { readonly id: string; readonly version: number } }[];
  readonly cursor: Json;
  readonly more: boolean;
  readonly head: number;
}
interface Mutation {
  readonly id: string;
  readonly schema: 1;
  readonly ops: readonly { readonly table: string; readonly row: { readonly [column: string]: Json } }[];
}

const clientA = "00000000000000aa";
const clientB = "00000000000000bb";

let made = 0;
function message(): Mutation {
  const stamp = `${(1_700_000_000_000 + ++made).toString(16).padStart(12, "0")}-0000-${clientA}`;
  const row = { id: randomUUID(), stamp, sender_type: "user", created_at: "2026-11-22T08:00:00.000Z", message_text: `message ${made}` };
  return { id: randomUUID(), schema: 1, ops: [{ table: "chat_messages", row }] };
}
const messages = (count: number): Mutation[] => Array.from({ length: count }, message);
const rowId = (mutation: Mutation): Json => mutation.ops[0]?.row["id"] ?? null;

async function callPush(on: Connection, user: string, client: string, first: number, acked: number, mutations: readonly Mutation[]): Promise<PushAnswer> {
  const [row] = await on.query("select sync_push($1, $2, $3, $4, $5) as answer", [user, client, first, acked, mutations]);
  return row?.["answer"] as PushAnswer;
}
const push = (user: string, client: string, first: number, acked: number, mutations: readonly Mutation[]): Promise<PushAnswer> =>
  asUser(database, user, (tx) => callPush(tx, user, client, first, acked, mutations));

async function pull(user: string, cursor: Json = null, limit = 500, epoch: string | null = null): Promise<PullAnswer> {
  const [row] = await asUser(database, user, (tx) =>
    tx.query("select sync_pull($1, $2, 0, '{chat_messages}', $5, $3, $4) as answer", [user, clientA, cursor, limit, epoch]),
  );
  return row?.["answer"] as PullAnswer;
}
const newUser = (): Promise<string> => addUser(database, randomUUID());

test("[L2] two devices push at once and a reader in the middle misses nothing", async () => {
  const user = await newUser();
  const sent: Mutation[] = [];
  const device = async (client: string): Promise<void> => {
    for (let seq = 1; seq <= 40; seq += 4) {
      const batch = messages(4);
      sent.push(...batch);
      await push(user, client, seq, seq - 1, batch);
    }
  };
  let writing = true;
  const read: string[] = [];
  const versions: number[] = [];
  const reader = async (): Promise<void> => {
    let cursor: Json = null;
    let epoch: string | null = null;
    for (;;) {
      const last = !writing;
      const page: PullAnswer = await pull(user, cursor, 7, epoch);
      epoch = page.epoch;
      read.push(...page.rows.map((row) => row.row.id));
      versions.push(...page.rows.map((row) => row.row.version));
      cursor = page.cursor;
      if (last && !page.more) return;
    }
  };
  const reading = Promise.all([reader(), reader()]);
  await Promise.all([device(clientA), device(clientB)]);
  writing = false;
  await reading;
  expect(new Set(read)).toEqual(new Set(sent.map(rowId)));
  expect(read).toHaveLength(2 * sent.length);
  expect(versions.every((version) => Number.isSafeInteger(version))).toBe(true);
});

test("[L2] a lower version never commits after a higher one: the second writer waits for the first", async () => {
  const user = await newUser();
  await push(user, clientA, 1, 0, messages(1));
  let second: Promise<PushAnswer> | undefined;
  let finished = false;
  const first = await asUser(database, user, async (tx) => {
    const answer = await callPush(tx, user, clientA, 2, 1, messages(1));
    second = push(user, clientB, 1, 0, messages(1)).finally(() => {
      finished = true;
    });
    // Read until the other transaction is seen waiting for this one.
    for (;;) {
      const [row] = await database.query("select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and query like '%sync_push%'");
      if (row?.["waiting"] !== 0) break;
    }
    expect(finished).toBe(false);
    expect((await pull(user)).head).toBe(answer.head_before);
    return answer;
  });
  const later = await second;
  expect(later?.head_before).toBe(first.head);
  expect(later?.head).toBeGreaterThan(first.head);
});

test("[L2] the head is locked from the first look at it, not only from the first change", async () => {
  const user = await newUser();
  await push(user, clientA, 1, 0, messages(1));
  let second: Promise<PushAnswer> | undefined;
  let finished = false;
  await database.transaction(async (tx) => {
    await tx.query("select sync.open_head($1)", [user]);
    second = push(user, clientB, 1, 0, messages(1)).finally(() => {
      finished = true;
    });
    for (;;) {
      const [row] = await database.query("select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and query like '%sync_push%'");
      if (row?.["waiting"] !== 0 || finished) break;
    }
    expect(finished).toBe(false);
  });
  expect((await second)?.last_seq).toBe(1);
});

test("[L2] a version is larger than the last even when the clock has fallen back", async () => {
  const user = await newUser();
  const future = (Date.now() + 3_600_000) * 1000;
  await push(user, clientA, 1, 0, messages(1));
  await database.query("update public.sync_heads set head = $2 where user_id = $1", [user, future]);
  const answer = await push(user, clientA, 2, 1, messages(1));
  expect(answer.head).toBe(future + 1);
});

test("[P4] the same batch sent twice at once is applied once, and both hear the same", async () => {
  const user = await newUser();
  const batch = messages(20);
  const [one, two] = await Promise.all([push(user, clientA, 1, 0, batch), push(user, clientA, 1, 0, batch)]);
  expect(one.verdicts).toEqual(two.verdicts);
  expect((await pull(user)).rows).toHaveLength(20);
  expect(new Set([one.head, two.head]).size).toBe(1);
});

test("[P3] [P4] whatever answers are lost and whatever is resent, every mutation is applied exactly once", async () => {
  const step = fc.record({ count: fc.integer({ min: 1, max: 5 }), answer: fc.constantFrom("heard", "lost", "never arrived"), bad: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const user = await newUser();
      const queue: Mutation[] = [];
      const refused = new Set<string>();
      let taken = 0;
      let acked = 0;
      for (const { count, answer, bad } of steps) {
        const fresh = messages(count);
        if (bad && fresh[0]) {
          fresh[0] = { ...fresh[0], ops: fresh[0].ops.map((op) => ({ ...op, row: { ...op.row, sender_type: "bot" } })) };
          refused.add(fresh[0].id);
        }
        queue.push(...fresh);
        taken += count;
        if (answer === "never arrived") continue;
        const sending = queue.slice(acked);
        const heard = await push(user, clientA, acked + 1, acked, sending);
        expect(heard.last_seq).toBe(taken);
        expect(heard.verdicts.map((verdict) => verdict.id)).toEqual(sending.map((mutation) => mutation.id));
        for (const verdict of heard.verdicts) expect(verdict.code).toBe(refused.has(verdict.id) ? "23514" : null);
        if (answer === "heard") acked = taken;
      }
      await push(user, clientA, acked + 1, acked, queue.slice(acked));
      const stored = (await pull(user)).rows.map((row) => row.row.id);
      expect(stored).toHaveLength(queue.length - refused.size);
      expect(new Set(stored)).toEqual(new Set(queue.filter((mutation) => !refused.has(mutation.id)).map(rowId)));
    }),
    { numRuns: 25 },
  );
});

test("[P4] a copied profile hears client_reset, whichever of the two comes second", async () => {
  const user = await newUser();
  await push(user, clientA, 1, 0, messages(2));
  const outcomes = await Promise.allSettled([push(user, clientA, 3, 2, messages(1)), push(user, clientA, 3, 2, messages(1))]);
  const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as { code: string; detail: string }] : []));
  expect(refusals.map(({ code, detail }) => ({ code, detail }))).toEqual([{ code: "PT409", detail: "client_reset" }]);
  expect((await pull(user)).rows).toHaveLength(3);
});

test("[L2] REST inserts and pushes of one person share one order of versions", async () => {
  const user = await newUser();
  const insert = (): Promise<unknown> =>
    asUser(database, user, (tx) =>
      tx.query("insert into chat_messages (id, message_text, sender_type) values ($1, 'over rest', 'user')", [randomUUID()]),
    );
  await Promise.all([push(user, clientA, 1, 0, messages(3)), insert(), insert(), push(user, clientB, 1, 0, messages(3)), insert()]);
  const rows = (await pull(user)).rows;
  expect(rows).toHaveLength(9);
  expect(new Set(rows.map((row) => row.row.version)).size).toBe(5);
  const [stamps] = await database.query("select count(distinct stamp)::int as stamps from public.chat_messages where user_id = $1", [user]);
  expect(stamps?.["stamps"]).toBe(9);
});

test("[L2] [L6] each transaction that took a version pokes once; one that took none pokes nobody", async () => {
  const user = await newUser();
  const batch = messages(3);
  const first = await push(user, clientA, 1, 0, batch);
  const again = await push(user, clientA, 1, 0, batch);
  const echo = await push(user, clientB, 1, 0, batch);
  for (const answer of [again, echo]) expect([answer.head_before, answer.head]).toEqual([first.head, first.head]);
  expect((await pull(user)).rows.every((row) => row.row.version === first.head)).toBe(true);
  const second = await push(user, clientB, 4, 3, messages(2));
  const pokes = await database.query("select payload -> 'version' as version, private from realtime.messages where topic = $1 order by inserted_at", [`sync:${user}`]);
  expect(pokes).toEqual([
    { version: first.head, private: true },
    { version: second.head, private: true },
  ]);
});

test("[R2] of two workers asking at once, one gets the lease", async () => {
  const user = await newUser();
  const question = message();
  await push(user, clientA, 1, 0, [question]);
  const claim = async (): Promise<string> => {
    const [row] = await asUser(database, user, (tx) => tx.query("select claim_reply($1, $2, 0) ->> 'status' as status", [user, rowId(question)]));
    return String(row?.["status"]);
  };
  const outcomes = await Promise.all([claim(), claim(), claim()]);
  expect(outcomes.sort()).toEqual(["claimed", "running", "running"]);
});

test("[V6] an activity that is added ten times at once, while a device pushes, is there once", async () => {
  const user = await newUser();
  const session = randomUUID();
  const row = { id: session, stamp: `019000000000-0000-${clientB}`, session_start: "2026-11-22T08:00:00.000Z", created_at: "2026-11-22T08:00:00.000Z", activities: [] };
  await push(user, clientB, 1, 0, [{ id: randomUUID(), schema: 1, ops: [{ table: "user_sessions", row }] }]);
  const add = (kind: string): Promise<unknown> => asUser(database, user, (tx) => tx.query("select add_session_activity($1, $2) as kinds", [session, kind]));
  await Promise.all([...Array.from({ length: 10 }, (_, n) => add(n % 2 === 0 ? "game" : "chat")), push(user, clientA, 1, 0, messages(3))]);
  const rows = await database.query("select kind, count(*)::int as count from public.activities where user_id = $1 group by kind order by kind", [user]);
  expect(rows).toEqual([
    { kind: "chat", count: 1 },
    { kind: "game", count: 1 },
  ]);
  const [state] = await database.query(
    `select s.activities, h.head = (select max(version) from (select version from public.chat_messages m where m.user_id = $1 union all
       select version from public.activities a where a.user_id = $1 union all select version from public.streak_days d where d.user_id = $1) v) as "isLast"
     from public.user_sessions s join public.sync_heads h using (user_id) where s.user_id = $1`,
    [user],
  );
  expect(state).toEqual({ activities: ["chat", "game"], isLast: true });
});
