/** What a call looks at are its person's own rows, found by index, with first plans as with kept ones (`npm run bench:rows` measures it). */
import { afterAll, beforeAll, expect, test } from "vitest";
import * as calls from "../../support/sql/calls.ts";
import { addPeople, type Call, person, replyId } from "../../support/sql/many-people.ts";
import { Explainer } from "../../support/sql/plans.ts";
import { type Cluster, startPostgres15 } from "../../support/sql/postgres15.ts";

const people = 40;
const reader = person(1);
const writer = { ...person(2), client: "dddddddddddddddd" };
let cluster: Cluster;
let explainer: Explainer;
beforeAll(async () => {
  cluster = await startPostgres15();
  const database = await cluster.open("supabase_admin");
  await addPeople(database, people);
  const [row] = await database.query("select current_database() as name");
  await database.close();
  explainer = new Explainer(cluster.socket, String(row?.["name"]));
});
afterAll(async () => {
  await explainer.close();
  await cluster.stop();
});

let seq = -9;
// A page that holds most of what a person has may come by any index of theirs.
const cases: readonly (readonly [name: string, call: () => Call, indexes: readonly string[]])[] = [
  ["[P3] a push", () => calls.push(writer, (seq += 10), 10), ["chat_messages_pkey"]],
  ["[L1] a pull of nothing new", () => calls.pull(reader, calls.head), ["chat_messages_feed"]],
  ["[L1] a page", () => calls.pull(reader, 0), []],
  ["[L4] the bootstrap", () => calls.bootstrap(reader), ["chat_messages_feed", "chat_messages_newest"]],
  ["[L4] a page of history", () => calls.history(reader), []],
  ["[P6] rows by id", () => calls.rowsById(reader, [replyId(reader, 2), replyId(reader, 4)]), ["chat_messages_pkey"]],
  ["the newest over REST", () => calls.newestOverRest, ["chat_messages_created"]],
];
for (const [name, call, indexes] of cases) {
  test(`${name} finds its person's messages by index, of ${people} people`, async () => {
    // The sixth time a function's statement may get a plan that the connection keeps.
    for (let time = 0; time < 7; time += 1) {
      const { scans } = await explainer.explain(name.includes("push") ? writer : reader, call());
      const messages = scans.filter(({ relation, index }) => relation === "chat_messages" || index?.startsWith("chat_messages_"));
      expect(messages.filter(({ type, rows }) => type === "Seq Scan" || rows > 1100)).toEqual([]);
      expect([...new Set(messages.flatMap(({ index }) => index ?? []))]).toEqual(expect.arrayContaining([...indexes]));
    }
  });
}

const everyIndex = ["activities_lengths", "chat_messages_said", "streak_days_in_order", "user_sessions_in_order"];
test.each([
  ["[K2] the streak", () => calls.calculateStreak(reader), ["streak_days_in_order"]],
  ["[N1] the numbers", () => calls.activityStats, everyIndex],
] as const)("%s is counted from indexes alone, its person's own part of each", async (_, call, indexes) => {
  for (let time = 0; time < 7; time += 1) {
    const { scans } = await explainer.explain(reader, call());
    const own = scans.filter(({ relation, index }) => everyIndex.some((name) => name.startsWith(relation) || index === name));
    expect(own.filter(({ type, rows }) => type !== "Index Only Scan" || rows > 1000)).toEqual([]);
    expect([...new Set(own.map(({ index }) => index))].sort()).toEqual(indexes);
  }
});
