/** N2 against the fold over all rows: whatever is written, by whom and how, with compactions, aborts, losses and a second connection in between. */
import { describe, expect, it } from "vitest";
import type { BondhuDatabase } from "../../../src/adapters/dexie/database.ts";
import { openAccountDatabase } from "../../../src/adapters/dexie/database.ts";
import { createDexieStore } from "../../../src/adapters/dexie/store.ts";
import { tables } from "../../../src/domain/tables.ts";
import { compactTally, longJournal, remakeTally, tendTally } from "../../../src/runtime/life/tally.ts";
import { eraseRows } from "../../../src/sync/erase.ts";
import { mergeRows } from "../../../src/sync/merge.ts";
import { applyBootstrap } from "../../../src/sync/pages.ts";
import type { Row, Store, StoreTx, WireRow } from "../../../src/sync/ports.ts";
import { createWriter, type WriterDeps } from "../../../src/sync/writer.ts";
import { FakeClock, mulberry32, seededRandom } from "../../support/sync/fakes.ts";
import { account, created, device, stamp } from "../dexie/device.ts";
import { expectRight, kept } from "./kept.ts";

const counted = ["chat_messages", "user_sessions", "activities", "streak_days"] as const;
type Counted = (typeof counted)[number];

class Story {
  readonly #unit: () => number;
  #last = 100;
  constructor(seed: number) {
    this.#unit = mulberry32(seed);
  }
  chance = (odds: number): boolean => this.#unit() < odds;
  pick = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(this.#unit() * values.length)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  };
  some = <T>(most: number, make: () => T): T[] => Array.from({ length: 1 + Math.floor(this.#unit() * most) }, make);
  table = (): Counted => this.pick(counted);
  /** Of few, so that they meet. */
  id = (): string => `00000000-0000-7000-8000-00000000000${this.pick([1, 2, 3, 4, 5])}`;
  freshId = (): string => `00000000-0000-7000-8000-${String((this.#last += 1)).padStart(12, "0")}`;

  row(table: Counted, id = this.id()): Row {
    const { pick } = this;
    const day = pick(["2025-12-31", "2026-01-01", "2026-01-01", "2026-06-30"]);
    const rest = { id, stamp: stamp(pick([1, 2, 3])), deleted_at: pick([null, null, null, "2026-07-01T00:00:00.000Z"]) };
    if (table === "chat_messages") {
      const more = { session_id: null, created_at: "2026-01-01T00:00:00.000Z", reply_to: null, reply_source: null, reply_attempt: null, message_text: "", mood_detected: null, sentiment_score: null };
      return { ...rest, ...more, sender_type: pick(["user", "user", "ai"]) };
    }
    if (table === "user_sessions") {
      return { ...rest, session_start: `${day}T10:00:00.000Z`, created_at: `${day}T10:00:00.000Z`, session_end: null, total_duration_minutes: null, activities: [] };
    }
    if (table === "activities") {
      const started_at = `${day}T10:00:00.000Z`;
      const ended_at = pick([null, started_at, `${day}T10:00:01.001Z`, `${day}T10:40:00.000Z`, `${day}T09:00:00.000Z`]);
      // A newer build may know other kinds; a date that the calendar lacks never counts.
      return { ...rest, kind: pick(["chat", "game", "game", "music", "video", "dance"]), session_id: id, started_at, ended_at, day: pick([day, day, day, "2026-02-30"]) };
    }
    const moment = (): string => `${day}T${pick(["10:00:00.000Z+06:00", "10:00:00.000Z-03:30", "09:59:59.999Z+00:00", "nonsense"])}`;
    return { ...rest, day, first_moment: moment(), last_moment: moment() };
  }

  /** One thing a transaction may do, awaited or not. */
  async step(tx: StoreTx): Promise<void> {
    const table = this.table();
    const what = this.pick(["read", "put", "put", "blind", "twice", "add", "add", "fresh", "delete", "same"]);
    const rows = this.some(3, () => this.row(table));
    const ids = rows.map(({ id }) => id);
    if (what === "read") await tx.rows(table, ids);
    if (what === "put") {
      await tx.rows(table, ids);
      await tx.putRows(table, rows);
    }
    if (what === "blind") void tx.putRows(table, rows);
    if (what === "twice") {
      void tx.putRows(table, rows);
      tx.rows(table, ids).catch(() => undefined);
      void tx.putRows(table, ids.map((id) => this.row(table, id)));
    }
    if (what === "add") {
      const known = await tx.addRows(table, rows);
      if (this.chance(0.5)) await tx.putRows(table, [...known].map((id) => this.row(table, id)));
    }
    if (what === "fresh") await tx.putRows(table, [this.row(table, this.freshId())], true);
    if (what === "delete") void tx.deleteRows(table, ids);
    if (what === "same") {
      const found = (await tx.rows(table, ids)).filter((row) => row !== undefined);
      await tx.putRows(table, found);
    }
  }
}

interface Phone {
  readonly db: BondhuDatabase;
  readonly store: Store;
  readonly deps: WriterDeps;
}
const phone = (db: BondhuDatabase): Phone => {
  const store = createDexieStore(db);
  return { db, store, deps: { store, clock: new FakeClock(), random: seededRandom(1), tables, schema: 1 } };
};

/** What happens to a database, one after the other. */
async function happen(story: Story, here: Phone, there: Phone): Promise<string> {
  const { store, deps, db } = here;
  const what = story.pick(["raw", "raw", "raw", "raw", "abort", "command", "page", "merge", "erase", "compact", "lost", "other build", "both"]);
  const raw = (on: Store, steps: number): Promise<void> =>
    on.write(counted, async (tx) => {
      for (let step = 0; step < steps; step += 1) await story.step(tx);
    });
  if (what === "raw") await raw(store, 4);
  if (what === "both") await Promise.all([raw(store, 3), raw(there.store, 3), raw(store, 1)]);
  if (what === "abort") {
    const late = new Error("second thoughts");
    const aborted = store.write(counted, async (tx) => {
      await story.step(tx);
      await story.step(tx);
      throw late;
    });
    await expect(aborted).rejects.toBe(late);
  }
  if (what === "command") {
    await createWriter(deps).write(counted, async (context) => {
      for (let step = 0; step < 3; step += 1) {
        const table = story.table();
        if (story.chance(0.3)) await context.add(table, story.row(table, story.freshId()));
        else await context.put(table, story.row(table));
      }
    });
  }
  if (what === "page") {
    const rows = story.some(8, (): WireRow => {
      const table = story.table();
      return { table, row: story.row(table) };
    });
    await store.write([], async (tx) => tx.setState({ ...(await tx.state()), cursor: null }));
    const answer = { serverTime: 0, epoch: "e", head: 1, rows, cursor: [1, "~", ""], more: false, history: null } as const;
    const specs = new Map(tables.map((spec) => [spec.name as string, spec]));
    await applyBootstrap({ ...deps, specs, fence: 0 }, answer, null);
  }
  if (what === "merge") {
    await mergeRows(deps, story.some(6, () => {
      const table = story.table();
      return { table, row: story.row(table) };
    }));
  }
  if (what === "erase") {
    const table = story.table();
    const ids = [story.id(), story.id()];
    await eraseRows(deps, table, [], async () => ids);
  }
  if (what === "compact") await Promise.all([compactTally(store, 0), compactTally(there.store, 3)]);
  if (what === "lost") {
    await db.table("tally").clear();
    await Promise.all([raw(there.store, 2), remakeTally(store), raw(there.store, 2)]);
  }
  if (what === "other build") {
    await db.table("tally_journal").add({ version: 0, sums: { messages: 7 } });
    await tendTally(store);
  }
  return what;
}

describe("the tally over a database's life", () => {
  it.each(Array.from({ length: 8 }, (_, index) => index + 1))("[N2] equals the fold over all rows after everything that happens (seed %i)", async (seed) => {
    const story = new Story(seed);
    const environment = device();
    let here = phone(await created(environment));
    const there = phone(await openAccountDatabase(account, environment));
    expect((await kept(here.db)).numbers).toBeNull();
    await Promise.all([remakeTally(here.store), remakeTally(there.store)]);
    const happened: string[] = [];
    for (let round = 0; round < 40; round += 1) {
      if (story.chance(0.1)) {
        here.db.leave();
        here = phone(await openAccountDatabase(account, environment));
      }
      happened.push(await happen(story, here, there));
      const { numbers, folded } = await kept(there.db);
      expect(numbers, happened.join()).toEqual(folded);
    }
    expect(new Set(happened).size).toBeGreaterThan(5);
  });

  it("[N2] a long journal is taken in, by one of many who find it long, and nothing of it is lost", async () => {
    const environment = device();
    const here = phone(await created(environment));
    await remakeTally(here.store);
    const story = new Story(99);
    for (let entry = 0; entry <= longJournal; entry += 1) await here.store.write(["chat_messages"], (tx) => tx.putRows("chat_messages", [{ ...story.row("chat_messages", story.freshId()), sender_type: "user", deleted_at: null }], true));
    expect(await kept(here.db)).toMatchObject({ journal: longJournal + 1, numbers: { messages: longJournal + 1 } });
    const there = phone(await openAccountDatabase(account, environment));
    await Promise.all([tendTally(here.store), tendTally(there.store)]);
    expect(await kept(here.db)).toMatchObject({ journal: 0, numbers: { messages: longJournal + 1 } });
    await expectRight(here.db);
  });
});
