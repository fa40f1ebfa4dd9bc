/**
 * The model server and the SQL, asked the same: pushes, resends, gaps, resets, pages, history, rows and new epochs in random order,
 * under one clock. Their answers are equal but for what each makes up: versions, of which only the order counts, and epochs.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answer, Cursor, RowOp, Transport } from "../../../src/sync/ports.ts";
import type { TestDatabase } from "../../support/sql/database.ts";
import { openPglite } from "../../support/sql/pglite.ts";
import { message, specs } from "../../support/sync/device.ts";
import { seededRandom } from "../../support/sync/fakes.ts";
import { makeSimulated, openPostgres } from "../../support/sync/simulation/postgres.ts";
import { openModel, robot, type ServerEvents, type SimServer } from "../../support/sync/simulation/server.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openPglite();
  await makeSimulated(database);
});
afterAll(() => database.close());

const names = specs.map(({ name }) => name);
const clients = ["00000000000000aa", "00000000000000bb"] as const;
const random = seededRandom(20_261_122);
const ids = (count: number): readonly string[] => Array.from({ length: count }, () => random.uuid()).sort();
const [messageIds, mutationIds, keyIds] = [ids(9), ids(12), ids(3)];
/** The SQL judges what the row has become, the model what came: so the rows that are refused are never anything else. */
const refusedIds: ReadonlySet<string> = new Set(messageIds.slice(0, 2));
const start = Date.UTC(2026, 10, 22);

/** Few values of everything, so that requests meet each other. */
const stampOf = (minute: number, client: number): string => `${(start + minute * 60_000).toString(16).padStart(12, "0")}-0000-${clients[client]}`;
const minute = fc.oneof({ weight: 12, arbitrary: fc.nat({ max: 9 }) }, { weight: 1, arbitrary: fc.constant(60) });
const op: fc.Arbitrary<RowOp> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ id: fc.constantFrom(...messageIds), at: minute, by: fc.nat({ max: 1 }), kind: fc.constantFrom("user", "ai"), deleted: fc.boolean() }).map(
    ({ id, at, by, kind, deleted }) => {
      const row = { ...message(id, stampOf(at, by), `said at ${at} by ${by}`, start + at * 60_000), sender_type: refusedIds.has(id) ? robot : kind };
      return { table: "chat_messages", row: deleted ? { ...row, message_text: "", deleted_at: new Date(start + at * 60_000 + 1).toISOString() } : row };
    },
  ) },
  { weight: 2, arbitrary: fc.record({ key: fc.nat({ max: 2 }), at: minute, by: fc.nat({ max: 1 }), value: fc.nat({ max: 2 }) }).map(({ key, at, by, value }) => ({
    table: "preferences",
    row: { id: keyIds[key] ?? "", stamp: stampOf(at, by), key: `key${key}`, value },
  })) },
  { weight: 2, arbitrary: fc.record({ id: fc.constantFrom(...keyIds), at: minute, by: fc.nat({ max: 1 }), long: fc.nat({ max: 3 }), what: fc.subarray(["chat", "game", "music"]) }).map(({ id, at, by, long, what }) => ({
    table: "user_sessions",
    row: { id, stamp: stampOf(at, by), session_start: new Date(start).toISOString(), created_at: new Date(start).toISOString(), session_end: null, total_duration_minutes: long, activities: what, deleted_at: null },
  })) },
);
const client = fc.nat({ max: 1 });
const offset = fc.constantFrom(-2, -1, 0, 0, 0, 0, 0, 0, 1);
const limit = fc.integer({ min: 1, max: 4 });
const tables = fc.oneof({ weight: 3, arbitrary: fc.constant(names) }, { weight: 1, arbitrary: fc.subarray(names, { minLength: 1 }) });
/** Which of the cursors heard so far; most often the last. */
const back = fc.constantFrom(0, 0, 0, 1, 2, 7);

const request = fc.oneof(
  { weight: 10, arbitrary: fc.record({ call: fc.constant("push" as const), client, offset, acked: offset, seen: fc.constantFrom(0, 0, 1), mutations: fc.array(fc.record({ id: fc.constantFrom(...mutationIds), ops: fc.array(op, { maxLength: 3 }) }), { maxLength: 4 }) }) },
  // The same as the last push, under the same numbers: an answer that was lost.
  { weight: 3, arbitrary: fc.record({ call: fc.constant("resend" as const), client }) },
  { weight: 5, arbitrary: fc.record({ call: fc.constant("pull" as const), client, back, tables, limit, acked: offset, oldEpoch: fc.constantFrom(false, false, false, true) }) },
  { weight: 2, arbitrary: fc.record({ call: fc.constant("bootstrap" as const), client, tables }) },
  { weight: 3, arbitrary: fc.record({ call: fc.constant("history" as const), client, back, tables, limit }) },
  { weight: 2, arbitrary: fc.record({ call: fc.constant("rows" as const), client, rows: fc.array(fc.oneof(fc.record({ table: fc.constant("chat_messages"), id: fc.constantFrom(...messageIds) }), fc.record({ table: fc.constant("preferences"), id: fc.constantFrom(...keyIds) })), { maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant("renew" as const), client, old: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ call: fc.constant("backup" as const) }) },
  { weight: 3, arbitrary: fc.record({ call: fc.constant("restore" as const) }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant("stranger" as const), client }) },
);
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

/** One of the two servers, with what a device would have heard from it. */
class Side {
  readonly #cursors: Cursor[] = [];
  readonly #walks: Cursor[] = [];
  readonly #epochs: string[] = [];
  readonly #taken = new Map<number, number>();
  readonly #last = new Map<number, Parameters<Transport["push"]>[0]>();
  #backup: { restore(): Promise<void> } | null = null;
  #head = 0;

  constructor(
    private readonly server: SimServer,
    private readonly user: string,
  ) {}

  async ask(question: Request): Promise<unknown> {
    const { server, user } = this;
    const never = new AbortController().signal;
    const transport = server.as(user, user);
    switch (question.call) {
      case "backup":
        this.#backup = await server.backup(user);
        return null;
      case "restore":
        await this.#backup?.restore();
        return this.#backup === null;
      case "stranger":
        return this.#heard(await server.as("00000000-0000-4000-8000-0000000000ff", user).bootstrap({ client: clients[0], tables: names }, never));
      case "push": {
        const last = this.#taken.get(question.client) ?? 0;
        const asked = {
          client: clientOf(question),
          firstSeq: Math.max(1, last + 1 + question.offset),
          ackedSeq: Math.max(0, Math.min(last, last + question.acked)),
          // Later than anything that this server has told: only one who met it before a restore knows such a head.
          seen: question.seen === 0 ? 0 : this.#head,
          mutations: question.mutations.map((mutation) => ({ ...mutation, schema: 1 })),
        };
        return this.#push(question.client, asked, transport);
      }
      case "resend": {
        const asked = this.#last.get(question.client);
        return asked ? this.#push(question.client, asked, transport) : null;
      }
      case "pull": {
        const ackedSeq = Math.max(0, (this.#taken.get(question.client) ?? 0) + Math.min(0, question.acked));
        const epoch = this.#epochs.at(question.oldEpoch ? 0 : -1) ?? null;
        return this.#heard(await transport.pull({ client: clientOf(question), ackedSeq, tables: question.tables, epoch, cursor: this.#cursors.at(-1 - question.back) ?? null, limit: question.limit }, never));
      }
      case "bootstrap":
        return this.#heard(await transport.bootstrap({ client: clientOf(question), tables: question.tables }, never));
      case "history": {
        const before = this.#walks.at(-1 - question.back);
        return before ? this.#heard(await transport.history({ client: clientOf(question), tables: question.tables, epoch: this.#epochs.at(-1) ?? "", before, limit: question.limit }, never)) : null;
      }
      case "rows":
        return this.#heard(await transport.rows({ client: clientOf(question), rows: question.rows }, never));
      case "renew": {
        const epoch = this.#epochs.at(question.old ? 0 : -1);
        return epoch ? this.#heard(await transport.renew({ client: clientOf(question), epoch }, never)) : null;
      }
    }
  }

  async #push(number: number, asked: Parameters<Transport["push"]>[0], transport: Transport): Promise<unknown> {
    this.#last.set(number, asked);
    const answer = await transport.push(asked, new AbortController().signal);
    if (answer.ok) {
      this.#taken.set(number, answer.value.lastSeq);
      this.#head = Math.max(this.#head, answer.value.head);
    }
    return this.#heard(answer);
  }

  /** What was heard, with versions as their rank among all that this server has told, and epochs as the order in which they came. */
  #heard(answer: Answer<object>): unknown {
    if (!answer.ok) return { failure: answer.failure.kind };
    const value: { readonly [key: string]: unknown } = { ...answer.value };
    const epoch = value["epoch"];
    if (typeof epoch === "string" && !this.#epochs.includes(epoch)) this.#epochs.push(epoch);
    const placeIn = (key: string): Cursor | null => (value[key] ?? null) as Cursor | null;
    this.#cursors.push(...[placeIn("cursor")].filter((place) => place !== null));
    this.#walks.push(...[placeIn("history"), placeIn("before")].filter((place) => place !== null));
    return value;
  }

  /** `told`: everything that was heard, in order. */
  named(told: readonly unknown[]): unknown {
    const versions = new Set<number>();
    const isVersion = (value: unknown): value is number => typeof value === "number" && value > 1e12 && !(value < 1e13);
    JSON.stringify(told, (_key, value: unknown) => (isVersion(value) && versions.add(value), value));
    const order = [...versions].sort((a, b) => a - b);
    return JSON.parse(
      JSON.stringify(told, (_key, value: unknown) => {
        if (isVersion(value)) return `version ${order.indexOf(value)}`;
        return typeof value === "string" && this.#epochs.includes(value) ? `epoch ${this.#epochs.indexOf(value)}` : value;
      }),
    );
  }
}

const clientOf = ({ client: number }: { readonly client: number }): string => clients[number] ?? clients[0];
const deaf: ServerEvents = { poke: () => undefined, applied: () => undefined };

test("[P3] [P4] [L1] [L4] [L5] [W4] the model server answers what the SQL answers", async () => {
  const heard = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 10, maxLength: 50, size: "max" }), async (questions) => {
      const user = random.uuid();
      let now = start + 10 * 60_000;
      const sides = await Promise.all([openModel, openPostgres(database)].map(async (open) => new Side(await open([user], () => now, deaf), user)));
      const told: unknown[][] = sides.map(() => []);
      for (const question of questions) {
        now += 20_000;
        for (const [index, side] of sides.entries()) told[index]?.push(await side.ask(question));
        const [answer] = told[0]?.slice(-1) ?? [];
        const kind = `${question.call} ${answer === null || typeof answer !== "object" ? "" : "failure" in answer ? String(answer.failure) : "ok"}`;
        heard.set(kind, (heard.get(kind) ?? 0) + 1);
      }
      const [model, sql] = sides.map((side, index) => side.named(told[index] ?? []));
      expect(model).toEqual(sql);
    }),
    { numRuns: Number(process.env["CONTRACT_RUNS"] ?? 60), seed: 3, endOnFailure: false },
  );
  for (const kind of ["push ok", "push reset", "push behind", "push clockAhead", "resend ok", "resend behind", "pull ok", "pull behind", "bootstrap ok", "history ok", "rows ok", "renew ok", "stranger wrongAccount"]) {
    expect([kind, heard.get(kind) ?? 0]).not.toEqual([kind, 0]);
  }
}, 240_000);
