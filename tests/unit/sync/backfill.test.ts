/** L7: a build with more tables or columns fetches what the feed has passed by, and nothing else. */
import { expect, test } from "vitest";
import type { Row, TableSpec, WireRow } from "../../../src/sync/ports.ts";
import { Device, failing, newWorld, specs, textsOf } from "../../support/sync/device.ts";
import { settle } from "../../support/sync/fakes.ts";
import { makeStamp } from "../../../src/sync/hlc.ts";

const stampAt = (ms: number): string => makeStamp({ ms, counter: 0, client: "00000000000000ee" });
const moods: TableSpec = { name: "moods", kind: "lww", columns: ["mood"], instants: [] };
const days: TableSpec = { name: "days", kind: "grow", once: ["day"], min: ["first"], max: [], union: ["kinds"], wipe: {}, instants: [] };
const newer: readonly TableSpec[] = [...specs, moods];
const newest: readonly TableSpec[] = [...newer, days];

const mood = (n: number): WireRow => ({ table: "moods", row: { id: `mood-${n}`, stamp: stampAt(n), mood: `m${n}` } });
const preference = (n: number, more: Partial<Row> = {}): WireRow => ({
  table: "preferences",
  row: { id: `preference-${n}`, stamp: stampAt(n), key: `k${n}`, value: n, ...more },
});

/** A device of the first build that has everything it knows of, on a server that already has more. */
async function upToDate(rows: readonly WireRow[], limits = { pageRows: 3, historyRows: 3 }) {
  const world = newWorld({ tables: newest });
  const d = new Device(world, 1, limits);
  await d.engine.sync();
  for (const row of rows) world.server.insert("user", [row]);
  await d.engine.sync();
  await settle();
  await d.engine.stop();
  const asked: string[] = [];
  d.fault = (call, deliver) => {
    asked.push(call);
    return deliver();
  };
  return { world, d, asked };
}

test("[L7] a table that the upgrade brings is fetched from zero, the others are not", async () => {
  const { world, d, asked } = await upToDate([...Array.from({ length: 8 }, (_, n) => mood(n)), preference(1)]);
  const tablesAsked: (readonly string[])[] = [];
  const { history } = d.transport;
  Object.assign(d.transport, { history: (request: Parameters<typeof history>[0], signal: AbortSignal) => (tablesAsked.push(request.tables), history(request, signal)) });
  expect(d.store.table("moods")).toEqual([]);
  const upgraded = d.context(newer);
  await upgraded.sync();
  await settle();
  expect(d.store.table("moods").map(({ id }) => id).sort()).toEqual(world.server.rows("user", "moods").map(({ id }) => id).sort());
  expect(tablesAsked).toEqual([["moods"], ["moods"], ["moods"]]);
  expect(d.state.backfill).toBeNull();
  await upgraded.stop();

  asked.length = 0;
  await d.context(newer).sync();
  await settle();
  expect(asked).not.toContain("history");
});

test("[L7] what arrives while it is fetched comes by the feed", async () => {
  const { world, d } = await upToDate(Array.from({ length: 8 }, (_, n) => mood(n)));
  d.fault = (call, deliver) => {
    if (call === "history") {
      d.fault = (_call, pass) => pass();
      world.server.insert("user", [mood(100)]);
    }
    return deliver();
  };
  const upgraded = d.context(newer);
  await upgraded.sync();
  await settle();
  await upgraded.sync();
  expect(d.store.table("moods")).toHaveLength(9);
});

test("[L7] a new column has its table fetched again, and what was kept of it unread is the same", async () => {
  const { d } = await upToDate([preference(1, { place: "home" }), preference(2)]);
  const kept = d.store.table("preferences");
  expect(kept).toMatchObject([{ place: "home" }, { id: "preference-2" }]);
  const wider = specs.map((spec) => (spec.name === "preferences" && spec.kind === "lww" ? { ...spec, columns: [...spec.columns, "place"] } : spec));
  const asked: string[][] = [];
  const { history } = d.transport;
  Object.assign(d.transport, { history: (request: Parameters<typeof history>[0], signal: AbortSignal) => (asked.push([...request.tables]), history(request, signal)) });
  await d.context(wider).sync();
  await settle();
  expect(asked).toEqual([["preferences"]]);
  expect(d.store.table("preferences")).toMatchObject([{ place: "home" }, { id: "preference-2", place: null }]);
});

test("[L7] it goes on where it stopped; a newer build in between begins anew with the tables of both", async () => {
  const day = (n: number): WireRow => ({ table: "days", row: { id: `day-${n}`, stamp: stampAt(n), day: `d${n}`, first: "f", kinds: ["chat"] } });
  const { d } = await upToDate([...Array.from({ length: 8 }, (_, n) => mood(n)), ...Array.from({ length: 4 }, (_, n) => day(n))]);
  let pages = 0;
  d.fault = (call, deliver, signal) => (call === "history" && ++pages > 1 ? failing({ kind: "offline" })(call, deliver, signal) : deliver());
  const first = d.context(newer);
  await first.sync();
  await settle();
  await first.stop();
  expect(d.state.backfill).toMatchObject({ tables: ["moods"] });
  const place = d.state.backfill?.before;
  expect(d.store.table("moods")).toHaveLength(3);

  pages = 0;
  const again = d.context(newer);
  await again.sync();
  await settle();
  await again.stop();
  expect(d.store.table("moods")).toHaveLength(6);
  expect(d.state.backfill?.before[0]).toBeLessThan(place?.[0] ?? 0);

  d.fault = (_call, deliver) => deliver();
  await d.context(newest).sync();
  await settle();
  expect([d.store.table("moods").length, d.store.table("days").length, d.state.backfill]).toEqual([8, 4, null]);
});

test("[L7] a row that the walk has still to meet and that is pushed to meanwhile comes by its echo", async () => {
  const stored: WireRow = { table: "days", row: { id: "day", stamp: stampAt(1), day: "d", first: null, kinds: ["game"] } };
  const { d } = await upToDate([stored, ...Array.from({ length: 8 }, (_, n) => mood(n))]);
  let written = false;
  const upgraded = d.context(newest);
  d.fault = async (call, deliver) => {
    if (call === "history" && !written) {
      written = true;
      await d.store.write(["days"], async (tx) => {
        const state = await tx.state();
        const row: Row = { id: "day", stamp: stampAt(2), day: "d", first: null, kinds: ["chat"], _seq: state.nextSeq };
        const { _seq, ...op } = row;
        await tx.putRows("days", [row]);
        await tx.putOutbox([{ seq: state.nextSeq, id: d.random.uuid(), schema: 1, ops: [{ table: "days", row: { ...op, id: "day", stamp: stampAt(2) } }], bytes: 100, queuedAt: 0 }]);
        await tx.setState({ ...state, nextSeq: state.nextSeq + 1 });
      });
      upgraded.wake("write");
    }
    return deliver();
  };
  await upgraded.sync();
  await settle();
  expect(d.store.table("days")).toMatchObject([{ stamp: stampAt(1), kinds: ["chat", "game"] }]);
});

test("[L7] a device that has never been answered bootstraps everything and fetches nothing twice", async () => {
  const world = newWorld({ tables: newest });
  world.server.insert("user", [mood(1), preference(1)]);
  const d = new Device(world, 1);
  for (const context of [d.context(newest), d.context(newest)]) {
    await context.sync();
    await settle();
    await context.stop();
  }
  expect(d.store.table("moods")).toHaveLength(1);
  expect(world.server.calls).toMatchObject({ bootstrap: 1, history: 0 });
});

test("[L7] a new epoch ends it: the bootstrap that follows brings every table", async () => {
  const { world, d } = await upToDate([...Array.from({ length: 8 }, (_, n) => mood(n))]);
  await d.send("mine");
  d.fault = (call, deliver) => {
    if (call === "history") {
      d.fault = (_call, pass) => pass();
      world.server.renewAll("user");
    }
    return deliver();
  };
  await d.context(newer).sync();
  await settle();
  expect(d.state.backfill).toBeNull();
  expect(d.store.table("moods")).toHaveLength(8);
  expect(textsOf(world.server.rows("user", "chat_messages"))).toEqual(["mine"]);
});
