/** What every server behind a Transport promises (the wire of SPEC.md): run on the model server here, and on the real host by its owner. */
import { describe, expect, test } from "vitest";
import { makeStamp, maxAheadMs } from "../../../src/sync/hlc.ts";
import type { Answer, Cursor, PullAnswer, PushAnswer, PushRequest, Row, Transport, WireRow } from "../../../src/sync/ports.ts";

export interface TransportUser {
  /** A new account's server. */
  readonly transport: Transport;
}

const tables = ["chat_messages", "message_reactions", "preferences", "user_sessions"] as const;
const signal = new AbortController().signal;
let made = 0;
const hex = (digits: number): string => Array.from({ length: digits }, () => Math.floor(Math.random() * 16).toString(16)).join("");
const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
const newClient = (): string => hex(16);

function messageRow(client: string, text: string, at = Date.now() - 60_000): Row {
  const counter = made++ % 0xffff;
  return {
    id: uuid(),
    stamp: makeStamp({ ms: at, counter, client }),
    sender_type: "user",
    session_id: null,
    created_at: new Date(at).toISOString(),
    reply_to: null,
    reply_source: null,
    reply_attempt: null,
    message_text: text,
    mood_detected: null,
    sentiment_score: null,
    deleted_at: null,
  };
}
/** A day of somebody's in Dhaka, whose clocks are six hours ahead of UTC. */
function dayRow(client: string, at: number): Row {
  const day = new Date(at + 6 * 3_600_000).toISOString().slice(0, 10);
  const moment = `${new Date(at).toISOString()}+06:00`;
  return { id: uuid(), stamp: makeStamp({ ms: Date.now() - 60_000, counter: made++ % 0xffff, client }), day, first_moment: moment, last_moment: moment, deleted_at: null };
}
const mutation = (...rows: readonly Row[]): PushRequest["mutations"][number] => ({
  id: uuid(),
  schema: 1,
  ops: rows.map((row) => ({ table: "chat_messages", row })),
});

function value<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.failure)}`);
  return answer.value;
}
const bare = ({ version: _, ...row }: Row): object => row;

export function transportContract(name: string, newUser: () => Promise<TransportUser>): void {
  describe(`Transport contract: ${name}`, () => {
    const start = async (): Promise<{ transport: Transport; client: string; push: (request: Partial<PushRequest>) => Promise<Answer<PushAnswer>> }> => {
      const { transport } = await newUser();
      const client = newClient();
      return { transport, client, push: (request) => transport.push({ client, firstSeq: 1, ackedSeq: 0, seen: 0, mutations: [], ...request }, signal) };
    };
    const pullAll = async (transport: Transport, client: string, epoch: string, limit = 500): Promise<{ rows: WireRow[]; pages: PullAnswer[] }> => {
      const pages: PullAnswer[] = [];
      let cursor: Cursor | null = null;
      for (;;) {
        const page: PullAnswer = value(await transport.pull({ client, ackedSeq: 0, tables, epoch, cursor, limit }, signal));
        pages.push(page);
        cursor = page.cursor;
        if (!page.more) return { rows: pages.flatMap(({ rows }) => rows), pages };
      }
    };

    test("[P3] a push is answered mutation by mutation, in order, and comes back by a pull as it was sent", async () => {
      const { transport, client, push } = await start();
      const rows = ["এক", "two 🙂", 'three "\\\n'].map((text) => messageRow(client, text));
      const mutations = rows.map((row) => mutation(row));
      const answer = value(await push({ mutations }));
      expect(answer.verdicts).toEqual(mutations.map(({ id }, index) => ({ id, seq: index + 1, code: null })));
      expect([answer.lastSeq, answer.head > answer.headBefore]).toEqual([3, true]);
      const pulled = await pullAll(transport, client, answer.epoch);
      const sorted = (list: readonly Row[]): object[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1)).map(bare);
      expect(sorted(pulled.rows.map(({ row }) => row))).toEqual(sorted(rows));
      expect(pulled.pages.at(-1)?.cursor).toEqual([answer.head, "~", ""]);
    });

    test("[P4] a resend gets the same answer and changes nothing", async () => {
      const { client, push } = await start();
      const mutations = [mutation(messageRow(client, "once"))];
      const first = value(await push({ mutations }));
      const second = value(await push({ mutations }));
      expect(second.verdicts).toEqual(first.verdicts);
      expect([second.head, second.headBefore]).toEqual([first.head, first.head]);
    });

    test("[P4] a resend that has grown applies only what is new", async () => {
      const { client, push } = await start();
      const [a, b] = [mutation(messageRow(client, "a")), mutation(messageRow(client, "b"))];
      await push({ mutations: [a] });
      const answer = value(await push({ mutations: [a, b] }));
      expect(answer.verdicts.map(({ id, seq }) => [id, seq])).toEqual([
        [a.id, 1],
        [b.id, 2],
      ]);
    });

    test("[P4] a used seq with another id, or with one that was forgotten, is a reset and never an acknowledgement", async () => {
      const { client, push } = await start();
      const first = mutation(messageRow(client, "first"));
      await push({ mutations: [first] });
      expect(await push({ mutations: [mutation(messageRow(client, "stranger"))] })).toMatchObject({ ok: false, failure: { kind: "reset" } });
      await push({ firstSeq: 2, ackedSeq: 1, mutations: [mutation(messageRow(client, "second"))] });
      expect(await push({ mutations: [first] })).toMatchObject({ ok: false, failure: { kind: "reset" } });
    });

    test("[P3] a gap is refused and consumes nothing", async () => {
      const { client, push } = await start();
      expect(await push({ firstSeq: 2, mutations: [mutation(messageRow(client, "later"))] })).toMatchObject({ ok: false, failure: { kind: "reset" } });
      const answer = value(await push({ mutations: [mutation(messageRow(client, "first"))] }));
      expect(answer.lastSeq).toBe(1);
    });

    test("[P6] an empty mutation takes its seq", async () => {
      const { client, push } = await start();
      const mutations = [mutation(), mutation(messageRow(client, "after"))];
      expect(value(await push({ mutations })).verdicts.map(({ code }) => code)).toEqual([null, null]);
      expect(value(await push({ firstSeq: 3, ackedSeq: 2, mutations: [mutation()] })).lastSeq).toBe(3);
    });

    test("[P3] a refused mutation has a code, keeps it on a resend, and takes no other with it", async () => {
      const { transport, client, push } = await start();
      const bad = mutation({ ...messageRow(client, "bad"), sender_type: "nobody" });
      const mutations = [mutation(messageRow(client, "good")), bad, mutation(messageRow(client, "good too"))];
      const first = value(await push({ mutations }));
      expect(first.verdicts.map(({ code }) => code !== null)).toEqual([false, true, false]);
      expect(value(await push({ mutations })).verdicts).toEqual(first.verdicts);
      expect((await pullAll(transport, client, first.epoch)).rows.length).toBe(2);
    });

    test("[W4] a stamp or an instant more than five minutes ahead refuses the whole batch and consumes nothing", async () => {
      const { client, push } = await start();
      const tomorrow = Date.now() + maxAheadMs + 60_000;
      const refused = { ok: false, failure: { kind: "clockAhead" } };
      const [now, ahead] = [messageRow(client, "now"), messageRow(client, "from tomorrow", tomorrow)];
      expect(await push({ mutations: [mutation(now), mutation(ahead)] })).toMatchObject(refused);
      expect(await push({ mutations: [mutation(now), mutation({ ...now, created_at: new Date(tomorrow).toISOString() })] })).toMatchObject(refused);
      expect(value(await push({})).lastSeq).toBe(0);
      expect(value(await push({ mutations: [mutation(now)] })).lastSeq).toBe(1);
    });

    test("[W4] a moment is ahead by its instant, not by the clock on its wall", async () => {
      const { client, push } = await start();
      const day = (at: number): PushRequest["mutations"][number] => ({ id: uuid(), schema: 1, ops: [{ table: "streak_days", row: dayRow(client, at) }] });
      expect(await push({ mutations: [day(Date.now() + maxAheadMs + 60_000)] })).toMatchObject({ ok: false, failure: { kind: "clockAhead" } });
      expect(value(await push({ mutations: [day(Date.now() - 1000)] })).verdicts.map(({ code }) => code)).toEqual([null]);
    });

    test("[L7] a device hears of the tables it asks for, and its cursor passes the others by", async () => {
      const { transport, client, push } = await start();
      const message = messageRow(client, "to everybody");
      const day = dayRow(client, Date.now() - 1000);
      const ops = [{ table: "chat_messages", row: message }, { table: "streak_days", row: day }];
      const { epoch, head } = value(await push({ mutations: [{ id: uuid(), schema: 1, ops }] }));
      const pull = (asked: readonly string[], cursor: Cursor | null): Promise<Answer<PullAnswer>> => transport.pull({ client, ackedSeq: 0, tables: asked, epoch, cursor, limit: 500 }, signal);
      const older = value(await pull(["chat_messages"], null));
      expect([older.rows.map(({ row }) => bare(row)), older.cursor]).toEqual([[message], [head, "~", ""]]);
      const newer = value(await pull(["chat_messages", "streak_days"], null));
      expect(newer.rows.map(({ table, row }) => [table, bare(row)])).toEqual([["chat_messages", message], ["streak_days", day]]);
      // A newer build over an older one's database walks back through what that passed by.
      const walk = value(await transport.history({ client, tables: ["streak_days"], epoch, before: older.cursor, limit: 500 }, signal));
      expect([walk.rows.map(({ row }) => bare(row)), walk.before]).toEqual([[day], null]);
      expect(value(await transport.bootstrap({ client, tables: ["streak_days"] }, signal)).rows.map(({ row }) => bare(row))).toEqual([day]);
    });

    test("[L1] pages are in (version, table, id) order, may end inside a version, and lose nothing", async () => {
      const { transport, client, push } = await start();
      const mutations = Array.from({ length: 7 }, (_, n) => mutation(messageRow(client, `m${n}`)));
      const { epoch } = value(await push({ mutations }));
      const { rows, pages } = await pullAll(transport, client, epoch, 3);
      expect(pages.map((page) => page.rows.length)).toEqual([3, 3, 1]);
      expect(new Set(rows.map(({ row }) => row.id)).size).toBe(7);
      expect(rows.map(({ row }) => row.id)).toEqual(rows.map(({ row }) => row.id).sort());
    });

    test("[L2] a join that changes nothing takes no version", async () => {
      const { client, push } = await start();
      const row = messageRow(client, "same");
      const first = value(await push({ mutations: [mutation(row)] }));
      const second = value(await push({ firstSeq: 2, ackedSeq: 1, mutations: [mutation(row)] }));
      expect(second.head).toBe(first.head);
    });

    test("[L4] bootstrap gives the newest 50 messages, and history the rest, newest first, deletions included", async () => {
      const { transport, client, push } = await start();
      const rows = Array.from({ length: 70 }, (_, n) => messageRow(client, `m${n}`, Date.now() - 600_000 + n));
      for (const [index, row] of rows.entries()) await push({ firstSeq: index + 1, ackedSeq: index, mutations: [mutation(row)] });
      const first = value(await transport.bootstrap({ client, tables }, signal));
      expect(new Set(first.rows.map(({ row }) => row["message_text"]))).toEqual(new Set(rows.slice(20).map((row) => row["message_text"])));
      const seen = new Set(first.rows.map(({ row }) => row.id));
      let before = first.history;
      const versions: number[] = [];
      while (before) {
        const page = value(await transport.history({ client, tables, epoch: first.epoch, before, limit: 15 }, signal));
        for (const { row } of page.rows) {
          seen.add(row.id);
          versions.push(Number(row["version"]));
        }
        before = page.before;
      }
      expect(seen.size).toBe(70);
      expect(versions).toEqual([...versions].sort((a, b) => b - a));
    });

    test("[L4] an account without rows is bootstrapped in one answer without history", async () => {
      const { transport, client } = await start();
      const answer = value(await transport.bootstrap({ client, tables }, signal));
      expect([answer.rows, answer.history, answer.cursor[1], answer.cursor[2]]).toEqual([[], null, "~", ""]);
    });

    test("[P6] rows by id are those that the server has", async () => {
      const { transport, client, push } = await start();
      const row = messageRow(client, "here");
      await push({ mutations: [mutation(row)] });
      const wanted = [row.id, uuid()].map((id) => ({ table: "chat_messages", id }));
      const answer = value(await transport.rows({ client, rows: wanted }, signal));
      expect(answer.rows.map((found) => bare(found.row))).toEqual([row]);
    });
  });
}
