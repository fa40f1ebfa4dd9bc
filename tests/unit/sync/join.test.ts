/** The join and the canonical bytes that break its ties (DESIGN §3). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/shared/json.ts";
import { canonicalText, compareBytes } from "../../../src/sync/canonical.ts";
import { joinRows } from "../../../src/sync/join.ts";
import type { Row, TableSpec } from "../../../src/sync/ports.ts";
import { specs } from "../../support/sync/device.ts";

describe("[canonical] text", () => {
  // Each pair is what Postgres printed for `select '…'::jsonb::text`.
  const printed: readonly (readonly [Json, string])[] = [
    [null, "null"],
    [true, "true"],
    ["a\"\\/\n\t\b\f\r\u0001\u007f\u2028", '"a\\"\\\\/\\n\\t\\b\\f\\r\\u0001\u007f\u2028"'],
    [1e21, "1000000000000000000000"],
    [1.5e-7, "0.00000015"],
    [-1.25e25, "-12500000000000000000000000"],
    [1.234e22, "12340000000000000000000"],
    [-0, "0"],
    [0.5, "0.5"],
    [[1, [], {}], "[1, [], {}]"],
    // Keys by length in bytes, then by bytes.
    [{ bb: 1, a: { z: null }, "আ": 2, ab: 3 }, '{"a": {"z": null}, "ab": 3, "bb": 1, "আ": 2}'],
  ];
  test.each(printed)("[canonical] prints %j as Postgres does", (value, text) => {
    expect(canonicalText([value])).toBe(`[${text}]`);
  });

  test("[canonical] text compares by UTF-8 bytes, not by UTF-16 units", () => {
    const bytes = new TextEncoder();
    const order = (a: string, b: string): number => Math.sign(Buffer.compare(bytes.encode(a), bytes.encode(b)));
    expect(compareBytes("\u{10000}", "\uffee")).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 6 }), fc.string({ unit: "binary", maxLength: 6 }), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(order(a, b));
      }),
    );
  });
});

const all: TableSpec = {
  name: "everything",
  kind: "grow",
  once: ["kind", "text"],
  min: ["deleted_at", "first"],
  max: ["last"],
  union: ["tags"],
  wipe: { text: "" },
  instants: ["deleted_at"],
};
const stamps = ["019000000000-0000-00000000000000aa", "019000000000-0000-00000000000000bb", "019000000001-0000-00000000000000aa"];
const maybe = <T extends Json>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 3 });
const anyRow: fc.Arbitrary<Row> = fc
  .record({
    id: fc.constant("id"),
    stamp: fc.constantFrom(...stamps),
    kind: fc.constantFrom("a", "ab", "\u{10000}"),
    text: fc.constantFrom("", "x", "\uffee"),
    deleted_at: maybe(fc.constantFrom("2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z")),
    first: maybe(fc.integer({ min: -2, max: 12 })),
    last: maybe(fc.integer({ min: -2, max: 12 })),
    tags: maybe(fc.uniqueArray(fc.constantFrom("chat", "game", "\uffee", "\u{10000}"))),
    newer: fc.option(fc.constantFrom(1, "1", null), { nil: undefined }),
    version: fc.nat({ max: 3 }),
  })
  .map((row) => joinRows(all, row, row));
const anyPreference: fc.Arbitrary<Row> = fc.record({
  id: fc.constant("id"),
  stamp: fc.constantFrom(...stamps),
  key: fc.constant("k"),
  value: fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.parse(JSON.stringify(value)) as Json),
});
const preferences = specs.find(({ name }) => name === "preferences");

describe.each([
  ["grow", all, anyRow],
  ["lww", preferences ?? all, anyPreference],
])("[join] of a %s table", (_kind, spec, row) => {
  const bare = (value: Row): Json => JSON.parse(canonicalText([Object.fromEntries(Object.entries(value).map(([k, v]) => [k, v ?? null]))])) as Json;
  test("[join] is commutative", () => {
    fc.assert(
      fc.property(row, row, (a, b) => {
        expect(bare(joinRows(spec, a, b))).toEqual(bare(joinRows(spec, b, a)));
      }),
    );
  });
  test("[join] is associative", () => {
    fc.assert(
      fc.property(row, row, row, (a, b, c) => {
        expect(bare(joinRows(spec, joinRows(spec, a, b), c))).toEqual(bare(joinRows(spec, a, joinRows(spec, b, c))));
      }),
      { numRuns: 2_000 },
    );
  });
  test("[join] is idempotent", () => {
    fc.assert(
      fc.property(row, (a) => {
        expect(bare(joinRows(spec, a, structuredClone(a)))).toEqual(bare(a));
      }),
    );
  });
});

test("[join] the earlier once group wins whole, and a deletion wipes the text whoever wins", () => {
  const early: Row = { id: "id", stamp: stamps[0] ?? "", kind: "b", text: "mine", tags: ["game"] };
  const late: Row = { id: "id", stamp: stamps[2] ?? "", kind: "a", text: "", tags: ["chat"], deleted_at: "2026-01-01T00:00:00.000Z" };
  expect(joinRows(all, late, early)).toMatchObject({ stamp: stamps[0], kind: "b", text: "", tags: ["chat", "game"], deleted_at: "2026-01-01T00:00:00.000Z" });
});

test("[join] columns of the device stay the local row's, and a newer schema's column survives", () => {
  const local: Row = { id: "id", stamp: stamps[0] ?? "", kind: "a", text: "t", _seq: 7 };
  const remote: Row = { id: "id", stamp: stamps[0] ?? "", kind: "a", text: "t", version: 9, colour: "red" };
  expect(joinRows(all, local, remote)).toMatchObject({ _seq: 7, version: 9, colour: "red" });
});
